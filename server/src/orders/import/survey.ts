import { createHash } from 'node:crypto';
import { ImportDatesAmbiguous, ImportDatesContradict, ImportFileEmpty } from '../problems.ts';
import type { Columns } from './columns.ts';
import { openOrder } from './dates.ts';
import type { DateOrder } from './dates.ts';
import type { Field, Mapping } from './mappings.ts';
import { createLineScan } from './scan-lines.ts';
import { readBytes } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** What the whole file says before its first row is taken in. */
export type Survey = {
  rows: number;
  contentHash: string;
  dateOrder: DateOrder | undefined;
  /** Of a file without order numbers: hashes of lines that occur more than once. */
  repeated: ReadonlySet<number>;
};

const timeFields: readonly Field[] = ['paidAt', 'orderedAt', 'endedAt'];
type Evidence = { line: number; text: string };
type ColumnEvidence = { dayFirst?: Evidence; monthFirst?: Evidence; open?: Evidence };

/**
 * Reads the file once from end to end: how many rows, the hash of its content, how its dates are to be read, and which lines repeat.
 * Lets the import refuse an ambiguous file before anything is written.
 */
export async function surveyFile(file: SourceFile, columns: Columns, mapping: Mapping, options: { dateOrder?: DateOrder; signal?: AbortSignal }): Promise<Survey> {
  const hash = createHash('sha256');
  const places = timeFields.flatMap((field) => (columns[field] === undefined ? [] : [columns[field]]));
  const evidence = new Map<number, ColumnEvidence>(places.map((place) => [place, {}]));
  const hashes = createHashList();
  const scan = createLineScan(file, places, {
    cell: (place, text, line) => { weigh(evidence.get(place), text, line); },
    ...(mapping.numberDerived ? { record: ({ cells }) => { hashes.add(lineHash(cells, columns)); } } : {}),
  });
  for await (const bytes of readBytes(file, (stored) => { hash.update(stored); })) {
    options.signal?.throwIfAborted();
    scan.push(bytes);
  }
  scan.end();
  const rows = scan.rows();
  if (rows === 0) throw ImportFileEmpty();
  const orders = places.map((place) => options.dateOrder ?? decide(evidence.get(place) ?? {}, file.header[place] ?? ''));
  // Columns of one file are written by one program: what one of them decides holds for the others.
  const dateOrder = orders.find((order): order is DateOrder => order !== undefined && order !== 'open');
  const open = orders.indexOf('open');
  if (dateOrder === undefined && open >= 0) throw ambiguous(evidence.get(places[open] ?? -1), file.header[places[open] ?? -1] ?? '');
  return { rows, contentHash: hash.digest('hex'), dateOrder, repeated: hashes.repeated() };
}

function weigh(evidence: ColumnEvidence | undefined, text: string, line: number): void {
  const numbers = openOrder(text);
  if (!numbers || !evidence) return;
  const [first, second] = numbers;
  if (first > 12 && second <= 12) evidence.dayFirst ??= { line, text };
  else if (second > 12 && first <= 12) evidence.monthFirst ??= { line, text };
  // 3/3/2024 reads the same both ways, but has to be read somehow.
  else evidence.open ??= { line, text };
}

function decide({ dayFirst, monthFirst, open }: ColumnEvidence, column: string): DateOrder | 'open' | undefined {
  if (dayFirst && monthFirst) {
    throw ImportDatesContradict({ column, dayFirstLine: dayFirst.line, dayFirst: dayFirst.text.slice(0, 30), monthFirstLine: monthFirst.line, monthFirst: monthFirst.text.slice(0, 30) });
  }
  if (dayFirst) return 'day-first';
  if (monthFirst) return 'month-first';
  return open ? 'open' : undefined;
}

function ambiguous(evidence: ColumnEvidence | undefined, column: string) {
  return ImportDatesAmbiguous({ column, example: evidence?.open?.text.slice(0, 30) ?? '' });
}

/** What makes a line of a file without order numbers: customer, time, items, amount; `12` and `12.00` are the same amount. */
export function lineKey(cells: readonly string[], columns: Columns): string {
  const text = (field: Field) => (cells[columns[field] ?? -1] ?? '').trim();
  const number = (field: Field) => String(Number(text(field) || 'x'));
  return `${text('customerNumber')}|${text('orderedAt')}|${number('items')}|${number('amount')}`;
}

export function lineHash(cells: readonly string[], columns: Columns): number {
  return hashText(lineKey(cells, columns));
}

/** 53 bits (cyrb53). Two different lines with one hash only cost a place in a map. */
function hashText(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** 8 bytes a line: a map of ten million lines would take a gigabyte. */
function createHashList() {
  let list = new Float64Array(1024);
  let length = 0;
  return {
    add(hash: number) {
      if (length === list.length) {
        const larger = new Float64Array(length * 2);
        larger.set(list);
        list = larger;
      }
      list[length] = hash;
      length += 1;
    },
    repeated(): ReadonlySet<number> {
      const sorted = list.subarray(0, length).sort();
      const found = new Set<number>();
      for (let index = 1; index < length; index += 1) {
        const hash = sorted[index] ?? 0;
        if (hash === sorted[index - 1]) found.add(hash);
      }
      return found;
    },
  };
}

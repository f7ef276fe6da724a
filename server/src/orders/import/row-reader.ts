import type { OrderLine, RefundTold, Told } from '../order.ts';
import { CellRefused } from './cell-refused.ts';
import { createCells } from './cells.ts';
import type { CellOptions, Cells } from './cells.ts';
import type { CsvRecord } from './csv.ts';
import type { Mapping } from './mappings.ts';
import { reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { readState } from './refund-told.ts';

/** A line of an order that has several, as it is staged. */
export type LineRead = { number: string; refund: boolean; customer: string; line: OrderLine };

/** What a line is; `note`: what of it could not be taken in, though it is. */
export type RowRead = Told & { note?: Reason };

export type RowReader = {
  /** The order or refund that a line is (mapping `row`), or why it is none. `occurrence` numbers identical lines of a file without numbers. */
  read(record: CsvRecord, occurrence?: number): RowRead | Reason;
  /** A line of an order (mapping `lines`). */
  readLine(record: CsvRecord): LineRead | Reason;
  /** All lines of an order or refund, in the order of the file; their cells were read before. */
  readGroup(records: readonly CsvRecord[]): Told;
};

export function createRowReader(options: CellOptions & { mapping: Mapping }): RowReader {
  const cells = createCells(options);
  const { mapping, header } = options;
  return {
    read: (record, occurrence) => attempt(record, header.length, (row) => readOrder(cells, mapping, row, occurrence)),
    readLine: (record) => attempt(record, header.length, (row) => readLine(cells, options, row)),
    readGroup: (records) => readGroup(cells, options, records),
  };
}

export function isReason(read: RowRead | LineRead | Reason): read is Reason {
  return 'sentence' in read;
}

type Row = readonly string[];

function attempt<T>(record: CsvRecord, columns: number, read: (cells: Row) => T): T | Reason {
  const { cells } = record;
  const shape = shapeTrouble(record, cells, columns);
  if (shape) return shape;
  try {
    return read(cells);
  } catch (error) {
    if (error instanceof CellRefused) return error.reason;
    throw error;
  }
}

function shapeTrouble({ trouble, line }: CsvRecord, cells: Row, columns: number): Reason | undefined {
  if (trouble === 'quote') return reasons.quote('', { line });
  if (trouble === 'length') return reasons.length();
  if (cells.length < columns) return reasons.cutOff('', { cells: cells.length, columns });
  if (cells.length > columns && cells.slice(columns).some((cell) => cell.trim() !== '')) return reasons.tooManyCells('', { cells: cells.length, columns });
  return undefined;
}

function readOrder(cells: Cells, mapping: Mapping, row: Row, occurrence = 1): RowRead {
  const who = cells.who(row);
  const { identities } = who;
  const quantity = cells.quantity(row, 1);
  const amountMinor = cells.column('amount') === '' ? cells.product(row, quantity) : cells.amount(row);
  const told = readState(cells, row, amountMinor);
  const { state } = told;
  const atMs = state === 'placed' ? cells.time(row, 'orderedAt', 'paidAt') : cells.time(row, 'paidAt', 'orderedAt');
  const items = Math.abs(Math.round(quantity));
  const number = mapping.numberDerived
    ? derivedNumber(identities[0]?.value ?? '', atMs, amountMinor, items, occurrence)
    : cells.number(row);
  const store = cells.text(row, 'store').slice(0, 100);
  const profile = { ...who.profile, ...inStore(store), firstSeenAtMs: atMs };
  if (amountMinor < 0n) {
    if (state === 'placed' || state === 'canceled') throw new CellRefused(reasons.negativeState(cells.column('amount'), { text: cells.text(row, 'status') }));
    const refundedAtMs = cells.optionalTime(row, 'endedAt') ?? atMs;
    // One order may be given back in several parts under its own number: time and amount tell them apart.
    const document = mapping.numberDerived ? number : `${number}@${new Date(refundedAtMs).toISOString()}${amountMinor}`;
    return { kind: 'refund', document, orderNumber: mapping.numberDerived ? undefined : number, identities, profile, amountMinor: -amountMinor, items, refundedAtMs };
  }
  return {
    kind: 'order', orderNumber: number, identities, profile, amountMinor, items, orderedAtMs: atMs,
    channel: cells.text(row, 'channel').slice(0, 100), store, ...told,
  };
}

/** Who has no store yet takes that of the order. */
const inStore = (store: string) => (store === '' ? {} : { store });

/** The same line of the same file always makes the same number; a second identical line makes the next one. */
function derivedNumber(customer: string, atMs: number, amountMinor: bigint, items: number, occurrence: number): string {
  return `${customer}-${Math.floor(atMs / 1000).toString(36)}-${items}x${amountMinor}-${occurrence}`;
}

function readLine(cells: Cells, { mapping }: CellOptions & { mapping: Mapping }, row: Row): LineRead {
  const number = cells.number(row);
  const { identities } = cells.who(row);
  cells.time(row, 'paidAt', 'orderedAt');
  const quantity = cells.quantity(row, 1);
  const amountMinor = cells.column('amount') === '' ? cells.product(row, quantity) : cells.amount(row);
  const credit = mapping.refundPrefix !== undefined && number.startsWith(mapping.refundPrefix);
  const negative = quantity < 0 || amountMinor < 0n;
  if (credit && !negative) throw new CellRefused(reasons.refundSign(cells.column('items')));
  const line = { product: cells.text(row, 'product').slice(0, 100), quantity: Math.abs(quantity), amountMinor: Math.abs(Number(amountMinor)) };
  return { number, refund: credit || negative, customer: identities.map(({ kind, value }) => `${kind}=${value}`).join('&'), line };
}

function readGroup(cells: Cells, options: CellOptions & { mapping: Mapping }, records: readonly CsvRecord[]): Told {
  const rows = records.map((record) => record.cells);
  const reads = rows.map((row) => readLine(cells, options, row));
  const first = rows[0] ?? [];
  const { number = '', refund = false } = reads[0] ?? {};
  // Lines of one order may differ by a minute (43 invoices of Online Retail): it began with the earliest.
  const atMs = Math.min(...rows.map((row) => cells.time(row, 'paidAt', 'orderedAt')));
  const lines = reads.map(({ line }) => line);
  const who = cells.who(first);
  const store = cells.text(first, 'store').slice(0, 100);
  const common = {
    identities: who.identities, profile: { ...who.profile, ...inStore(store), firstSeenAtMs: atMs }, lines,
    amountMinor: BigInt(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
    items: Math.round(lines.reduce((sum, { quantity }) => sum + quantity, 0)),
  };
  if (refund) return { kind: 'refund', document: number, orderNumber: undefined, refundedAtMs: atMs, ...common } satisfies RefundTold;
  return { kind: 'order', orderNumber: number, state: 'paid', orderedAtMs: atMs, channel: '', store, ...common };
}

import { earliestOccurredMs } from '../../engines/index.ts';
import { dayMs, isProblem, minorDigits, parseAmount } from '../../kernel/index.ts';
import { isDestroyed, refuse } from './cell-refused.ts';
import type { Columns } from './columns.ts';
import { createInstants, readDate } from './dates.ts';
import type { DateOrder } from './dates.ts';
import type { Field } from './mappings.ts';
import { reasons } from './reasons.ts';
import { isBlank } from './statuses.ts';
import { createWhoReader } from './who.ts';
import type { Who } from './who.ts';

export type CellOptions = { header: readonly string[]; columns: Columns; zone: string; currency: string; dateOrder: DateOrder | undefined; nowMs: number };

export type Cells = {
  /** The cell's text, cleaned of what Excel puts around it; '' when the file has no such column. */
  text(cells: readonly string[], field: Field): string;
  column(field: Field): string;
  time(cells: readonly string[], ...fields: readonly Field[]): number;
  optionalTime(cells: readonly string[], field: Field): number | undefined;
  amount(cells: readonly string[]): bigint;
  /** What was given back; undefined where nothing is written. Some shops write it with a minus. */
  refundAmount(cells: readonly string[]): bigint | undefined;
  /** Unit price × number, rounded half away from zero once, at the end. */
  product(cells: readonly string[], quantity: number): bigint;
  /** A number of items; `otherwise` when the file has no such column or the cell is empty. */
  quantity(cells: readonly string[], otherwise: number): number;
  who(cells: readonly string[]): Who;
  number(cells: readonly string[]): string;
};

const itemsMax = 1_000_000;
const numberLengthMax = 100;

/** Reads the cells of a line as what they mean. Refuses (CellRefused) with the column and a sentence. */
export function createCells(options: CellOptions): Cells {
  const { columns } = options;
  const column = (field: Field) => options.header[columns[field] ?? -1] ?? '';
  const text = (cells: readonly string[], field: Field): string => {
    const place = columns[field];
    return place === undefined ? '' : cleanCell(cells[place] ?? '');
  };
  const timeOf = createTimeReader(options);
  return {
    text, column,
    time(cells, ...wanted) {
      const field = wanted.find((one) => text(cells, one) !== '') ?? wanted.find((one) => columns[one] !== undefined) ?? 'orderedAt';
      return timeOf(text(cells, field), column(field));
    },
    optionalTime(cells, field) {
      const written = text(cells, field);
      return written === '' || isBlank(written) ? undefined : timeOf(written, column(field));
    },
    amount: (cells) => readAmount(text(cells, 'amount'), column('amount'), options.currency),
    refundAmount(cells) {
      const written = text(cells, 'refundAmount');
      if (written === '' || isBlank(written)) return undefined;
      const amountMinor = readAmount(written, column('refundAmount'), options.currency);
      return amountMinor < 0n ? -amountMinor : amountMinor;
    },
    product: (cells, quantity) => multiply(text(cells, 'unitPrice'), quantity, column('unitPrice'), options.currency),
    quantity(cells, otherwise) {
      const written = text(cells, 'items');
      if (written === '') return otherwise;
      const plain = written.normalize('NFKC').replaceAll(',', '');
      if (plain === '') return otherwise;
      const value = /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : NaN;
      return Math.abs(value) <= itemsMax ? value : refuse(reasons.items(column('items'), { text: plain.slice(0, 40) }));
    },
    who: createWhoReader({ columns, text, column }),
    number(cells) {
      const value = text(cells, 'orderNumber').normalize('NFKC');
      if (value === '') refuse(reasons.noOrderNumber(column('orderNumber')));
      if (isDestroyed(value)) refuse(reasons.numberDestroyed(column('orderNumber'), { text: value.slice(0, 40) }));
      return value.slice(0, numberLengthMax);
    },
  };
}

/** Excel's ="00123", the tab that keeps a number a text, and the quote of our own error file in front of a formula. */
function cleanCell(cell: string): string {
  const text = cell.trim();
  if (text.length > 3 && text.startsWith('="') && text.endsWith('"')) return text.slice(2, -1).trim();
  return text.startsWith("'") ? text.slice(1).trim() : text;
}

function createTimeReader({ zone, dateOrder, nowMs }: CellOptions): (text: string, column: string) => number {
  const instants = createInstants(zone);
  // Files are mostly in the order of time: the last text is often the next one.
  let lastText = '';
  let lastMs = 0;
  return (text, column) => {
    if (text === lastText && text !== '') return lastMs;
    if (text === '') refuse(reasons.noTime(column));
    const reading = readDate(text, dateOrder) ?? refuse(reasons.time(column, { text: text.slice(0, 40) }));
    const ms = instants(reading);
    if (ms < earliestOccurredMs || ms > nowMs + dayMs) refuse(reasons.timeRange(column, { text: text.slice(0, 40) }));
    lastText = text;
    lastMs = ms;
    return ms;
  };
}

function readAmount(text: string, column: string, currency: string): bigint {
  if (text === '') refuse(reasons.noAmount(column));
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (isProblem(error)) return refuse(reasons.amount(column, { zh: error.sentence.zh, en: error.sentence.en }));
    throw error;
  }
}

/** The price is read with four digits more than the currency has (parts of a fen occur), then multiplied and rounded once. */
function multiply(priceText: string, quantity: number, column: string, currency: string): bigint {
  if (priceText === '') refuse(reasons.noAmount(column));
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(priceText.normalize('NFKC').replaceAll(',', '').replace(/^[¥$€£]/, ''));
  if (!match) return readAmount(priceText, column, currency) * BigInt(Math.round(quantity));
  const digits = minorDigits(currency) + 4;
  const price = BigInt((match[2] ?? '0') + (match[3] ?? '').slice(0, digits).padEnd(digits, '0'));
  // A quantity may have decimals (0.355 kg): thousandths are kept.
  const exact = price * BigInt(Math.round(Math.abs(quantity) * 1000));
  const unit = 10_000n * 1_000n;
  const minor = (exact + unit / 2n) / unit;
  return (match[1] === '-') !== (quantity < 0) ? -minor : minor;
}

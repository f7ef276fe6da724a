import { windowSeconds, type Scalar } from '@homefield/contract';
import { parseId } from '../../kernel/index.ts';
import type { Field } from './catalog.ts';
import type { ValueTest } from './node.ts';
import { momentMs } from './period.ts';
import type { FieldTests } from './plan.ts';
import { all, instant, path, type Binder } from './sql.ts';

export type ValueContext = { binder: Binder; nowMs: number; zone: string; json: 'attributes' | 'properties' };

/** The tests of one value as SQL that is 0 or 1, never NULL. */
export function compileTests({ field, tests }: FieldTests, context: ValueContext): string {
  const parts = tests.map((test) => (field.column === undefined ? jsonTest(field, test, context) : columnTest(field.column, field, test, context)));
  return parts.length === 1 ? (parts[0] ?? '1') : `(${all(parts)})`;
}

/** One test of a column, or of an aggregate in its place. */
export function columnTest(column: string, field: Field, test: ValueTest, context: ValueContext): string {
  const { binder, zone } = context;
  switch (test.kind) {
    case 'in': return columnIn(column, field, test, binder);
    case 'contains': return containing(column, test, binder);
    case 'exists': return existsColumn(column, field, test.expected, binder);
    case 'within': return `${column} > ${instant(binder, context.nowMs - seconds(test.window) * 1000)} and ${column} <= ${instant(binder, context.nowMs)}`;
    case 'atLeast': return `${column} >= ${typeof test.value === 'number' ? number(binder, test.value) : instant(binder, momentMs(test.value, zone, 'start'))}`;
    case 'atMost': return typeof test.value === 'number' ? `${column} <= ${number(binder, test.value)}` : `${column} <= ${instant(binder, atMostMs(test.value, zone))}`;
  }
}

function containing(column: string, { text, or = [] }: Extract<ValueTest, { kind: 'contains' }>, binder: Binder): string {
  const found = `positionCaseInsensitiveUTF8(${column}, ${binder.bind('String', text)}) > 0`;
  return or.length === 0 ? found : `(${found} or ${column} in ${binder.bind('Array(String)', or)})`;
}

/** "At most 18 June" holds until that day is over. */
export function atMostMs(text: string, zone: string): number {
  return text.length === 10 ? momentMs(text, zone, 'end') - 1 : momentMs(text, zone, 'end');
}

function seconds(window: string): number {
  return windowSeconds(window) ?? 0;
}

function existsColumn(column: string, field: Field, expected: boolean, binder: Binder): string {
  if (field.type === 'text' && field.unknown !== undefined) return `${column} ${expected ? 'not in' : 'in'} ${binder.bind('Array(String)', ['', field.unknown])}`;
  if (field.type === 'text') return `${column} ${expected ? '!=' : '='} ''`;
  if (field.type === 'staff') return `${column} ${expected ? '!=' : '='} 0`;
  return expected ? '1' : '0';
}

function columnIn(column: string, field: Field, test: Extract<ValueTest, { kind: 'in' }>, binder: Binder): string {
  const not = test.negated;
  const values = test.values.map((value) => columnValue(field, value));
  const [only] = values;
  const type = field.type === 'text' ? 'String' : field.type === 'number' ? numberType(values as number[]) : 'UInt64';
  if (values.length === 1) return `${column} ${not ? '!=' : '='} ${binder.bind(type, only)}`;
  return `${column} ${not ? 'not in' : 'in'} ${binder.bind(`Array(${type})`, values)}`;
}

function columnValue(field: Field, value: Scalar): string | number | bigint {
  if (field.type === 'staff') return parseId('staff', String(value));
  return typeof value === 'boolean' ? Number(value) : value;
}

function numberType(values: readonly number[]): string {
  return values.every(Number.isSafeInteger) ? 'Int64' : 'Float64';
}

function number(binder: Binder, value: number): string {
  return binder.bind(numberType([value]), value);
}

/**
 * A value in JSON is read by its type: `.:String` costs 0.65 x `toString(…)` over 10 M events. Values that look like a day are the
 * exception, because the engine may have stored such texts as dates.
 */
function jsonTest(field: Field, test: ValueTest, context: ValueContext): string {
  const column = path(context.json, field.key);
  const { binder } = context;
  switch (test.kind) {
    case 'in': {
      const found = either(jsonIn(column, field, test.values, binder));
      return test.negated ? `not ${found}` : found;
    }
    case 'contains': return containing(`toString(${column})`, test, binder);
    case 'exists': return `${test.expected ? '' : 'not '}isNotNull(${column})`;
    case 'atLeast': return jsonNumber(column, '>=', Number(test.value), binder);
    case 'atMost': return jsonNumber(column, '<=', Number(test.value), binder);
    case 'within': throw new Error('Only columns hold times.');
  }
}

function jsonNumber(column: string, comparison: string, value: number, binder: Binder): string {
  const bound = number(binder, value);
  return either([`ifNull(${column}.:Int64 ${comparison} ${bound}, 0)`, `ifNull(${column}.:Float64 ${comparison} ${bound}, 0)`]);
}

function jsonIn(column: string, field: Field, values: readonly Scalar[], binder: Binder): string[] {
  if (field.type === 'boolean') return [equal(`${column}.:Bool`, 'Bool', values, binder)];
  if (field.type === 'number') {
    const type = numberType(values as number[]);
    return [equal(`${column}.:Int64`, type, values, binder), equal(`${column}.:Float64`, type, values, binder)];
  }
  const dates = values.some((value) => /^\d{4}-\d\d-\d\d/.test(String(value)));
  return [equal(dates ? `toString(${column})` : `${column}.:String`, 'String', values, binder)];
}

function equal(left: string, type: string, values: readonly unknown[], binder: Binder): string {
  if (values.length === 1) return `ifNull(${left} = ${binder.bind(type, values[0])}, 0)`;
  return `ifNull(${left} in ${binder.bind(`Array(${type})`, values)}, 0)`;
}

function either(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '0') : `(${parts.join(' or ')})`;
}

/**
 * The sum over the rows that meet `condition` ('' for all). Properties are summed in millionths, as whole numbers, so that the result does
 * not depend on the order of rows; exact up to 9 x 10^12. Two plain sums cost 1.2 x the sum of one type, one sum of Int128 1.6 x.
 */
export function sumOf(field: Field, condition: string): string {
  const sum = (value: string) => (condition === '' ? `sum(${value})` : `sumIf(${value}, ${condition})`);
  if (field.column !== undefined) return sum(field.column);
  const column = path('properties', field.key);
  return `(toInt128(${sum(`ifNull(${column}.:Int64, 0)`)}) * 1000000 + ${sum(`toInt64(round(ifNull(${column}.:Float64, 0) * 1000000))`)})`;
}

/** The limit of a sum in the unit of the sum. */
export function sumLimit(field: Field, value: number, binder: Binder): string {
  if (field.column !== undefined) return number(binder, value);
  return binder.bind('Int128', String(BigInt(Math.round(value * 1_000_000))));
}

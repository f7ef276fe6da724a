import { instantOf } from '../../kernel/index.ts';

/** How `3/4/2024` is read: decided by the whole column (see `survey.ts`), never by one cell. */
export type DateOrder = 'day-first' | 'month-first';

/** A reading of a clock, or an instant where the text itself says which (a zone, a Unix time). */
export type DateReading = { year: number; month: number; day: number; millisecondOfDay: number } | { instantMs: number };

const timePart = String.raw`(?:[T\s,]*(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})(?:[.,](\d{1,9}))?)?\s*[分秒]?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?${timePart}$`, 'i');
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${timePart}$`, 'i');
const compact = /^(\d{4})(\d{2})(\d{2})(?:\s*T?(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;
const dayMs = 86_400_000;
/** Excel counts days from 1899-12-30 (its 1900 leap year included). 20000 = 1954, 80000 = 2119. */
const excelEpochMs = Date.UTC(1899, 11, 30);

/** The two numbers of `31/1/2024` or `1-31-2024`, whose order the text itself does not say; `31.1.2024` is always day first. */
export function openOrder(text: string): [first: number, second: number] | undefined {
  const code = text.charCodeAt(2);
  // Cheap look first: nearly every cell has its year in front (digits at 0-3).
  if (text.length < 6 || (code >= 48 && code <= 57 && text.charCodeAt(1) >= 48 && text.charCodeAt(1) <= 57)) return undefined;
  const match = yearLast.exec(text.normalize('NFKC').trim());
  return match && match[2] !== '.' ? [Number(match[1]), Number(match[3])] : undefined;
}

/**
 * Reads a date as shops, Excel and programs write it: 2024-01-31, 2024/1/31 8:05, 31.01.2024, 2024年1月31日 8:05, 20240131,
 * 20240131080500, 1/31/2024 (with `order`), Excel's serial number 45322.34, Unix seconds or milliseconds, ISO with a zone; 上午 / 下午
 * and AM / PM. Undefined for anything else, and for days that no calendar has.
 */
export function readDate(text: string, order?: DateOrder): DateReading | undefined {
  return readUsual(text) ?? readAny(text, order);
}

/** `2024-01-31 08:05:09` and `2024-01-31`, as programs write them: nearly every cell, and without regular expressions a tenth as dear. */
function readUsual(text: string): DateReading | undefined {
  if ((text.length !== 19 && text.length !== 10) || text[4] !== '-' || text[7] !== '-') return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  if (text.length === 10) return { year, month, day, millisecondOfDay: 0 };
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59) || (text[10] !== ' ' && text[10] !== 'T') || text[13] !== ':' || text[16] !== ':') return undefined;
  return { year, month, day, millisecondOfDay: ((hour * 60 + minute) * 60 + second) * 1000 };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function readAny(text: string, order?: DateOrder): DateReading | undefined {
  const plain = text.normalize('NFKC').trim();
  const front = yearFirst.exec(plain);
  if (front) return reading(Number(front[1]), Number(front[2]), Number(front[3]), front.slice(4));
  const packed = compact.exec(plain);
  if (packed) return reading(Number(packed[1]), Number(packed[2]), Number(packed[3]), packed[4] === undefined ? [] : [undefined, packed[4], packed[5], packed[6]]);
  const back = yearLast.exec(plain);
  if (back) {
    const dayFirst = back[2] === '.' || order === 'day-first';
    if (!dayFirst && order === undefined) return undefined;
    const [day, month] = dayFirst ? [back[1], back[3]] : [back[3], back[1]];
    return reading(fullYear(back[4] ?? ''), Number(month), Number(day), back.slice(5));
  }
  return /^\d+(?:\.\d+)?$/.test(plain) ? numberReading(Number(plain)) : undefined;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year + (year < 70 ? 2000 : 1900);
}

function reading(year: number, month: number, day: number, time: readonly (string | undefined)[]): DateReading | undefined {
  const atMidnight = Date.UTC(year, month - 1, day);
  if (month < 1 || month > 12 || day < 1 || new Date(atMidnight).getUTCDate() !== day) return undefined;
  const [before, hourText, minuteText, secondText, fraction, after, zone] = time;
  if (hourText === undefined) return { year, month, day, millisecondOfDay: 0 };
  const half = (before ?? after ?? '').toUpperCase();
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText ?? 0)];
  const afternoon = half === '下午' || half === 'PM';
  if (minute > 59 || second > 59 || hour > 23 || (half !== '' && hour > 12 && !afternoon)) return undefined;
  const hour24 = half === '' || hour > 12 ? hour : (hour % 12) + (afternoon ? 12 : 0);
  const millisecondOfDay = ((hour24 * 60 + minute) * 60 + second) * 1000 + Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  if (zone === undefined) return { year, month, day, millisecondOfDay };
  return { instantMs: atMidnight + millisecondOfDay - offsetOf(zone) };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : 0;
}

function numberReading(value: number): DateReading | undefined {
  if (value >= 20_000 && value < 80_000) {
    // To the second: a double's fraction of a day is not exact to the millisecond.
    const ms = excelEpochMs + Math.round((value * dayMs) / 1000) * 1000;
    const date = new Date(ms);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), millisecondOfDay: ((ms % dayMs) + dayMs) % dayMs };
  }
  if (!Number.isInteger(value)) return undefined;
  if (value >= 631_152_000 && value < 4_102_444_800) return { instantMs: value * 1000 };
  return value >= 631_152_000_000 && value < 4_102_444_800_000 ? { instantMs: value } : undefined;
}

/** Readings to instants in a zone. A day without a change of clocks is asked once (the calendar costs 10-20 µs a question). */
export function createInstants(zone: string): (reading: DateReading) => number {
  const days = new Map<number, number | undefined>();
  const startOf = (year: number, month: number, day: number) => instantOf({ year, month, day, hour: 0, minute: 0, second: 0 }, zone);
  return (reading) => {
    if ('instantMs' in reading) return reading.instantMs;
    const { year, month, day, millisecondOfDay } = reading;
    const key = (year * 100 + month) * 100 + day;
    if (!days.has(key)) {
      const start = startOf(year, month, day);
      days.set(key, startOf(year, month, day + 1) - start === dayMs ? start : undefined);
      if (days.size > 50_000) days.clear();
    }
    const start = days.get(key);
    if (start !== undefined) return start + millisecondOfDay;
    const seconds = Math.floor(millisecondOfDay / 1000);
    const local = { year, month, day, hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 };
    return instantOf(local, zone) + (millisecondOfDay % 1000);
  };
}

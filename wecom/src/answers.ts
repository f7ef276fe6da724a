import { LOCAL_CODES } from './error-codes.ts';
import { WecomError } from './errors.ts';

export type Json = Record<string, unknown>;

/**
 * The fields of an answer that we rely on: `list` (missing means empty, WeCom leaves empty lists out), `text`, `number` (also as
 * a string of digits). Paths go into objects by `.` and into every row of a list by `[]`: `task_list[].userid`.
 * Everything else in the answer passes through unchecked, because WeCom adds fields at any time.
 */
export type Needs = Readonly<Record<string, 'list' | 'text' | 'number' | 'object'>>;

/** Parses the JSON of an answer and refuses anything that is not an object with a numeric errcode. */
export function parseAnswer(text: string, call: string): Json & { errcode: number; errmsg: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new WecomError(LOCAL_CODES.unreadable, call, 'not JSON');
  }
  if (!isObject(parsed)) throw new WecomError(LOCAL_CODES.unreadable, call, 'not a JSON object');
  const errcode = parsed['errcode'] ?? 0;
  if (typeof errcode !== 'number') throw new WecomError(LOCAL_CODES.unreadable, call, 'errcode is not a number');
  return { ...parsed, errcode, errmsg: String(parsed['errmsg'] ?? '') };
}

/** Checks and, where WeCom is loose, mends the fields named in `needs`, in place. */
export function checkAnswer(answer: Json, needs: Needs, call: string): void {
  for (const [path, kind] of Object.entries(needs)) checkPath(answer, path.split('.'), kind, { call, path });
}

interface Place {
  call: string;
  path: string;
}

function checkPath(holder: Json, [step, ...rest]: string[], kind: Needs[string], place: Place): void {
  if (step === undefined) return;
  const name = step.replace('[]', '');
  if (rest.length === 0) {
    holder[name] = checkValue(holder[name], kind, place);
    return;
  }
  const inner = holder[name];
  const rows = step.endsWith('[]') ? checkValue(inner, 'list', place) as unknown[] : [inner];
  for (const row of rows) {
    if (!isObject(row)) throw unreadable(place);
    checkPath(row, rest, kind, place);
  }
}

function checkValue(value: unknown, kind: Needs[string], place: Place): unknown {
  if (kind === 'list') {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
  } else if (kind === 'text') {
    if (typeof value === 'string') return value;
  } else if (kind === 'object') {
    if (isObject(value)) return value;
  } else if (typeof value === 'number') {
    return value;
  } else if (typeof value === 'string' && /^\d+$/.test(value)) {
    return Number(value);
  }
  throw unreadable(place);
}

function unreadable({ call, path }: Place): WecomError {
  return new WecomError(LOCAL_CODES.unreadable, call, `field ${path} is missing or of another type`);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

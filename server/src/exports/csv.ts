import { stringify } from 'csv-stringify/sync';

/** UTF-8 with a byte order mark: without it Excel shows Chinese as garbage. */
export const byteOrderMark = '\ufeff';

/** Rows as CSV, lines ended as Excel writes them. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  // A lone line feed is not its delimiter, so it would not be quoted without being named.
  return stringify(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? defused(cell) : cell))), { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

/**
 * A name such as `=HYPERLINK(…)` would be run by the spreadsheet of whoever opens the file: a quote in front makes it a text. Full-width
 * signs count in East Asian versions, white space in front is skipped by some. Plain negative numbers stay numbers.
 */
export function defused(cell: string): string {
  if (/^[+-]\d[\d.,]*$/.test(cell)) return cell;
  return /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(cell) ? `'${cell}` : cell;
}

import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvText, defused } from './csv.ts';

test.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '  =HYPERLINK("http://x")', '＝1', '－1+1', '＠a', '-', '+86 138'])('%j is a text in the spreadsheet', (cell) => {
  expect(defused(cell)).toBe(`'${cell}`);
});

test.each(['-12.50', '+3', '-1,234.00', '王小姐', 'a=b', '138****0003', '', '2026-11-22 10:00'])('%j stays as it is', (cell) => {
  expect(defused(cell)).toBe(cell);
});

test('quotes, commas and line breaks come back as they were', () => {
  const row = ['他说“好”, "ok"', 'two\nlines', null, -5, 1.5];
  expect(parse(csvText([row]))).toEqual([['他说“好”, "ok"', 'two\nlines', '', '-5', '1.5']]);
  expect(csvText([['a'], ['b']])).toBe('a\r\nb\r\n');
});

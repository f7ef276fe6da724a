import { expect, it } from 'vitest';
import { cell } from './spreadsheet.ts';

it('a copied name never becomes a formula, a new cell or a new line', () => {
  expect(['=HYPERLINK("x")', '+1', '-1', '@a', '张\t三\n四'].map(cell)).toEqual(['\'=HYPERLINK("x")', "'+1", "'-1", "'@a", '张 三 四']);
  expect([cell(-12.5), cell(''), cell('王婷')]).toEqual(['-12.5', '', '王婷']);
});

import { expect, it } from 'vitest';
import { answersTo } from './palette-match.ts';

it('a line of the palette answers to its text, its pinyin, its initials and its English name, and to nothing else', () => {
  const customers = { text: '客户', typed: 'customers kehu kh' };
  for (const asked of ['', '客', '客户', 'kehu', 'ke hu', 'KH', 'ｋｈ', 'cust']) expect(answersTo(customers, asked), asked).toBe(true);
  for (const asked of ['人群', 'hu kh x', 'zz']) expect(answersTo(customers, asked), asked).toBe(false);
});

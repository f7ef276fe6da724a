import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAmount } from './money.ts';

describe('amounts', () => {
  test.each([
    ['11.77', 1177n], ['77', 7700n], ['.5', 50n], ['5.', 500n], ['1,234.50', 123450n], ['¥1,234.5', 123450n], ['￥12', 1200n], ['-12.3', -1230n],
    ['(12.00)', -1200n], ['＋１２．５', 1250n], ['12.345', 1235n], ['12.344', 1234n], ['-0.005', -1n], ['88元', 8800n], [' $3.20 ', 320n], ['-¥5', -500n],
  ])('%s is read as %s minor units', (text, minor) => expect(parseAmount(text, 'CNY')).toBe(minor));

  test.each(['', ' ', 'abc', '1.2.3', '12,34.5', '1e5', 'NaN', '--5', '(5', '5)', '0x10', '1 234'])('"%s" is refused', (text) => {
    expect(() => parseAmount(text, 'CNY')).toThrow('is not an amount');
  });

  test('an amount that no order can have is refused', () => expect(() => parseAmount('99999999999999', 'CNY')).toThrow('larger than any order'));

  test('a currency without minor units keeps whole numbers', () => expect(parseAmount('1234.5', 'JPY')).toBe(1235n));

  test('every amount that is written with two digits reads back exactly', () => {
    fc.assert(fc.property(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), (minor) => {
      const magnitude = minor < 0n ? -minor : minor;
      const text = `${minor < 0n ? '-' : ''}${magnitude / 100n}.${String(magnitude % 100n).padStart(2, '0')}`;
      expect(parseAmount(text, 'CNY')).toBe(minor);
    }));
  });
});

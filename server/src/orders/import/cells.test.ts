import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testStartMs } from '../../testing/engines.ts';
import { CellRefused } from './cell-refused.ts';
import { createCells } from './cells.ts';
import { findColumns } from './columns.ts';
import { mappingOf } from './mappings.ts';
import { createRowReader, isReason } from './row-reader.ts';

const options = (header: string[], mapping = 'auto', currency = 'CNY') => ({
  header, columns: findColumns(header, mappingOf(mapping)), zone: 'Asia/Shanghai', currency, dateOrder: undefined, nowMs: testStartMs, mapping: mappingOf(mapping),
});
const header = ['订单号', '日期', '金额', '手机号', '数量'];
const cells = createCells(options(header));
const amountOf = (text: string) => {
  try {
    return cells.amount(['', '', text, '', '']);
  } catch (error) {
    if (error instanceof CellRefused) return error.reason.code;
    throw error;
  }
};
const grouped = (whole: bigint) => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');

describe('amounts', () => {
  it('are read back from every way of writing them, to the fen', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.boolean(), (minor, negative) => {
      const [whole, fen] = [minor / 100n, String(minor % 100n).padStart(2, '0')];
      const texts = [`${whole}.${fen}`, `${grouped(whole)}.${fen}`, `¥${whole}.${fen}`, `￥${grouped(whole)}.${fen}`, `${whole}.${fen}元`, `${whole}.${fen}000`, ` ${whole}.${fen} `];
      for (const text of texts) expect(amountOf(text), text).toBe(minor);
      if (negative) for (const text of [`-${whole}.${fen}`, `(${whole}.${fen})`]) expect(amountOf(text), text).toBe(-minor);
    }));
  });

  it('no text makes the reader throw anything but a refusal with a reason', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,()¥\-+e ]{0,20}$/)), (text) => {
      expect(['bigint', 'string']).toContain(typeof amountOf(text));
    }));
  });

  it.each([['', 'no_amount'], ['一百', 'amount_unreadable'], ['1.2.3', 'amount_unreadable'], ['1,23', 'amount_unreadable'], ['4.44e-16', 'amount_unreadable'], ['100000000000000', 'amount_unreadable']])('"%s" is refused', (text, code) => {
    expect(amountOf(text)).toBe(code);
  });
});

describe('unit price × number', () => {
  const lines = createCells(options(['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'], 'online-retail'));
  const product = (price: string, quantity: number) => lines.product(['', '', '', '', price, ''], quantity);
  it('is exact and rounded once, half away from zero', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10_000_000n }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: -5_000, max: 5_000 }), (units, digits, quantity) => {
      const text = String(units).padStart(digits + 1, '0');
      const price = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      const [exact, scale] = [units * BigInt(Math.abs(quantity)) * 100n, 10n ** BigInt(digits)];
      const rounded = (2n * exact + scale) / (2n * scale);
      expect(product(price, quantity)).toBe(quantity < 0 && rounded !== 0n ? -rounded : rounded);
    }));
  });
  it('a thousandth of a pound is not lost before it is multiplied', () => {
    expect([product('0.001', 1), product('0.001', 5), product('0.001', 1_000), product('2.55', -6)]).toEqual([0n, 1n, 100n, -1_530n]);
  });
});

describe('cells as Excel and shops leave them', () => {
  const read = (...row: string[]) => createRowReader(options(header)).read({ line: 2, cells: row });
  it.each([
    ['="00123"', '00123'], ['00123\t', '00123'], ["'00123", '00123'], [' E-1 ', 'E-1'], ['１２３', '123'],
  ])('the order number %s is %s', (cell, number) => expect(read(cell, '2024-01-31', '1', '13800138000', '1')).toMatchObject({ orderNumber: number }));

  it('any row of texts is an order, a refund or a reason', () => {
    const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('1', '-1', '2024-01-31', '13800138000', '0', '1e5', '45322', ''));
    fc.assert(fc.property(fc.array(cell, { minLength: 0, maxLength: 7 }), (row) => {
      const told = read(...row);
      if (isReason(told)) expect(told.sentence.zh.length * told.sentence.en.length).toBeGreaterThan(0);
      else expect(['order', 'refund']).toContain(told.kind);
    }), { numRuns: 1_000 });
  });
});

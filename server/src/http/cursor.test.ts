import { expect, test } from 'vitest';
import { z } from 'zod';
import { createCursor, cursorBigint, toPage } from './cursor.ts';

const cursor = createCursor('things by sales', z.tuple([z.number(), cursorBigint]));
const max = 2n ** 63n - 1n;

test('a cursor comes back as it was written, 63-bit integers included', () => {
  expect(cursor.read(cursor.write([12.5, max]))).toEqual([12.5, max]);
  expect(cursor.read(undefined)).toBeUndefined();
});

test('a cursor of another list, a cut one and an invented one are refused with 400', () => {
  const other = createCursor('things by name', z.tuple([z.number(), cursorBigint]));
  const good = cursor.write([1, 2n]);
  const invented = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const bad of [other.write([1, 2n]), good.slice(0, -3), '', '%%%', invented({}), invented(['things by sales', [1]]), invented(['things by sales', ['1', '2']]), invented(['things by sales', [1, String(max + 1n)]])]) {
    expect(() => cursor.read(bad), bad).toThrow(expect.objectContaining({ code: 'cursor_invalid', status: 400 }));
  }
});

test('a page says that there is more exactly when there is', () => {
  const show = (row: number) => ({ row });
  expect(toPage([1, 2, 3], 2, show, String)).toEqual({ data: [{ row: 1 }, { row: 2 }], nextCursor: '2' });
  expect(toPage([1, 2], 2, show, String).nextCursor).toBeNull();
  expect(toPage([], 2, show, String)).toEqual({ data: [], nextCursor: null });
});

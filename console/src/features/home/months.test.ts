import { expect, it } from 'vitest';
import { monthsOf, withData } from './months.ts';

const month = (name: string) => ({ month: name, orders: 1, salesMinor: 100, buyers: 1 });

it('the month of the day is under way, on its first and on its last day, and no other one', () => {
  const months = [month('2025-11'), month('2026-10'), month('2026-11')];
  for (const day of ['2026-11-01', '2026-11-30']) expect(monthsOf(months, day).map(({ underWay }) => underWay)).toEqual([false, false, true]);
  // Asked again after midnight of the month's end, before the numbers are.
  expect(monthsOf(months, '2026-12-01').some(({ underWay }) => underWay)).toBe(false);
});

it('the chart begins with the first month that has an order, and keeps those without one after it', () => {
  const empty = (name: string) => ({ month: name, orders: 0, salesMinor: 0, buyers: 0 });
  expect(withData([empty('2026-07'), empty('2026-08'), month('2026-09'), empty('2026-10'), month('2026-11')]).map((one) => one.month)).toEqual(['2026-09', '2026-10', '2026-11']);
  expect(withData([empty('2026-10'), empty('2026-11')]).map((one) => one.month)).toEqual(['2026-11']);
});

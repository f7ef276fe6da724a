import { expect, it } from 'vitest';
import { monthsOf } from './months.ts';

const month = (name: string) => ({ month: name, orders: 1, salesMinor: 100, buyers: 1 });

it('the month of the day is under way, on its first and on its last day, and no other one', () => {
  const months = [month('2025-11'), month('2026-10'), month('2026-11')];
  for (const day of ['2026-11-01', '2026-11-30']) expect(monthsOf(months, day).map(({ underWay }) => underWay)).toEqual([false, false, true]);
  // Asked again after midnight of the month's end, before the numbers are.
  expect(monthsOf(months, '2026-12-01').some(({ underWay }) => underWay)).toBe(false);
});

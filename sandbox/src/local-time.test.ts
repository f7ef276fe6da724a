import { expect, test } from 'vitest';
import { afterWorkingTime, massCapOf, startOfPeriod } from './local-time.ts';

const HOUR = 3_600_000;
/** Shanghai wall time. */
const at = (month: number, day: number, hour: number) => Date.UTC(2026, month - 1, day, hour - 8);

test('periods begin at local midnight, weeks on Monday', () => {
  expect(startOfPeriod('day', at(3, 5, 7), 480)).toBe(at(3, 5, 0));
  expect(startOfPeriod('week', at(3, 8, 23), 480)).toBe(at(3, 2, 0));
  expect(startOfPeriod('week', at(3, 9, 0), 480)).toBe(at(3, 9, 0));
  expect(startOfPeriod('month', at(3, 1, 0), 480)).toBe(at(3, 1, 0));
  expect(startOfPeriod('month', at(3, 1, 0) - 1, 480)).toBe(at(2, 1, 0));
});

test('a month allows as many messages as it has local days', () => {
  expect([at(2, 28, 23), at(3, 1, 0), at(4, 30, 12)].map((each) => massCapOf({ per: 'month' }, each, 480))).toEqual([28, 31, 30]);
});

test('working time stands still outside working hours and on days off', () => {
  const hours = { fromHour: 10, toHour: 21, daysOff: [0] };
  expect(afterWorkingTime(at(3, 2, 9), 2 * HOUR, hours, 480)).toBe(at(3, 2, 12));
  expect(afterWorkingTime(at(3, 2, 20), 2 * HOUR, hours, 480)).toBe(at(3, 3, 11));
  expect(afterWorkingTime(at(3, 7, 22), HOUR, hours, 480)).toBe(at(3, 9, 11));
  expect(() => afterWorkingTime(0, 1, { ...hours, toHour: 10 }, 480)).toThrow(RangeError);
});

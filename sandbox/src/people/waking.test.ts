import { expect, test } from 'vitest';
import { DAY_MS } from './parameters.ts';
import { endOfDay, toWakingHour } from './waking.ts';

const MIDNIGHT = Date.UTC(2025, 2, 17, 16);
const MINUTES = Array.from({ length: 1440 }, (_, minute) => MIDNIGHT + minute * 60_000);

test('an instant stays in its local day and the order of instants stays as it is', () => {
  const bent = MINUTES.map((instant) => toWakingHour(instant, 480));
  expect(bent.every((instant) => instant >= MIDNIGHT && instant < MIDNIGHT + DAY_MS)).toBe(true);
  expect(bent.every((instant, index) => index === 0 || instant > bent[index - 1]!)).toBe(true);
});

test('evenly spread instants land at nine in the evening more often than at nine in the morning, never between three and five', () => {
  const perHour = Array.from({ length: 24 }, () => 0);
  for (const instant of MINUTES) perHour[Math.floor((toWakingHour(instant, 480) - MIDNIGHT) / 3_600_000)]! += 1;
  expect(perHour[21]! / perHour[9]!).toBeCloseTo(24 / 14, 0);
  expect(perHour.slice(3, 5)).toEqual([0, 0]);
});

test('a day ends at the local midnight', () => {
  expect(endOfDay(MIDNIGHT + 1, 480)).toBe(MIDNIGHT + DAY_MS);
  expect(endOfDay(MIDNIGHT, 480)).toBe(MIDNIGHT);
});

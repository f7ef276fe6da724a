import { expect, it } from 'vitest';
import { depthsOf, heatOf, readLines } from './rfm-math.ts';

it('the heat map orders bands by their numbers, adds up what falls together and fills gaps with 0', () => {
  const heat = heatOf([
    { recencyBand: '91–180', frequencyBand: '10+', customers: 1, salesMinor: 5 },
    { recencyBand: '0–30', frequencyBand: '2', customers: 2, salesMinor: 7 },
    { recencyBand: '0–30', frequencyBand: '2', customers: 3, salesMinor: 1 },
  ]);
  expect([heat.rows, heat.columns, heat.most]).toEqual([['0–30', '91–180'], ['2', '10+'], 5]);
  expect(heat.values).toEqual([[0, 0, 5, 8], [1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 5]]);
});

it('a line is read as the whole number that decides the same', () => {
  const lines = { recencyDays: 117.836, frequency: 2.341, amountMinor: 1 };
  const read = readLines(lines);
  for (let value = 0; value < 400; value += 1) expect([value <= read.recencyDays, value >= read.frequency]).toEqual([value <= lines.recencyDays, value >= lines.frequency]);
  expect(readLines({ recencyDays: 90, frequency: 2, amountMinor: 1 })).toEqual({ recencyDays: 90, frequency: 2 });
});

it('the class with the most per customer is the deepest, and one that gave all back is not below nothing', () => {
  const depths = (...amounts: number[]) => depthsOf(amounts.map((averageAmountMinor) => ({ averageAmountMinor, customers: 1 })));
  expect(depths(1_000, 510, 0, -40)).toEqual([7, 4, 0, 0]);
  expect(depths(0)).toEqual([0]);
});

it('classes with different amounts per customer are of different colors, however close the small ones are', () => {
  const amounts = [90_000, 40_000, 60_000, 30_000, 2_100, 2_000, 1_900, 1_800];
  expect(new Set(depthsOf(amounts.map((averageAmountMinor) => ({ averageAmountMinor, customers: 1 })))).size).toBe(8);
  expect(depthsOf([{ averageAmountMinor: 5, customers: 2 }, { averageAmountMinor: 0, customers: 0 }, { averageAmountMinor: 9, customers: 1 }])).toEqual([0, 0, 7]);
});

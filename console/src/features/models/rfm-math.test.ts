import { expect, it } from 'vitest';
import { heatOf } from './rfm-math.ts';

it('the heat map orders bands by their numbers, adds up what falls together and fills gaps with 0', () => {
  const heat = heatOf([
    { recencyBand: '91–180', frequencyBand: '10+', customers: 1, salesMinor: 5 },
    { recencyBand: '0–30', frequencyBand: '2', customers: 2, salesMinor: 7 },
    { recencyBand: '0–30', frequencyBand: '2', customers: 3, salesMinor: 1 },
  ]);
  expect([heat.rows, heat.columns, heat.most]).toEqual([['0–30', '91–180'], ['2', '10+'], 5]);
  expect(heat.values).toEqual([[0, 0, 5, 8], [1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 5]]);
});

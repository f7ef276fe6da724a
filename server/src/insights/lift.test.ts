import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liftOf } from './lift.ts';
import type { Group } from './lift.ts';
import { studentDistribution, studentQuantile } from './student.ts';

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values of Student's t.
test.each([
  [0.975, 1, 12.706], [0.975, 2, 4.303], [0.975, 3, 3.182], [0.975, 5, 2.571], [0.975, 10, 2.228], [0.975, 30, 2.042], [0.975, 100, 1.984],
  [0.95, 4, 2.132], [0.99, 7, 2.998], [0.995, 20, 2.845], [0.999, 3, 10.215],
])('the t quantile of p %d with %d degrees is the published %d', (p, degrees, published) => {
  expect(studentQuantile(p, degrees)).toBeCloseTo(published, 2);
  expect(Math.abs(studentQuantile(p, degrees) - published)).toBeLessThan(0.0011);
});

test('one degree is Cauchy, two have a closed form, and many are normal', () => {
  for (const p of [0.6, 0.9, 0.975, 0.999]) {
    expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 8);
    expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 8);
  }
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959_964, 5);
});

test('quantile and distribution undo each other for fractional degrees too', () => {
  fc.assert(fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.double({ min: 0.5, max: 5_000, noNaN: true }), (p, degrees) => {
    expect(studentDistribution(studentQuantile(p, degrees), degrees)).toBeCloseTo(p, 8);
  }));
});

const groupOf = (sales: readonly number[]): Group => ({
  customers: BigInt(sales.length), sales: BigInt(sales.reduce((total, each) => total + each, 0)), salesSquared: sales.reduce((total, each) => total + BigInt(each) ** 2n, 0n),
});

test('Welch: the worked example of unequal variances', () => {
  // Two samples of unequal spread, computed by hand: means 20.0 and 16.0, variances 2.5 and 40.0 over 5 each.
  const lift = liftOf([{ treated: groupOf([18, 19, 20, 21, 22]), heldOut: groupOf([8, 12, 16, 20, 24]) }]);
  expect(lift.perCustomer).toBeCloseTo(4, 10);
  const se = Math.sqrt(2.5 / 5 + 40 / 5);
  const degrees = 8.5 ** 2 / (0.5 ** 2 / 4 + 8 ** 2 / 4);
  expect(degrees).toBeCloseTo(4.498, 3);
  expect(lift.high).toBeCloseTo(4 + studentQuantile(0.975, degrees) * se, 10);
  expect(lift.low).toBeCloseTo(4 - studentQuantile(0.975, degrees) * se, 10);
});

test('strata are compared each for itself and weighted by treated customers', () => {
  // Nothing is caused: 10 a head in the one, 100 in the other. Pooled, the many held out of the second would make a loss of it.
  const quiet = { treated: groupOf([9, 10, 11, 9, 10, 11, 9, 10, 11]), heldOut: groupOf([9, 11]) };
  const high = { treated: groupOf([99, 100, 101]), heldOut: groupOf([98, 99, 100, 100, 101, 102]) };
  const lift = liftOf([quiet, high]);
  expect(lift.perCustomer).toBeCloseTo(0, 10);
  // By hand: weights 9/12 and 3/12; variances of means 0.75/9, 2/2, 1/3 and 2/6.
  const parts = [[0.75, 0.75 / 9, 8], [0.75, 1, 1], [0.25, 1 / 3, 2], [0.25, 2 / 6, 5]] as const;
  const variance = parts.reduce((total, [weight, each]) => total + weight ** 2 * each, 0);
  const degrees = variance ** 2 / parts.reduce((total, [weight, each, free]) => total + (weight ** 2 * each) ** 2 / free, 0);
  expect(lift.high).toBeCloseTo(studentQuantile(0.975, degrees) * Math.sqrt(variance), 8);
});

test('a stratum without a hold-out says nothing: the lift is that of the others, for their customers', () => {
  const compared = { treated: groupOf([4, 6, 8]), heldOut: groupOf([1, 2, 3]) };
  expect(liftOf([compared, { treated: groupOf([1_000, 2_000, 3_000]), heldOut: groupOf([]) }])).toEqual(liftOf([compared]));
  expect(liftOf([compared])).toMatchObject({ perCustomer: 4, incremental: 12 });
});

test('too few customers or no sale at all claim nothing', () => {
  expect(liftOf([{ treated: groupOf([1, 2, 3]), heldOut: groupOf([5]) }])).toEqual({ perCustomer: null, low: null, high: null, incremental: null });
  expect(liftOf([{ treated: groupOf([0, 0, 0]), heldOut: groupOf([0, 0]) }])).toEqual({ perCustomer: 0, low: null, high: null, incremental: 0 });
});

test('the interval holds the truth in about 95 of 100 experiments with skewed sales', () => {
  let seed = 12_345;
  const random = () => { seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648; return seed / 2_147_483_648; };
  const sale = (rate: number) => (random() < rate ? Math.round(-Math.log(1 - random()) * 20_000) : 0);
  const rounds = 1_000;
  let held = 0;
  for (let round = 0; round < rounds; round += 1) {
    const lift = liftOf([{ treated: groupOf(Array.from({ length: 900 }, () => sale(0.2))), heldOut: groupOf(Array.from({ length: 300 }, () => sale(0.15))) }]);
    if (lift.low !== null && lift.high !== null && lift.low <= 1_000 && lift.high >= 1_000) held += 1;
  }
  expect(held / rounds).toBeGreaterThan(0.93);
  expect(held / rounds).toBeLessThan(0.97);
});

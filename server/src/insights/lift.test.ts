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

test('the worked example of unequal variances', () => {
  // By hand: means 20 and 16, variances 2.5 and 40 of 5 each, 21.25 of both; each borrows it like 5 customers more: 11.875 and 30.625.
  const lift = liftOf([{ treated: groupOf([18, 19, 20, 21, 22]), heldOut: groupOf([8, 12, 16, 20, 24]) }]);
  expect(lift.perCustomer).toBeCloseTo(4, 10);
  const half = studentQuantile(0.975, 8) * Math.sqrt(11.875 / 5 + 30.625 / 5);
  expect(lift.high).toBeCloseTo(4 + half, 10);
  expect(lift.low).toBeCloseTo(4 - half, 10);
});

test('groups of thousands decide by themselves, as Welch does', () => {
  const [even, wild] = [Array.from({ length: 40_000 }, (_, index) => index % 2), Array.from({ length: 20_000 }, (_, index) => (index % 2) * 100)];
  const lift = liftOf([{ treated: groupOf(even), heldOut: groupOf(wild) }]);
  const welch = 1.96 * Math.sqrt(0.25 / 40_000 + 2_500 / 20_000);
  expect((lift.high ?? 0) - (lift.perCustomer ?? 0)).toBeCloseTo(welch, 2);
});

test('strata are compared each for itself and weighted by treated customers', () => {
  // Nothing is caused: 10 a head in the one, 100 in the other. Pooled, the many held out of the second would make a loss of it.
  const quiet = { treated: groupOf([9, 10, 11, 9, 10, 11, 9, 10, 11]), heldOut: groupOf([9, 11]) };
  const high = { treated: groupOf([99, 100, 101]), heldOut: groupOf([98, 99, 100, 100, 101, 102]) };
  const lift = liftOf([quiet, high]);
  expect(lift.perCustomer).toBeCloseTo(0, 10);
  // By hand, weights 9/12 and 3/12. Quiet: variances 0.75 and 2 (9 and 2), 8/9 of both; high: 1 and 2 (3 and 6), 12/7 of both.
  const borrowed = (variance: number, both: number, n: number, other: number) => (n * variance + other * both) / (n + other) / n;
  const strata = [[0.75, [borrowed(0.75, 8 / 9, 9, 2), 8 + 2], [borrowed(2, 8 / 9, 2, 9), 1 + 9], 9], [0.25, [borrowed(1, 12 / 7, 3, 6), 2 + 6], [borrowed(2, 12 / 7, 6, 3), 5 + 3], 7]] as const;
  const parts = strata.map(([weight, [one, free], [other, otherFree], most]) => (
    { variance: weight ** 2 * (one + other), degrees: Math.min((one + other) ** 2 / (one ** 2 / free + other ** 2 / otherFree), most) }));
  const variance = parts.reduce((total, part) => total + part.variance, 0);
  const degrees = variance ** 2 / parts.reduce((total, part) => total + part.variance ** 2 / part.degrees, 0);
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
  expect(held / rounds).toBeLessThan(0.985);
});

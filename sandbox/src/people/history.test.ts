import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { inventBrand } from './brand.ts';
import { expectedPurchases } from './expectation.ts';
import { createPeople } from './future.ts';
import { chanceAlive, drawLatents, drawPosterior, summarizePast, type PastSummary } from './history.ts';
import { CDNOW_PARAMETERS, DAY_MS, type BuyingParameters } from './parameters.ts';
import { expectMean, meanAndError } from './testing.ts';

const PUBLISHED: PastSummary = { customerNumber: 'x', repeats: 2, lastWeek: 30.43, ageWeeks: 38.86, paidRepeats: 2, meanRepeatMinor: 30_00 };

function drawMany(past: PastSummary, count: number, seed = 1) {
  return Array.from({ length: count }, (_, index) => {
    const customerNumber = `${past.customerNumber}${index}`;
    return drawPosterior(createRandom(seed, 'test', customerNumber), { ...past, customerNumber }, CDNOW_PARAMETERS, 100);
  });
}

/** Posterior means by brute force over (λ, p): the raw likelihood times the raw priors, no conjugacy. */
function integrate({ repeats: x, lastWeek, ageWeeks }: PastSummary, { r, alpha, a, b }: BuyingParameters) {
  const sums = { weight: 0, rate: 0, dropout: 0, alive: 0, rateWhenGone: 0, gone: 0 };
  for (let i = 0; i < 4_000; i += 1) {
    const rate = (i + 0.5) * 2e-4;
    for (let j = 0; j < 1_000; j += 1) {
      const p = (j + 0.5) / 1_000;
      const prior = rate ** (r - 1) * Math.exp(-alpha * rate) * p ** (a - 1) * (1 - p) ** (b - 1);
      const alive = prior * (1 - p) ** x * rate ** x * Math.exp(-rate * ageWeeks);
      const gone = prior * p * (1 - p) ** (x - 1) * rate ** x * Math.exp(-rate * lastWeek);
      sums.weight += alive + gone;
      sums.rate += rate * (alive + gone);
      sums.dropout += p * (alive + gone);
      sums.alive += alive;
      sums.gone += gone;
      sums.rateWhenGone += rate * gone;
    }
  }
  return {
    rate: sums.rate / sums.weight, dropout: sums.dropout / sums.weight,
    alive: sums.alive / sums.weight, rateWhenGone: sums.rateWhenGone / sums.gone,
  };
}

describe('drawPosterior', () => {
  test('simulated purchases of the next 39 weeks after x = 2, t_x = 30.43, T = 38.86 average the published 1.226', () => {
    const count = 60_000;
    const people = createPeople({ seed: 3, customers: drawMany(PUBLISHED, count), asOf: 0, days: 273, utcOffsetMinutes: 0 });
    const byCustomer = new Map<string, number>();
    for (const { customerNumber } of people.baselineOrders(273 * DAY_MS)) byCustomer.set(customerNumber, (byCustomer.get(customerNumber) ?? 0) + 1);
    const counts = [...byCustomer.values(), ...Array.from({ length: count - byCustomer.size }, () => 0)];
    expect(meanAndError(counts).error).toBeLessThan(0.01);
    expectMean(counts, 1.226);
  });

  test('agrees with integrating likelihood times priors by brute force', () => {
    const draws = drawMany(PUBLISHED, 100_000);
    const expected = integrate(PUBLISHED, CDNOW_PARAMETERS);
    expectMean(draws.map(({ ratePerWeek }) => ratePerWeek), expected.rate);
    expectMean(draws.map(({ dropoutChance }) => dropoutChance), expected.dropout);
    expectMean(draws.map(({ alive }) => Number(alive)), expected.alive);
    expectMean(draws.filter(({ alive }) => !alive).map(({ ratePerWeek }) => ratePerWeek), expected.rateWhenGone);
    expect(chanceAlive(PUBLISHED, CDNOW_PARAMETERS)).toBeCloseTo(expected.alive, 3);
  });

  test('mean spend averages the published conditional expectation, shrunk towards 35.22 dollars', () => {
    const { spendShape: p, q, gamma } = CDNOW_PARAMETERS;
    expectMean(drawMany(PUBLISHED, 50_000).map(({ spendMeanMinor }) => spendMeanMinor / 100), (p * (gamma + 2 * 30)) / (p * 2 + q - 1));
    const unknown = drawMany({ ...PUBLISHED, repeats: 0, lastWeek: 0, paidRepeats: 0, meanRepeatMinor: 0 }, 50_000);
    expectMean(unknown.map(({ spendMeanMinor }) => spendMeanMinor / 100), (p * gamma) / (q - 1));
  });

  test('a customer without a repeat purchase is always alive', () => {
    const never = drawMany({ ...PUBLISHED, repeats: 0, lastWeek: 0, paidRepeats: 0 }, 2_000);
    expect(never.every(({ alive }) => alive)).toBe(true);
  });
});

describe('expectedPurchases', () => {
  test('gives the published 1.226', () => {
    expect(expectedPurchases(PUBLISHED, 39, CDNOW_PARAMETERS)).toBeCloseTo(1.226, 3);
  });
});

describe('summarizePast', () => {
  const at = (text: string) => Date.parse(`${text}+08:00`);
  const orders = [
    { customerNumber: 'a', paidAt: at('2025-01-15T23:30:00'), amountMinor: 5_00 },
    { customerNumber: 'a', paidAt: at('2025-01-01T00:10:00'), amountMinor: 100_00 },
    { customerNumber: 'a', paidAt: at('2025-01-15T00:10:00'), amountMinor: 20_00 },
    { customerNumber: 'a', paidAt: at('2025-01-08T12:00:00'), amountMinor: 0 },
    { customerNumber: 'a', paidAt: at('2025-01-29T00:11:00'), amountMinor: 9_00 },
    { customerNumber: 'b', paidAt: at('2025-03-01T00:00:00'), amountMinor: 9_00 },
  ];

  test('merges a local day, counts days, leaves the first purchase out of spend, and sees nothing after asOf', () => {
    expect(summarizePast({ orders, asOf: at('2025-01-29T00:10:00') })).toEqual([
      { customerNumber: 'a', repeats: 2, lastWeek: 2, ageWeeks: 4, paidRepeats: 1, meanRepeatMinor: 25_00 },
    ]);
  });
});

describe('drawLatents', () => {
  const from = Date.UTC(2024, 0, 1) - 8 * 3_600_000;
  const to = from + 364 * DAY_MS;
  const brand = inventBrand({ seed: 11, customers: 20_000, from, to });
  const orders = [...brand.orders];

  test('neither the order of the orders nor other customers change a draw', () => {
    const all = new Map(drawLatents({ seed: 5, orders, asOf: to }).map((latent) => [latent.customerNumber, latent]));
    const some = drawLatents({ seed: 5, orders: orders.filter(({ customerNumber }) => customerNumber.endsWith('7')).reverse(), asOf: to });
    expect(some).toHaveLength(2_000);
    for (const latent of some) expect(latent).toEqual(all.get(latent.customerNumber));
    expect(drawLatents({ seed: 6, orders, asOf: to })[0]).not.toEqual(all.get(orders[0]!.customerNumber));
  });

  test('over a brand whose truth is known the draws are distributed as the truth', () => {
    const drawn = new Map(drawLatents({ seed: 5, orders, asOf: to }).map((latent) => [latent.customerNumber, latent]));
    const pairs = brand.latents().map((truth) => [truth, drawn.get(truth.customerNumber)!] as const);
    const differences = (measure: (latent: (typeof pairs)[number][0]) => number) => pairs.map(([truth, draw]) => measure(truth) - measure(draw));
    expectMean(differences(({ alive }) => Number(alive)), 0);
    expectMean(differences(({ ratePerWeek, alive }) => (alive ? ratePerWeek : 0)), 0);
    expectMean(differences(({ dropoutChance }) => dropoutChance), 0);
    expectMean(differences(({ spendMeanMinor }) => Math.log(spendMeanMinor)), 0);
    // Both are draws given the same past, so whatever the past says they share: here the product of the two.
    const share = pairs.filter(([truth, draw]) => truth.alive && draw.alive).length / pairs.length;
    const chances = summarizePast({ orders, asOf: to }).map((past) => chanceAlive(past, CDNOW_PARAMETERS) ** 2);
    expect(Math.abs(share - meanAndError(chances).mean)).toBeLessThan(0.02);
  });
});

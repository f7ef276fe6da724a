import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { inventBrand } from './brand.ts';
import { createPeople } from './future.ts';
import type { Latent } from './latent.ts';
import { DAY_MS } from './parameters.ts';
import { meanAndVariance } from './testing.ts';

const FROM = Date.UTC(2024, 0, 1) - 8 * 3_600_000;
const AS_OF = FROM + 366 * DAY_MS;
const WINDOW_DAYS = 14;
const CONFIRM_SHARE = 0.85;
const DELAYS = [{ days: 0.05, share: 0.6 }, { days: 0.5, share: 0.3 }, { days: 2, share: 0.1 }];

type Interval = { estimate: number; low: number; high: number };

/** Difference of means with Welch's 95 % interval; t by Cornish–Fisher, exact to 1e-3 above 30 degrees of freedom. */
function welch(treated: number[], held: number[]): Interval {
  const [one, other] = [meanAndVariance(treated), meanAndVariance(held)];
  const [u, v] = [one.variance / treated.length, other.variance / held.length];
  const freedom = (u + v) ** 2 / (u ** 2 / (treated.length - 1) + v ** 2 / (held.length - 1));
  const t = 1.959964 + (1.959964 ** 3 + 1.959964) / (4 * freedom);
  const estimate = one.mean - other.mean;
  return { estimate, low: estimate - t * Math.sqrt(u + v), high: estimate + t * Math.sqrt(u + v) };
}

function pickDelay(share: number): number {
  let rest = share;
  return DELAYS.find((delay) => (rest -= delay.share) < 0)?.days ?? 2;
}

/** One experiment: 20 % held out at random, staff confirm 85 %, sales of 14 days from the assignment, per customer. */
function experiment(latents: readonly Latent[], seed: number): { interval: Interval; truth: number } {
  const people = createPeople({ seed, customers: latents, asOf: AS_OF, days: WINDOW_DAYS });
  const isHeld = new Set<string>();
  for (const { customerNumber } of latents) {
    const random = createRandom(seed, 'test.assignment', customerNumber);
    if (random.next() < 0.2) isHeld.add(customerNumber);
    else if (random.next() < CONFIRM_SHARE) people.onDelivered({ customer: customerNumber, at: AS_OF + pickDelay(random.next()) * DAY_MS });
  }
  const spent = new Map(latents.map(({ customerNumber }) => [customerNumber, 0]));
  for (const { customerNumber, amountMinor } of people.ordersBetween(AS_OF, AS_OF + WINDOW_DAYS * DAY_MS)) {
    spent.set(customerNumber, spent.get(customerNumber)! + amountMinor);
  }
  const [treated, held]: [number[], number[]] = [[], []];
  for (const [customerNumber, amountMinor] of spent) (isHeld.has(customerNumber) ? held : treated).push(amountMinor);
  const truth = people.trueEffect({ deliveredProbability: CONFIRM_SHARE, windowDays: WINDOW_DAYS, deliveryDelayDays: DELAYS }).perCustomerMinor;
  return { interval: welch(treated, held), truth };
}

/**
 * Measured over 1,000 seeds: 93.4 % (94.9 % for one fixed brand, 92.3 % without any effect), not 95: with 600 people held out, few of
 * whom buy, the spend per customer is so skewed that a mean that came out low comes with too narrow an interval. With 10,000
 * customers it is 94.3 % (400 seeds), with 30,000 96 % (200 seeds).
 */
test('a 95 % interval covers the true effect in 90 to 99 of 100 experiments', () => {
  const count = 200;
  let covered = 0;
  let estimates = 0;
  let truths = 0;
  let widths = 0;
  for (let seed = 1; seed <= count; seed += 1) {
    const latents = inventBrand({ seed, customers: 3_000, from: FROM, to: AS_OF }).latents();
    const { interval, truth } = experiment(latents, seed);
    covered += Number(interval.low <= truth && truth <= interval.high);
    estimates += interval.estimate / count;
    truths += truth / count;
    widths += (interval.high - interval.low) / count;
  }
  const report = `covered ${covered} of ${count}; effect ${truths.toFixed(1)}, estimated ${estimates.toFixed(1)}, ± ${(widths / 2).toFixed(1)} fen`;
  expect(covered / count, report).toBeGreaterThanOrEqual(0.9);
  expect(covered / count, report).toBeLessThanOrEqual(0.99);
  // Unbiased: the mean of 200 estimates is within four of its own standard errors of the mean truth.
  expect(Math.abs(estimates - truths), report).toBeLessThan((4 * widths) / 2 / 1.96 / Math.sqrt(count));
}, 120_000);

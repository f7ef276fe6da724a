import { createRandom, type Random } from '../random.ts';
import { drawBeta, type Latent, type Purchase } from './latent.ts';
import {
  CDNOW_PARAMETERS, DAY_MS, DEFAULT_MONEY_SCALE, DEFAULT_UTC_OFFSET_MINUTES, WEEK_MS, type BuyingParameters,
} from './parameters.ts';

export type PastOrder = { customerNumber: string; paidAt: number; amountMinor: number };

/** What BG/NBD and Gamma-Gamma need to know of one customer's past; weeks since the first purchase, minor units. */
export type PastSummary = {
  customerNumber: string;
  /** Days with a repeat purchase (x). */
  repeats: number;
  /** First to last purchase (t_x). */
  lastWeek: number;
  /** First purchase to the instant asOf (T). */
  ageWeeks: number;
  /** Repeat days with an amount above 0, and the mean of a day; the first purchase does not count, as published. */
  paidRepeats: number;
  meanRepeatMinor: number;
};

export type HistorySettings = {
  seed: number;
  orders: Iterable<PastOrder>;
  /** Orders paid later are not seen. */
  asOf: number;
  parameters?: BuyingParameters;
  /** Minor units per published dollar; must be that of the orders. */
  moneyScale?: number;
  /** Decides which orders fall on one day. */
  utcOffsetMinutes?: number;
};

/**
 * For every customer with an order up to asOf, one draw of (λ, p, alive, mean spend) given exactly that customer's past.
 * Keyed by customer number: other customers and the order of the orders change nothing. Sorted as first met in `orders`.
 */
export function drawLatents(settings: HistorySettings): Latent[] {
  const parameters = settings.parameters ?? CDNOW_PARAMETERS;
  const moneyScale = settings.moneyScale ?? DEFAULT_MONEY_SCALE;
  return summarizePast(settings).map((past) =>
    drawPosterior(createRandom(settings.seed, 'people.history', past.customerNumber), past, parameters, moneyScale));
}

/**
 * Merges the orders of one local day into one purchase at the first of them, as in the published estimates. Time is counted
 * between instants; for orders that are dates (at 00:00, with asOf a date as well) that is the published count of days.
 */
export function summarizePast(settings: Pick<HistorySettings, 'orders' | 'asOf' | 'utcOffsetMinutes'>): PastSummary[] {
  const offsetMs = (settings.utcOffsetMinutes ?? DEFAULT_UTC_OFFSET_MINUTES) * 60_000;
  const dayOf = (instantMs: number) => Math.floor((instantMs + offsetMs) / DAY_MS);
  const daysByCustomer = new Map<string, Map<number, Purchase>>();
  for (const { customerNumber, paidAt, amountMinor } of settings.orders) {
    if (paidAt > settings.asOf) continue;
    let days = daysByCustomer.get(customerNumber);
    if (days === undefined) daysByCustomer.set(customerNumber, days = new Map());
    const before = days.get(dayOf(paidAt)) ?? { atMs: paidAt, amountMinor: 0 };
    days.set(dayOf(paidAt), { atMs: Math.min(before.atMs, paidAt), amountMinor: before.amountMinor + amountMinor });
  }
  return [...daysByCustomer].map(([customerNumber, days]) => summarizeDays(customerNumber, [...days.values()], settings.asOf));
}

function summarizeDays(customerNumber: string, days: Purchase[], asOf: number): PastSummary {
  let firstMs = Infinity;
  let lastMs = -Infinity;
  for (const { atMs } of days) {
    firstMs = Math.min(firstMs, atMs);
    lastMs = Math.max(lastMs, atMs);
  }
  let paidRepeats = 0;
  let sumMinor = 0;
  for (const { atMs, amountMinor } of days) {
    if (atMs === firstMs || amountMinor <= 0) continue;
    paidRepeats += 1;
    sumMinor += amountMinor;
  }
  return {
    customerNumber,
    repeats: days.length - 1,
    lastWeek: (lastMs - firstMs) / WEEK_MS,
    ageWeeks: (asOf - firstMs) / WEEK_MS,
    paidRepeats,
    meanRepeatMinor: paidRepeats === 0 ? 0 : sumMinor / paidRepeats,
  };
}

/**
 * An exact draw, no grid and no approximation. The likelihood of one customer is a sum of two terms,
 *
 *   alive at T:     (1 − p)^x        λ^x e^(−λT)
 *   left after t_x: p (1 − p)^(x−1)  λ^x e^(−λ t_x)      (only when x > 0)
 *
 * and each times the priors is again a Gamma in λ times a Beta in p. So the posterior is a mixture of two such pairs whose
 * weights are the integrals of the terms: draw which one (the weight of the first is the published P(alive)), then λ and p,
 * independent given that. Spend is conjugate as well: ν | x, z̄ ~ Gamma(q + p x, γ + x z̄).
 */
export function drawPosterior(random: Random, past: PastSummary, parameters: BuyingParameters, moneyScale: number): Latent {
  const { r, alpha, a, b, spendShape, q, gamma } = parameters;
  const x = past.repeats;
  const alive = random.next() < chanceAlive(past, parameters);
  const ratePerWeek = random.gamma(r + x, alpha + (alive ? past.ageWeeks : past.lastWeek));
  const dropoutChance = alive ? drawBeta(random, a, b + x) : drawBeta(random, a + 1, b + x - 1);
  const spend = random.gamma(q + spendShape * past.paidRepeats, gamma * moneyScale + past.paidRepeats * past.meanRepeatMinor);
  return { customerNumber: past.customerNumber, ratePerWeek, dropoutChance, alive, spendMeanMinor: spendShape / spend };
}

/** P(alive at T | x, t_x, T): Fader, Hardie, Lee 2005. A customer without a repeat cannot have left: leaving follows a repeat. */
export function chanceAlive(past: Pick<PastSummary, 'repeats' | 'lastWeek' | 'ageWeeks'>, parameters: BuyingParameters): number {
  const { r, alpha, a, b } = parameters;
  const x = past.repeats;
  if (x === 0) return 1;
  return 1 / (1 + (a / (b + x - 1)) * ((alpha + past.ageWeeks) / (alpha + past.lastWeek)) ** (r + x));
}

import type { Random } from '../random.ts';
import { WEEK_MS, type BuyingParameters } from './parameters.ts';

/** What makes one customer buy, and what no product can see: the truth that predictions are judged by. */
export type Latent = {
  customerNumber: string;
  /** Purchases per week while alive (λ); 0 for somebody who never buys by themselves. */
  ratePerWeek: number;
  /** Chance to leave for good after a repeat purchase (p). */
  dropoutChance: number;
  alive: boolean;
  /** Mean of the amount of an order, minor units (Gamma-Gamma p / ν). */
  spendMeanMinor: number;
};

/** A purchase before it has an order number, city or product. */
export type Purchase = { atMs: number; amountMinor: number };

/** A customer who has just bought for the first time: nothing known, so the population itself. */
export function drawNewCustomer(random: Random, customerNumber: string, parameters: BuyingParameters, moneyScale: number): Latent {
  const { r, alpha, a, b, spendShape, q, gamma } = parameters;
  return {
    customerNumber,
    ratePerWeek: random.gamma(r, alpha),
    dropoutChance: drawBeta(random, a, b),
    alive: true,
    spendMeanMinor: spendShape / random.gamma(q, gamma * moneyScale),
  };
}

/** Beta as the share of one of two gammas. */
export function drawBeta(random: Random, a: number, b: number): number {
  const first = random.gamma(a, 1);
  return first / (first + random.gamma(b, 1));
}

/** One order's amount in whole minor units, at least 1. Rounding moves the mean by less than half a unit. */
export function drawAmountMinor(random: Random, latent: Latent, spendShape: number): number {
  return Math.max(1, Math.round(random.gamma(spendShape, spendShape / latent.spendMeanMinor)));
}

/**
 * The repeat purchases in (fromMs, toMs] of a customer who is in the given state at fromMs, and whether the customer is still
 * alive at toMs. Waiting times are exponential, so the state at fromMs is all that the past has to say.
 */
export function walk(
  random: Random, latent: Latent, spendShape: number, fromMs: number, toMs: number,
): { purchases: Purchase[]; alive: boolean } {
  const purchases: Purchase[] = [];
  if (!latent.alive || latent.ratePerWeek === 0) return { purchases, alive: latent.alive };
  const ratePerMs = latent.ratePerWeek / WEEK_MS;
  for (let atMs = fromMs; ;) {
    atMs += random.exponential(ratePerMs);
    if (!(atMs <= toMs)) return { purchases, alive: true };
    purchases.push({ atMs: Math.ceil(atMs), amountMinor: drawAmountMinor(random, latent, spendShape) });
    if (random.next() < latent.dropoutChance) return { purchases, alive: false };
  }
}

import type { Latent } from './latent.ts';
import { requireChance, responseRateOf, shareWithin, type Response } from './response.ts';

/** Days from the start of the window to the delivery: always the same, or several with their shares (which add up to 1). */
export type DeliveryDelay = number | ReadonlyArray<{ days: number; share: number }>;

export type EffectQuestion = {
  /** Chance that the message is delivered at all: staff confirm, the contact is alive, no cap bites. Default 1. */
  deliveredProbability?: number | ((customer: Latent) => number);
  /** Purchases later than this after the start (the assignment) are not counted. */
  windowDays: number;
  /** Given that it is delivered. Default 0. */
  deliveryDelayDays?: DeliveryDelay | ((customer: Latent) => DeliveryDelay);
};

/** Expected consequence of treating these customers rather than none of them, per treated customer and in sum. */
export type Effect = { customers: number; perCustomerMinor: number; ordersPerCustomer: number; totalMinor: number };

/**
 * The truth that an experiment estimates, in closed form: for one customer
 *
 *   P(delivered) × responseRate × P(delivery delay + response delay ≤ window) × mean amount,
 *
 * averaged over exactly the given customers. An expectation over who responds, not over which customers there are. One message
 * per customer; a message inside the rest of an earlier one brings nothing, so ask for customers who had none before.
 */
export function trueEffect(customers: readonly Latent[], response: Response, question: EffectQuestion): Effect {
  let orders = 0;
  let totalMinor = 0;
  for (const customer of customers) {
    const chance = responseRateOf(response, customer) * chanceDeliveredInTime(customer, response, question);
    orders += chance;
    totalMinor += chance * customer.spendMeanMinor;
  }
  const count = customers.length;
  return {
    customers: count,
    perCustomerMinor: count === 0 ? 0 : totalMinor / count,
    ordersPerCustomer: count === 0 ? 0 : orders / count,
    totalMinor,
  };
}

function chanceDeliveredInTime(customer: Latent, response: Response, question: EffectQuestion): number {
  const { deliveredProbability = 1, windowDays, deliveryDelayDays = 0 } = question;
  const delivered = typeof deliveredProbability === 'number' ? deliveredProbability : deliveredProbability(customer);
  const delay = typeof deliveryDelayDays === 'function' ? deliveryDelayDays(customer) : deliveryDelayDays;
  return requireChance(delivered, 'deliveredProbability') * shareInside(response, windowDays, delay);
}

function shareInside(response: Response, windowDays: number, delay: DeliveryDelay): number {
  if (typeof delay === 'number') return shareWithin(response, windowDays - delay);
  let shares = 0;
  let inside = 0;
  for (const { days, share } of delay) {
    shares += share;
    inside += share * shareWithin(response, windowDays - days);
  }
  if (Math.abs(shares - 1) > 1e-9) throw new RangeError(`The shares of deliveryDelayDays must add up to 1, got ${shares}.`);
  return inside;
}

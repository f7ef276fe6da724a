import { createRandom } from '../random.ts';
import { drawAmountMinor, type Latent, type Purchase } from './latent.ts';
import { DAY_MS } from './parameters.ts';

/** What a delivered message does to people, all of it optional. */
export type ResponseSettings = {
  /** Chance that a delivered message brings one purchase more. Default 0.08. */
  responseRate?: number | ((customer: Latent) => number);
  /** The additional purchase comes within this many days of the delivery. Default 5. */
  responseDays?: number;
  /** Mean of the exponential delay before it is cut off at responseDays. Default 1.5. */
  responseMeanDays?: number;
  /** After a message that could bring a purchase, messages do nothing for this many days. Default 7. */
  restDays?: number;
};

export type Response = Required<ResponseSettings>;

export function readResponse(settings: ResponseSettings): Response {
  const { responseRate = 0.08, responseDays = 5, responseMeanDays = 1.5, restDays = 7 } = settings;
  if (typeof responseRate === 'number') requireChance(responseRate, 'responseRate');
  if (!(responseDays > 0)) throw new RangeError(`responseDays must be above 0, got ${responseDays}.`);
  if (!(responseMeanDays > 0)) throw new RangeError(`responseMeanDays must be above 0, got ${responseMeanDays}.`);
  if (!(restDays >= 0)) throw new RangeError(`restDays must be 0 or more, got ${restDays}.`);
  return { responseRate, responseDays, responseMeanDays, restDays };
}

export function responseRateOf(response: Response, customer: Latent): number {
  const { responseRate } = response;
  return typeof responseRate === 'number' ? responseRate : requireChance(responseRate(customer), 'responseRate');
}

/** Chance that a response, if there is one, has come by so many days after the delivery. */
export function shareWithin(response: Response, days: number): number {
  if (days <= 0) return 0;
  if (days >= response.responseDays) return 1;
  return Math.expm1(-days / response.responseMeanDays) / Math.expm1(-response.responseDays / response.responseMeanDays);
}

/** A delivered message that can bring a purchase: the ordinal-th of its customer, from 0. */
export type CountingMessage = { seed: number; response: Response; customer: Latent; ordinal: number; atMs: number; spendShape: number };

/**
 * The purchase that a message brings, or nothing. Keyed by
 * customer and ordinal, not by the time: a message that arrives a minute later changes when they buy, never whether or for how
 * much. That is what lets two runs with other timing be compared.
 */
export function drawResponse(message: CountingMessage): Purchase | undefined {
  const { seed, response, customer, ordinal, atMs, spendShape } = message;
  const random = createRandom(seed, 'people.response', customer.customerNumber, ordinal);
  if (random.next() >= responseRateOf(response, customer)) return undefined;
  // Inverse of shareWithin.
  const { responseDays, responseMeanDays } = response;
  const delayDays = -responseMeanDays * Math.log1p(random.next() * Math.expm1(-responseDays / responseMeanDays));
  return { atMs: atMs + Math.ceil(delayDays * DAY_MS), amountMinor: drawAmountMinor(random, customer, spendShape) };
}

/** Which of the deliveries (ascending) count: the first, then always the first that is restDays or more after one that counted. */
export function countingDeliveries(deliveriesMs: readonly number[], restDays: number): number[] {
  const counting: number[] = [];
  for (const atMs of deliveriesMs) {
    const previousMs = counting.at(-1);
    if (previousMs === undefined || atMs - previousMs >= restDays * DAY_MS) counting.push(atMs);
  }
  return counting;
}

export function requireChance(value: number, name: string): number {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be between 0 and 1, got ${value}.`);
  return value;
}

import { createRandom } from '../random.ts';
import { createCalendar, inTimeOrder, type Calendar } from './calendar.ts';
import { trueEffect, type Effect, type EffectQuestion } from './effect.ts';
import { toFutureOrder, type FutureOrder } from './future-order.ts';
import { walk, type Latent } from './latent.ts';
import { CDNOW_PARAMETERS, DAY_MS, DEFAULT_UTC_OFFSET_MINUTES } from './parameters.ts';
import { createReactions } from './reactions.ts';
import { readResponse, type ResponseSettings } from './response.ts';
import { endOfDay, toWakingHour } from './waking.ts';

export type PeopleSettings = ResponseSettings & {
  seed: number;
  /** From drawLatents (a real past) or from an invented brand; each customer number once. */
  customers: readonly Latent[];
  asOf: number;
  /** How long they live on after asOf, rounded up to whole local days. */
  days: number;
  /** Gamma-Gamma p. */
  spendShape?: number;
  utcOffsetMinutes?: number;
};

export type People = {
  /** The last instant that can be asked for. */
  until: number;
  has(customerNumber: string): boolean;
  /** What would be paid in (asOf, until] if nobody ever received a message, in time order. */
  baselineOrders(until: number): FutureOrder[];
  /**
   * A message has arrived. Returns the additional order that it will bring, if any. The outcome depends on the set of deliveries
   * alone: the same one twice counts once. Normally called in time order; one reported late is put in its place, which may take
   * back what a later one had brought. Refuses a customer who is not among these people.
   */
  onDelivered(delivery: { customer: string; at: number }): FutureOrder | undefined;
  /** Everything paid in (from, to] with the messages delivered so far, in time order. */
  ordersBetween(from: number, to: number): FutureOrder[];
  /** See effect.ts; over all customers unless some are named. */
  trueEffect(question: EffectQuestion & { customers?: readonly string[] }): Effect;
};

/**
 * The customers from asOf on, in two worlds at once. Both worlds share the purchases that happen anyway (drawn per customer from
 * its own key), and a message only ever adds a purchase, so the message's effect on a customer is exactly what it added.
 */
export function createPeople(settings: PeopleSettings): People {
  const { seed, customers, asOf, days } = settings;
  const { spendShape = CDNOW_PARAMETERS.spendShape, utcOffsetMinutes = DEFAULT_UTC_OFFSET_MINUTES } = settings;
  if (!(days > 0)) throw new RangeError(`days must be above 0, got ${days}.`);
  const response = readResponse(settings);
  const byNumber = indexByNumber(customers);
  const until = endOfDay(asOf + days * DAY_MS, utcOffsetMinutes);
  const baseline = drawBaseline({ seed, customers, asOf, until, spendShape, utcOffsetMinutes });
  const reactions = createReactions({ seed, response, spendShape });
  const customerOf = (customerNumber: string) => {
    const customer = byNumber.get(customerNumber);
    if (customer === undefined) throw new RangeError(`There is no customer "${customerNumber}" among these people; ask has() first.`);
    return customer;
  };
  const requireLifetime = (instant: number) => {
    if (instant >= asOf && instant <= until) return;
    throw new RangeError(`These people live from ${asOf} to ${until}; ${instant} is outside. Give createPeople more days.`);
  };
  return {
    until,
    has: (customerNumber) => byNumber.has(customerNumber),
    baselineOrders(to) {
      requireLifetime(to);
      return baseline.between(asOf, to);
    },
    onDelivered({ customer, at }) {
      requireLifetime(at);
      return reactions.deliver(customerOf(customer), at);
    },
    ordersBetween(from, to) {
      requireLifetime(from);
      requireLifetime(to);
      return [...baseline.between(from, to), ...reactions.between(from, to)].sort(inTimeOrder);
    },
    trueEffect: ({ customers: numbers, ...question }) => trueEffect(numbers?.map(customerOf) ?? customers, response, question),
  };
}

type BaselineSettings = Required<Pick<PeopleSettings, 'seed' | 'customers' | 'asOf' | 'spendShape' | 'utcOffsetMinutes'>> & { until: number };

function drawBaseline({ seed, customers, asOf, until, spendShape, utcOffsetMinutes }: BaselineSettings): Calendar<FutureOrder> {
  const calendar = createCalendar<FutureOrder>();
  for (const customer of customers) {
    if (!customer.alive) continue;
    const random = createRandom(seed, 'people.baseline', customer.customerNumber);
    for (const purchase of walk(random, customer, spendShape, asOf, until).purchases) {
      const wakingMs = toWakingHour(purchase.atMs, utcOffsetMinutes);
      // On the day of asOf the waking hour may lie in the past: then the hour is as drawn.
      calendar.add(toFutureOrder(customer, { ...purchase, atMs: wakingMs > asOf ? wakingMs : purchase.atMs }, 'baseline'));
    }
  }
  return calendar;
}

function indexByNumber(customers: readonly Latent[]): Map<string, Latent> {
  const byNumber = new Map<string, Latent>();
  for (const customer of customers) {
    if (byNumber.has(customer.customerNumber)) throw new RangeError(`Customer "${customer.customerNumber}" is there twice.`);
    byNumber.set(customer.customerNumber, customer);
  }
  return byNumber;
}

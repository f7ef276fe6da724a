import { createCalendar } from './calendar.ts';
import { toFutureOrder, type FutureOrder } from './future-order.ts';
import type { Latent } from './latent.ts';
import { countingDeliveries, drawResponse, type Response } from './response.ts';

export type Reactions = {
  /** Takes note of a delivery and returns the order that it brings, if any. */
  deliver(customer: Latent, atMs: number): FutureOrder | undefined;
  /** The orders that the deliveries so far have brought, paid in (from, to], in time order. */
  between(from: number, to: number): FutureOrder[];
};

type Delivered = { deliveriesMs: number[]; brought: Map<number, FutureOrder> };

/**
 * What the messages add. A customer's orders are drawn again from the whole set of deliveries whenever one is added, because a
 * delivery that is reported late can put a later one inside its rest.
 */
export function createReactions({ seed, response, spendShape }: { seed: number; response: Response; spendShape: number }): Reactions {
  const added = createCalendar<FutureOrder>();
  const byCustomer = new Map<string, Delivered>();
  const broughtBy = (customer: Latent, deliveriesMs: number[]) => {
    const brought = new Map<number, FutureOrder>();
    countingDeliveries(deliveriesMs, response.restDays).forEach((atMs, ordinal) => {
      const purchase = drawResponse({ seed, response, customer, ordinal, atMs, spendShape });
      if (purchase !== undefined) brought.set(atMs, toFutureOrder(customer, purchase, 'message'));
    });
    return brought;
  };
  return {
    deliver(customer, atMs) {
      const before = byCustomer.get(customer.customerNumber);
      if (before?.deliveriesMs.includes(atMs)) return before.brought.get(atMs);
      const deliveriesMs = [...(before?.deliveriesMs ?? []), atMs].sort((one, other) => one - other);
      const brought = broughtBy(customer, deliveriesMs);
      for (const order of before?.brought.values() ?? []) added.remove(order);
      for (const order of brought.values()) added.add(order);
      byCustomer.set(customer.customerNumber, { deliveriesMs, brought });
      return brought.get(atMs);
    },
    between: (from, to) => added.between(from, to),
  };
}

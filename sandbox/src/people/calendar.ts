import { DAY_MS } from './parameters.ts';

type Paid = { orderNumber: string; paidAt: number };

/**
 * Orders by day, so that a clock that asks every minute what has just been bought reads one day and not the whole future.
 * Answers are in time order; orders of one millisecond by order number, so that the answer never depends on who came first.
 */
export type Calendar<T extends Paid> = {
  add(order: T): void;
  /** Takes out the order with the same number at the same time. */
  remove(order: T): void;
  /** Those paid in (from, to]. */
  between(from: number, to: number): T[];
};

export function createCalendar<T extends Paid>(): Calendar<T> {
  const byDay = new Map<number, T[]>();
  const dayOf = (instantMs: number) => Math.floor(instantMs / DAY_MS);
  return {
    add(order) {
      const day = dayOf(order.paidAt);
      const orders = byDay.get(day);
      if (orders === undefined) byDay.set(day, [order]);
      else orders.push(order);
    },
    remove(order) {
      const orders = byDay.get(dayOf(order.paidAt)) ?? [];
      const place = orders.findIndex(({ orderNumber }) => orderNumber === order.orderNumber);
      if (place >= 0) orders.splice(place, 1);
    },
    between(from, to) {
      const found: T[] = [];
      for (let day = dayOf(from); day <= dayOf(to); day += 1) {
        for (const order of byDay.get(day) ?? []) if (order.paidAt > from && order.paidAt <= to) found.push(order);
      }
      return found.sort(inTimeOrder);
    },
  };
}

export function inTimeOrder(one: Paid, other: Paid): number {
  if (one.paidAt !== other.paidAt) return one.paidAt - other.paidAt;
  return one.orderNumber < other.orderNumber ? -1 : Number(one.orderNumber > other.orderNumber);
}

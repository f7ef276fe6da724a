import { createRandom, type Random } from '../random.ts';
import { CITIES, GIVEN_NAMES, ONLINE_STORE, SHELF_BY_TRADE, SURNAMES, type Trade } from './brand-words.ts';

/** Who somebody is on paper, as a shop would know them. */
export type BrandPerson = {
  customerNumber: string;
  name: string;
  /** Missing for those who bought where the shop does not learn it. */
  phone?: string;
  city: string;
  /** Where most of their orders are made. */
  homeStore: string;
};

/** 1 → M0000001. The letter keeps spreadsheets from reading it as a number. */
export function customerNumberOf(ordinal: number): string {
  return `M${String(ordinal).padStart(7, '0')}`;
}

/** M0000001 → 1. Refuses what is not a number of a brand with so many customers. */
export function ordinalOf(customerNumber: string, customers: number): number {
  const ordinal = /^M\d{7,}$/.test(customerNumber) ? Number(customerNumber.slice(1)) : 0;
  if (ordinal < 1 || ordinal > customers) throw new RangeError(`"${customerNumber}" is not a customer of this brand.`);
  return ordinal;
}

export function inventPerson(seed: number, ordinal: number, phoneShare: number): BrandPerson {
  const customerNumber = customerNumberOf(ordinal);
  const random = createRandom(seed, 'people.person', customerNumber);
  const name = pickWeighted(random, SURNAMES).name + pick(random, GIVEN_NAMES);
  const city = pickWeighted(random, CITIES);
  const online = random.next() < 0.35 || city.districts.length === 0;
  const homeStore = online ? ONLINE_STORE : `${city.name}${pick(random, city.districts)}店`;
  const phone = random.next() < phoneShare ? phoneOf(seed, ordinal) : undefined;
  return { customerNumber, name, ...(phone === undefined ? {} : { phone }), city: city.name, homeStore };
}

/** All stores that customers of a brand can have, the online one first. */
export function allStores(): Array<{ name: string; city?: string }> {
  const inCities = CITIES.flatMap(({ name: city, districts }) => districts.map((district) => ({ name: `${city}${district}店`, city })));
  return [{ name: ONLINE_STORE }, ...inCities];
}

/** One order in four of a store's customer is made online; the product fits the amount, given in mean orders of the brand. */
export function inventPurchase(
  seed: number, orderNumber: string, homeStore: string, trade: Trade, amountInMeanOrders: number,
): { store: string; product: string } {
  const random = createRandom(seed, 'people.purchase', orderNumber);
  const store = random.next() < 0.25 ? ONLINE_STORE : homeStore;
  const shelf = SHELF_BY_TRADE[trade].find(({ upTo }) => amountInMeanOrders <= upTo)!;
  return { store, product: pick(random, shelf.products) };
}

/**
 * 154 is not given to any operator, so nobody's telephone rings. 48,271 is prime to 10^8: the numbers look drawn and no two
 * customers of a brand share one.
 */
function phoneOf(seed: number, ordinal: number): string {
  const start = createRandom(seed, 'people.phones').int(1e8);
  return `154${String((start + ordinal * 48_271) % 1e8).padStart(8, '0')}`;
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.int(values.length)]!;
}

function pickWeighted<T extends { weight: number }>(random: Random, values: readonly T[]): T {
  let rest = random.next() * values.reduce((sum, { weight }) => sum + weight, 0);
  for (const value of values) {
    rest -= value.weight;
    if (rest < 0) return value;
  }
  return values.at(-1)!;
}

import { createRandom } from '../random.ts';
import { allStores, customerNumberOf, inventPerson, inventPurchase, ordinalOf, type BrandPerson } from './brand-people.ts';
import { BRAND_NAME_BY_TRADE, type Trade } from './brand-words.ts';
import { drawAmountMinor, drawNewCustomer, walk, type Latent, type Purchase } from './latent.ts';
import { CDNOW_PARAMETERS, DEFAULT_MONEY_SCALE, DEFAULT_UTC_OFFSET_MINUTES, type BuyingParameters } from './parameters.ts';
import { toWakingHour } from './waking.ts';

export type BrandSettings = {
  seed: number;
  /** How many; each buys at least once in [from, to). At most 9,999,999. */
  customers: number;
  from: number;
  to: number;
  trade?: Trade;
  parameters?: BuyingParameters;
  /** Minor units per published dollar. */
  moneyScale?: number;
  currency?: string;
  /** Customers whose phone the shop knows. Default 0.8. */
  phoneShare?: number;
  utcOffsetMinutes?: number;
};

export type BrandOrder = {
  customerNumber: string;
  orderNumber: string;
  paidAt: number;
  amountMinor: number;
  name: string;
  phone?: string;
  city: string;
  store: string;
  product: string;
};

export type Brand = {
  name: string;
  currency: string;
  utcOffsetMinutes: number;
  stores: ReadonlyArray<{ name: string; city?: string }>;
  /** All of [from, to), customer by customer, each customer's in time order. Can be read any number of times. */
  orders: Iterable<BrandOrder>;
  people: Iterable<BrandPerson>;
  /** The truth at `to` that the orders came from: the brand's future goes on from here (createPeople). */
  latents(): Latent[];
  /** Gives an order of the brand's future a buyer's name, store and product. */
  dress(order: { customerNumber: string; orderNumber: string; paidAt: number; amountMinor: number }): BrandOrder;
};

/**
 * A brand whose customers buy exactly as the published parameters say. First purchases are spread evenly over [from, to).
 * Every customer is drawn from its own key: a brand of 200 begins with the same 100 people as a brand of 100.
 */
export function inventBrand(settings: BrandSettings): Brand {
  const brand = withDefaults(settings);
  const { seed, customers, trade, phoneShare, utcOffsetMinutes } = brand;
  const meanOrderMinor = (brand.parameters.spendShape * brand.parameters.gamma * brand.moneyScale) / (brand.parameters.q - 1);
  const personOf = (ordinal: number) => inventPerson(seed, ordinal, phoneShare);
  const dressFor = ({ homeStore, ...person }: BrandPerson, orderNumber: string, paidAt: number, amountMinor: number): BrandOrder =>
    ({ ...person, orderNumber, paidAt, amountMinor, ...inventPurchase(seed, orderNumber, homeStore, trade, amountMinor / meanOrderMinor) });
  const orders = function* () {
    for (let ordinal = 1; ordinal <= customers; ordinal += 1) {
      const person = personOf(ordinal);
      const { purchases } = live(brand, ordinal);
      for (const [place, { atMs, amountMinor }] of purchases.entries()) {
        yield dressFor(person, orderNumberOf(ordinal, place + 1, atMs, utcOffsetMinutes), atMs, amountMinor);
      }
    }
  };
  const people = function* () {
    for (let ordinal = 1; ordinal <= customers; ordinal += 1) yield personOf(ordinal);
  };
  return {
    name: BRAND_NAME_BY_TRADE[trade],
    currency: brand.currency,
    utcOffsetMinutes,
    stores: allStores(),
    orders: { [Symbol.iterator]: orders },
    people: { [Symbol.iterator]: people },
    latents: () => Array.from({ length: customers }, (_, index) => live(brand, index + 1).latent),
    dress: (order) => dressFor(personOf(ordinalOf(order.customerNumber, customers)), order.orderNumber, order.paidAt, order.amountMinor),
  };
}

function withDefaults(settings: BrandSettings): Required<BrandSettings> {
  const { customers, from, to } = settings;
  if (!(Number.isInteger(customers) && customers >= 0 && customers <= 9_999_999)) {
    throw new RangeError(`customers must be a whole number from 0 to 9999999, got ${customers}.`);
  }
  if (!(to > from)) throw new RangeError(`to (${to}) must be after from (${from}).`);
  return {
    trade: 'skincare', parameters: CDNOW_PARAMETERS, moneyScale: DEFAULT_MONEY_SCALE, currency: 'CNY', phoneShare: 0.8,
    utcOffsetMinutes: DEFAULT_UTC_OFFSET_MINUTES, ...settings,
  };
}

/** One customer's life in [from, to): the purchases, the first one included, and what is true of them at `to`. */
function live(brand: Required<BrandSettings>, ordinal: number): { purchases: Purchase[]; latent: Latent } {
  const { parameters, from, to, utcOffsetMinutes } = brand;
  const customerNumber = customerNumberOf(ordinal);
  const random = createRandom(brand.seed, 'people.brand', customerNumber);
  const latent = drawNewCustomer(random, customerNumber, parameters, brand.moneyScale);
  const firstMs = from + Math.floor(random.next() * (to - from));
  const first = { atMs: firstMs, amountMinor: drawAmountMinor(random, latent, parameters.spendShape) };
  const rest = walk(random, latent, parameters.spendShape, firstMs, to - 1);
  const purchases = [first, ...rest.purchases].map(({ atMs, amountMinor }) => {
    const wakingMs = toWakingHour(atMs, utcOffsetMinutes);
    // On a first or last day that is not whole the waking hour may lie outside: then the hour is as drawn.
    return { atMs: wakingMs >= from && wakingMs < to ? wakingMs : atMs, amountMinor };
  });
  return { purchases, latent: { ...latent, alive: rest.alive } };
}

/** Day, customer and place in the customer's orders: unique, and readable. The letter keeps spreadsheets from rounding it. */
function orderNumberOf(ordinal: number, place: number, paidAt: number, utcOffsetMinutes: number): string {
  const date = new Date(paidAt + utcOffsetMinutes * 60_000);
  const day = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  return `D${day}${String(ordinal).padStart(7, '0')}${String(place).padStart(2, '0')}`;
}

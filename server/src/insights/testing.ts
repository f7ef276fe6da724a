import { liftOf } from './lift.ts';
import type { Group, Lift } from './lift.ts';

/**
 * Spending as it is found in shops, for measuring intervals: buying and dropping out by BG/NBD (Fader, Hardie and Lee 2005), amounts by
 * Gamma-Gamma (Fader and Hardie 2013). `rate` multiplies how often a customer buys: what a message may change.
 */
export type Shop = { r: number; alpha: number; a: number; b: number; p: number; q: number; gamma: number; weeks: number };

/** The published fit of CDNOW: most buy nothing within six weeks, and few buy much. */
export const cdnowShop: Shop = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, p: 6.25, q: 3.74, gamma: 15.44, weeks: 6 };
/** Customers that buy twice as often, with amounts of a heavier tail. */
export const livelyShop: Shop = { r: 0.8, alpha: 6, a: 0.5, b: 3, p: 4, q: 3.2, gamma: 20, weeks: 6 };

export type Draw = () => number;

/** Mulberry32: the same seed gives the same experiments. */
export function createDraw(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What one customer spends, in minor units. */
export function spend(draw: Draw, shop: Shop, rate: number): number {
  const perWeek = (gammaOf(draw, shop.r) / shop.alpha) * rate;
  const [one, other] = [gammaOf(draw, shop.a), gammaOf(draw, shop.b)];
  const dropOut = one / (one + other);
  let orders = 0;
  for (let week = exponential(draw, perWeek); week <= shop.weeks; week += exponential(draw, perWeek)) {
    orders += 1;
    if (draw() < dropOut) break;
  }
  return orders === 0 ? 0 : Math.round((100 * gammaOf(draw, shop.p * orders) * shop.gamma) / gammaOf(draw, shop.q));
}

const exponential = (draw: Draw, rate: number) => -Math.log(1 - draw()) / rate;
const normal = (draw: Draw) => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** Marsaglia and Tsang (2000). */
function gammaOf(draw: Draw, shape: number): number {
  if (shape < 1) return gammaOf(draw, shape + 1) * (1 - draw()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(draw);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - draw()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export type Coverage = { held: number; above: number; below: number; meanWidth: number };
export type Experiment = { shop: Shop; entrants: number; share: number; rate: number };

/** Of many experiments, the shares whose interval holds the truth, lies above it, and lies below it. */
export function coverageOf(draw: Draw, { shop, entrants, share, rate }: Experiment, rounds: number, intervalOf: (treated: Group, heldOut: Group) => Lift = plain): Coverage {
  const truth = rate === 1 ? 0 : meanOf(draw, shop, rate) - meanOf(draw, shop, 1);
  const heldOut = Math.round(entrants * share);
  let [above, below, width] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const { low, high } = intervalOf(groupOf(entrants - heldOut, () => spend(draw, shop, rate)), groupOf(heldOut, () => spend(draw, shop, 1)));
    // No interval at all holds nothing.
    if (low === null || high === null || low > truth) above += 1;
    else if (high < truth) below += 1;
    width += (high ?? 0) - (low ?? 0);
  }
  return { held: 1 - (above + below) / rounds, above: above / rounds, below: below / rounds, meanWidth: width / rounds };
}

const plain = (treated: Group, heldOut: Group) => liftOf([{ treated, heldOut }]);
const truthDraws = 400_000;

function meanOf(draw: Draw, shop: Shop, rate: number): number {
  let sum = 0;
  for (let count = 0; count < truthDraws; count += 1) sum += spend(draw, shop, rate);
  return sum / truthDraws;
}

function groupOf(customers: number, next: () => number): Group {
  const group = { customers: BigInt(customers), sales: 0n, salesSquared: 0n };
  for (let count = 0; count < customers; count += 1) {
    const each = BigInt(next());
    group.sales += each;
    group.salesSquared += each * each;
  }
  return group;
}

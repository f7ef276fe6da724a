import { DAY_MS } from './parameters.ts';

/** Share of orders by hour of the day: nobody at four in the morning, a peak at noon and a higher one after nine in the evening. */
const WEIGHT_BY_HOUR = [4, 2, 1, 0, 0, 1, 2, 5, 9, 14, 18, 19, 20, 17, 16, 16, 16, 15, 15, 18, 22, 24, 20, 11];

const SHARE_BEFORE_HOUR = cumulativeShares(WEIGHT_BY_HOUR);

/**
 * Moves an instant to an hour at which people buy, within the same local day. Purchase processes run evenly over 24 hours; this
 * bends the clock instead of drawing again, so the order of purchases and the number per day stay what the model says.
 */
export function toWakingHour(instantMs: number, utcOffsetMinutes: number): number {
  const offsetMs = utcOffsetMinutes * 60_000;
  const midnightMs = Math.floor((instantMs + offsetMs) / DAY_MS) * DAY_MS;
  const share = (instantMs + offsetMs - midnightMs) / DAY_MS;
  let hour = 0;
  while (hour < 23 && SHARE_BEFORE_HOUR[hour + 1]! <= share) hour += 1;
  const before = SHARE_BEFORE_HOUR[hour]!;
  const within = (share - before) / (SHARE_BEFORE_HOUR[hour + 1]! - before);
  return midnightMs - offsetMs + Math.floor(((hour + within) * DAY_MS) / 24);
}

/** The midnight at which the local day of the given instant ends; a midnight ends its own day. */
export function endOfDay(instantMs: number, utcOffsetMinutes: number): number {
  const offsetMs = utcOffsetMinutes * 60_000;
  return Math.ceil((instantMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
}

function cumulativeShares(weights: number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = [0];
  for (const weight of weights) shares.push(shares.at(-1)! + weight / total);
  return shares;
}

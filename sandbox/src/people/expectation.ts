import { chanceAlive, type PastSummary } from './history.ts';
import type { BuyingParameters } from './parameters.ts';

/**
 * Expected purchases of the next `weeks` given a past: equation 10 of Fader, Hardie, Lee 2005. Not used to draw anything; it is
 * the published yardstick for what is drawn.
 */
export function expectedPurchases(
  past: Pick<PastSummary, 'repeats' | 'lastWeek' | 'ageWeeks'>, weeks: number, parameters: BuyingParameters,
): number {
  const { r, alpha, a, b } = parameters;
  const x = past.repeats;
  const horizon = alpha + past.ageWeeks + weeks;
  const hypergeometric = hypergeometric2F1(r + x, b + x, a + b + x - 1, weeks / horizon);
  const shrunk = 1 - ((alpha + past.ageWeeks) / horizon) ** (r + x) * hypergeometric;
  return ((a + b + x - 1) / (a - 1)) * shrunk * chanceAlive(past, parameters);
}

/** Mean amount of a customer's next order given its repeats: Fader, Hardie 2013. Minor units. */
export function expectedSpendMinor(past: Pick<PastSummary, 'paidRepeats' | 'meanRepeatMinor'>, parameters: BuyingParameters, moneyScale: number): number {
  const { spendShape, q, gamma } = parameters;
  const { paidRepeats, meanRepeatMinor } = past;
  return (spendShape * (gamma * moneyScale + paidRepeats * meanRepeatMinor)) / (spendShape * paidRepeats + q - 1);
}

/** Gauss's series. Its terms shrink like z^n; z = weeks / (α + T + weeks) stays below 1, and 0.9 takes some 400 terms. */
function hypergeometric2F1(a: number, b: number, c: number, z: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 0; n < 100_000; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) < 1e-15 * Math.abs(sum)) return sum;
  }
  throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) does not settle.`);
}

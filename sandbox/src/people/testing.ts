import { expect } from 'vitest';

/** Helpers of the tests beside. */

export function meanAndVariance(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}

export function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const { mean, variance } = meanAndVariance(values);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** Holds when the sample mean is within four standard errors: a correct sampler fails on one seed in 16,000. */
export function expectMean(values: readonly number[], expected: number): void {
  const { mean, error } = meanAndError(values);
  expect(Math.abs(mean - expected), `mean ${mean} ± ${error}, expected ${expected}`).toBeLessThan(4 * error);
}

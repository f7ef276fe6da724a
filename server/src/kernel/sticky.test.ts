import { describe, expect, test } from 'vitest';
import { stickyFraction } from './sticky.ts';

describe('sticky fractions', () => {
  test('the same parts always give the same number, on every machine (the first 52 bits of SHA-256 over "5:sop_1;8:hold-out;2:42;")', () => {
    expect(stickyFraction('sop', 'node', 7n)).toBe(stickyFraction('sop', 'node', 7n));
    expect(stickyFraction('sop_1', 'hold-out', 42)).toBeCloseTo(0.7598040474932966, 12);
  });

  test('parts are kept apart: ("ab", "c") is not ("a", "bc")', () => expect(stickyFraction('ab', 'c')).not.toBe(stickyFraction('a', 'bc')));

  test('they spread evenly, and two experiments are independent of each other', () => {
    const buckets = new Array<number>(10).fill(0);
    let both = 0;
    for (let customer = 0; customer < 20_000; customer += 1) {
      const first = stickyFraction('one', customer);
      buckets[Math.floor(first * 10)]! += 1;
      if (first < 0.2 && stickyFraction('two', customer) < 0.2) both += 1;
    }
    // Chi-square with 9 degrees of freedom: 27.9 is the 99.9 % point.
    expect(buckets.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0)).toBeLessThan(27.9);
    expect(both / 20_000).toBeCloseTo(0.04, 2);
  });
});

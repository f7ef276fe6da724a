import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

function moments(draw: () => number, n = 60_000): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  return { mean, variance: squares / n - mean * mean };
}

const near = (actual: number, expected: number, share = 0.04) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(Math.abs(expected) * share, 0.02));

test('the same seed and keys give the same numbers, now and in a year', () => {
  const draw = () => { const r = createRandom(7, 'confirm', 'lin.xia', 3); return [r.next(), r.normal(), r.gamma(0.5, 2), r.poisson(50)]; };
  expect(draw()).toEqual(draw());
  expect(createRandom(1, 'pinned').int(1_000_000)).toBe(218_044);
});

test('any change of seed, key, type of key or split of keys gives other numbers', () => {
  const firsts = [
    createRandom(1, 'ab'), createRandom(2, 'ab'), createRandom(1, 'a', 'b'), createRandom(1, 'ab', ''), createRandom(1), createRandom(1, 1),
    createRandom(1, '1'), createRandom(1, 'ac'),
  ].map((random) => random.next());
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('neighboring keys give independent uniform first draws', () => {
  let key = 0;
  const { mean, variance } = moments(() => createRandom(42, 'member', (key += 1)).next());
  near(mean, 0.5, 0.01);
  near(variance, 1 / 12, 0.02);
  let previous = createRandom(42, 'member', 0).next();
  let other = 0;
  const products = moments(() => { const now = createRandom(42, 'member', (other += 1)).next(); const p = (now - 0.5) * (previous - 0.5); previous = now; return p; });
  expect(Math.abs(products.mean)).toBeLessThan(0.002);
});

test.each([[0.3, 2], [1, 1], [4, 0.5], [60, 3]])('gamma(%d, %d) has the mean and variance of its formula', (shape, rate) => {
  const random = createRandom(5, 'gamma', shape);
  const { mean, variance } = moments(() => random.gamma(shape, rate));
  near(mean, shape / rate);
  near(variance, shape / rate ** 2, 0.08);
});

test.each([0.2, 4, 29, 31, 500])('poisson(%d) has mean and variance equal', (expected) => {
  const random = createRandom(5, 'poisson', expected);
  const { mean, variance } = moments(() => random.poisson(expected));
  near(mean, expected);
  near(variance, expected, 0.05);
});

test('normal and exponential have the moments of their formulas, int stays in range', () => {
  const random = createRandom(9, 'mixed');
  const normal = moments(() => random.normal());
  near(normal.mean, 0);
  near(normal.variance, 1);
  near(moments(() => random.exponential(4)).mean, 0.25);
  for (let i = 0; i < 1_000; i += 1) expect([0, 1, 2]).toContain(random.int(3));
});

test('parameters outside a distribution are refused', () => {
  const random = createRandom(1);
  expect(() => random.gamma(0, 1)).toThrow(RangeError);
  expect(() => random.exponential(0)).toThrow(RangeError);
  expect(() => random.poisson(-1)).toThrow(RangeError);
  expect(() => random.int(0)).toThrow(RangeError);
});

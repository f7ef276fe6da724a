/** Numbers drawn from a seed and a list of keys: the same seed and keys give the same numbers, whoever asks and in whatever order. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Standard normal: mean 0, deviation 1. */
  normal(): number;
  /** Gamma with mean shape / rate. Refuses shape or rate that is not above 0. */
  gamma(shape: number, rate: number): number;
  /** A count with the given mean. Refuses a negative mean. */
  poisson(mean: number): number;
  /** Waiting time with mean 1 / rate. Refuses a rate that is not above 0. */
  exponential(rate: number): number;
  /** Whole number in [0, n). Refuses n below 1. */
  int(n: number): number;
}

/**
 * A generator for one purpose. Give every decision its own keys (`createRandom(seed, 'confirm', userid, msgid)`), so that one
 * more draw somewhere never moves the numbers of anything else. Creating one costs about as much as ten draws.
 * xoshiro128** (Blackman, Vigna 2018), seeded by a 4 × 32 bit multiply-rotate hash of the keys.
 */
export function createRandom(seed: number, ...keys: Array<string | number>): Random {
  const bits = generator(hashKeys(seed, keys));
  const next = () => (bits() >>> 5) * 2 ** -27 + (bits() >>> 6) * 2 ** -53;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    gamma(shape, rate) {
      requirePositive(shape, 'shape');
      requirePositive(rate, 'rate');
      return drawGamma(shape, next, normal) / rate;
    },
    poisson(mean) {
      if (!(mean >= 0)) throw new RangeError(`mean must be 0 or more, got ${mean}`);
      return mean < 30 ? poissonByProduct(mean, next) : poissonByRejection(mean, next);
    },
    exponential(rate) {
      requirePositive(rate, 'rate');
      return -Math.log(1 - next()) / rate;
    },
    int(n) {
      if (!(n >= 1)) throw new RangeError(`n must be 1 or more, got ${n}`);
      return Math.floor(next() * n);
    },
  };
}

interface State {
  a: number;
  b: number;
  c: number;
  d: number;
}

function requirePositive(value: number, name: string): void {
  if (!(value > 0) || value === Infinity) throw new RangeError(`${name} must be a number above 0, got ${value}`);
}

const STRING_MARK = 's';
const NUMBER_MARK = 'n';
const KEY_END = '\u0000';
const LIST_END = '\u0001\u0002\u0003\u0004';

/**
 * Each key is hashed with its type and an end mark, so that ('a', 'b') differs from ('ab') and 1 from '1'. The state is reused
 * and the marks are absorbed apart: joining them to the keys first took as long as the hashing.
 */
function hashKeys(seed: number, keys: ReadonlyArray<string | number>): State {
  state.a = 0x9e3779b9 | 0; state.b = 0x243f6a88 | 0; state.c = 0xb7e15162 | 0; state.d = 0x6a09e667 | 0;
  absorbKey(seed);
  for (let i = 0; i < keys.length; i += 1) absorbKey(keys[i] ?? '');
  absorb(LIST_END);
  if ((state.a | state.b | state.c | state.d) === 0) state.a = 1;
  return state;
}

const state: State = { a: 0, b: 0, c: 0, d: 0 };

function absorbKey(key: string | number): void {
  absorb(typeof key === 'number' ? NUMBER_MARK : STRING_MARK);
  absorb(typeof key === 'number' ? String(key) : key);
  absorb(KEY_END);
}

function absorb(text: string): void {
  let { a, b, c, d } = state;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ unit, 0x85ebca6b);
    b = c ^ Math.imul(b ^ unit, 0xc2b2ae35) ^ (a >>> 15);
    c = d ^ Math.imul(c ^ unit, 0x27d4eb2f) ^ (b >>> 13);
    d = a ^ Math.imul(d ^ unit, 0x165667b1) ^ (c >>> 16);
  }
  state.a = a; state.b = b; state.c = c; state.d = d;
}

function generator(seed: State): () => number {
  let { a, b, c, d } = seed;
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}

/** Marsaglia, Tsang 2000, rate 1; below shape 1 by boosting: gamma(shape + 1) × u^(1 / shape). */
function drawGamma(shape: number, next: () => number, normal: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, next, normal) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - next();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function poissonByProduct(mean: number, next: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - next(); product > limit; product *= 1 - next()) count += 1;
  return count;
}

/** Hörmann 1993 (PTRS): constant cost for large means, where the product above would need `mean` draws. */
function poissonByRejection(mean: number, next: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const acceptAbove = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = next() - 0.5;
    const v = 1 - next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= acceptAbove) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log(v * inverseAlpha / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** Stirling's series; exact to 1e-9 from 10 on, below by the sum. */
function logFactorial(k: number): number {
  if (k < 10) {
    let sum = 0;
    for (let i = 2; i <= k; i += 1) sum += Math.log(i);
    return sum;
  }
  return (k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * k) - 1 / (360 * k ** 3);
}

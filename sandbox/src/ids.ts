import { createRandom } from './random.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
// 62^8 is below 2^53, so one draw gives eight letters; a draw each made loading 100,000 customers take 1.5 s.
const LETTERS_PER_DRAW = 8;
const HEX = '0123456789abcdef';

/** Ids that look random but are a pure function of the seed, the prefix and how many of that prefix came before. */
export class Ids {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Such as `wmX3…`: the prefix and letters up to `length`. */
  next(prefix: string, length = 32): string {
    return prefix + this.#draw(prefix, length - prefix.length, LETTERS);
  }

  /** Hex digits, as in a config id. */
  nextHex(kind: string, length = 32): string {
    return this.#draw(kind, length, HEX);
  }

  #draw(kind: string, length: number, letters: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const random = createRandom(this.#seed, 'id', kind, count);
    let id = '';
    while (id.length < length) {
      let digits = random.int(letters.length ** LETTERS_PER_DRAW);
      for (let i = 0; i < LETTERS_PER_DRAW; i += 1, digits = Math.floor(digits / letters.length)) id += letters[digits % letters.length];
    }
    return id.slice(0, length);
  }
}

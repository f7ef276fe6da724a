import { createRandom } from './random.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
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
    for (let i = 0; i < length; i += 1) id += letters[random.int(letters.length)];
    return id;
  }
}

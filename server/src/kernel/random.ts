import { createHash, randomBytes } from 'node:crypto';

/** Where secrets and tokens come from. Nothing else may draw random bytes. */
export type Randomness = {
  /** `length` unpredictable bytes. */
  bytes(length: number): Buffer;
};

export function createRandomness(): Randomness {
  return { bytes: (length) => randomBytes(length) };
}

/** Repeatable bytes for tests and the demo. Never for secrets of a real installation. */
export function createSeededRandomness(seed: number | string): Randomness {
  let counter = 0;
  return {
    bytes(length) {
      const blocks: Buffer[] = [];
      for (let made = 0; made < length; made += 32) {
        blocks.push(createHash('sha256').update(`${seed}:${counter}`).digest());
        counter += 1;
      }
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
}

/** A token of 256 bits that is safe in URLs and headers. */
export function randomToken(randomness: Randomness): string {
  return randomness.bytes(32).toString('base64url');
}

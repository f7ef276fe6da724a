import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that is always the same for the same parts: splits and hold-outs are decided by it, so that a customer stays
 * on the same side however often the question is asked, and different experiments are independent of each other.
 * SHA-256 over the length-prefixed parts; the first 52 bits are used (exactly a double's fraction).
 */
export function stickyFraction(...parts: readonly (string | number | bigint)[]): number {
  const hash = createHash('sha256');
  for (const part of parts) {
    const text = String(part);
    hash.update(`${text.length}:${text};`);
  }
  const digest = hash.digest();
  return (digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12)) / 2 ** 52;
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { Randomness } from '../kernel/index.ts';

/** Encrypts what has to be kept and given back but must not be readable in the database or a backup of it (AES-256-GCM). */
export type Seal = { seal(plain: Buffer, about: string): Buffer; open(sealed: Buffer, about: string): Buffer };

/** `purpose` gives each use its own key; `about` binds a text to its row, so that it cannot be moved to another. */
export function createSeal(secretKey: Buffer, purpose: string, randomness: Randomness): Seal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', `homefield ${purpose}`, 32));
  return {
    seal(plain, about) {
      const nonce = randomness.bytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, about) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    },
  };
}

/** A keyed hash: finds equal values without keeping them. */
export function keyedHash(secretKey: Buffer, purpose: string, value: string): Buffer {
  return createHmac('sha256', secretKey).update(`${purpose}:`).update(value).digest();
}

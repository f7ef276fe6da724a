import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Randomness } from '../kernel/index.ts';
import { SecretUnreadable } from './problems.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** Secrets of channels at rest: AES-256-GCM under a key drawn from the installation's (HKDF-SHA-256), bound to their workspace. */
export type SecretBox = {
  seal(workspaceId: bigint, secret: string): Buffer;
  open(workspaceId: bigint, sealed: Buffer): string;
};

export function createSecretBox({ secretKey, randomness }: { secretKey: Buffer; randomness: Randomness }): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secretKey, Buffer.alloc(0), 'homefield channel secrets 1', 32));
  const boundTo = (workspaceId: bigint) => Buffer.from(`workspace ${workspaceId}`);
  return {
    seal(workspaceId, secret) {
      const nonce = randomness.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(workspaceId));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(workspaceId, sealed) {
      const nonce = sealed.subarray(0, nonceBytes);
      const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(boundTo(workspaceId)).setAuthTag(tag);
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw SecretUnreadable({}, { cause: error });
      }
    },
  };
}

import { createCipheriv, createHash } from 'node:crypto';

/** Where callbacks go and how they are sealed. */
export interface CallbackConfig {
  url: string;
  token: string;
  /** 43 letters and digits. */
  encodingAesKey: string;
  agentId?: number;
}

/** Encrypts as the platform does (AES-256-CBC, PKCS#7 to 32). Written apart from the client's code on purpose: each checks the other. */
export function encryptMessage(message: string, encodingAesKey: string, receiveId: string, random: Buffer): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const body = Buffer.from(message);
  const head = Buffer.concat([random, Buffer.alloc(4)]);
  head.writeUInt32BE(body.length, 16);
  const plain = Buffer.concat([head, body, Buffer.from(receiveId)]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])), cipher.final()]).toString('base64');
}

export function sign(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** Why a callback was refused. The answer to the caller should be the same for all of them. */
export type CallbackFault = 'key' | 'signature' | 'cipher' | 'padding' | 'length' | 'receiveid' | 'xml';

export class CallbackRefused extends Error {
  readonly fault: CallbackFault;
  constructor(fault: CallbackFault) {
    super(`callback refused: ${fault}`);
    this.name = 'CallbackRefused';
    this.fault = fault;
  }
}

export interface CallbackCryptoOptions {
  /** Token of the callback configuration. */
  token: string;
  /** Exactly 43 letters and digits. */
  encodingAesKey: string;
  /** Corp id for a self-built app, suite id for provider callbacks. Checked on every message. */
  receiveId: string;
}

/** `msg_signature`, `timestamp` and `nonce` of the callback URL, decoded. */
export interface CallbackQuery {
  msgSignature: string;
  timestamp: string;
  nonce: string;
}

export interface CallbackCrypto {
  /** Answers the GET that WeCom sends when the URL is saved: reply with exactly this text, within 1 s. */
  verifyUrl(query: CallbackQuery & { echostr: string }): string;
  /** Checks the signature, decrypts, checks the receiver; returns the message (XML). */
  decrypt(query: CallbackQuery, encrypted: string): string;
  /** `random` is 16 bytes, from a secure source in production. Returns what goes into `Encrypt` and `MsgSignature`. */
  encrypt(message: string, seal: { timestamp: string; nonce: string; random: Uint8Array }): { encrypted: string; msgSignature: string };
}

const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const HEADER_BYTES = RANDOM_BYTES + 4;

/** SHA-1 over the sorted parts, as WeCom and official accounts sign their callbacks. */
export function callbackSignature(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

/** The callback scheme of WeCom: AES-256-CBC, PKCS#7 to 32 bytes, signed with SHA-1. */
export function createCallbackCrypto({ token, encodingAesKey, receiveId }: CallbackCryptoOptions): CallbackCrypto {
  if (!/^[0-9A-Za-z]{43}$/.test(encodingAesKey)) throw new CallbackRefused('key');
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const iv = key.subarray(0, 16);

  function decrypt(query: CallbackQuery, encrypted: string): string {
    const expected = callbackSignature(token, query.timestamp, query.nonce, encrypted);
    if (!sameText(expected, query.msgSignature)) throw new CallbackRefused('signature');
    return unwrap(unpad(decipher(encrypted)), receiveId);
  }

  function decipher(encrypted: string): Buffer {
    try {
      const aes = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      return Buffer.concat([aes.update(encrypted, 'base64'), aes.final()]);
    } catch {
      throw new CallbackRefused('cipher');
    }
  }

  return {
    verifyUrl: ({ echostr, ...query }) => decrypt(query, echostr),
    decrypt,
    encrypt(message, { timestamp, nonce, random }) {
      if (random.length !== RANDOM_BYTES) throw new RangeError('random must be 16 bytes');
      const text = Buffer.from(message, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      const aes = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      const plain = pad(Buffer.concat([random, length, text, Buffer.from(receiveId, 'utf8')]));
      const encrypted = Buffer.concat([aes.update(plain), aes.final()]).toString('base64');
      return { encrypted, msgSignature: callbackSignature(token, timestamp, nonce, encrypted) };
    },
  };
}

function pad(plain: Buffer): Buffer {
  const count = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  return Buffer.concat([plain, Buffer.alloc(count, count)]);
}

function unpad(padded: Buffer): Buffer {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK_BYTES || count > padded.length) throw new CallbackRefused('padding');
  if (!padded.subarray(padded.length - count).every((byte) => byte === count)) throw new CallbackRefused('padding');
  return padded.subarray(0, padded.length - count);
}

function unwrap(plain: Buffer, receiveId: string): string {
  if (plain.length < HEADER_BYTES) throw new CallbackRefused('length');
  const end = HEADER_BYTES + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) throw new CallbackRefused('length');
  if (!sameText(plain.toString('utf8', end), receiveId)) throw new CallbackRefused('receiveid');
  return plain.toString('utf8', HEADER_BYTES, end);
}

/** Compares hashes of both, so that neither content nor length shows in the time it takes. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { callbackSignature, CallbackRefused, createCallbackCrypto } from './callback-crypto.ts';
import type { CallbackFault } from './callback-crypto.ts';
import { callbackKey, encryptedPart, parseCallback, passiveReply } from './callback-xml.ts';
import { jsSdkSignature } from './js-sdk.ts';
import vectors from './testdata/callback-vectors.json' with { type: 'json' };

const named = (name: string) => {
  const vector = vectors.sealed.find((each) => each.name === name);
  if (!vector?.token) throw new Error(`no vector ${name}`);
  const { token, timestamp, nonce, msgSignature } = vector;
  return { ...vector, token, query: { timestamp, nonce, msgSignature } };
};
const v1 = named('V1_echostr');
const v3 = named('V3_utf8');

function faultOf(act: () => unknown): CallbackFault | 'accepted' {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof CallbackRefused) return error.fault;
    throw error;
  }
}

test.each(vectors.sealed)('$name is encrypted to the published bytes and signature', (vector) => {
  const crypto = createCallbackCrypto({ token: vector.token ?? 'token', encodingAesKey: vector.encodingAesKey, receiveId: vector.receiveId });
  const sealed = crypto.encrypt(vector.message, {
    timestamp: vector.timestamp ?? '1', nonce: vector.nonce ?? 'n', random: Buffer.from(vector.random, 'utf8'),
  });
  expect(sealed.encrypted).toBe(vector.encrypted);
  if (vector.msgSignature) expect(sealed.msgSignature).toBe(vector.msgSignature);
});

test.each(vectors.sealed)('$name is decrypted to its message', (vector) => {
  const token = vector.token ?? 'token';
  const [timestamp, nonce] = [vector.timestamp ?? '1', vector.nonce ?? 'n'];
  const crypto = createCallbackCrypto({ token, encodingAesKey: vector.encodingAesKey, receiveId: vector.receiveId });
  const msgSignature = vector.msgSignature ?? callbackSignature(token, timestamp, nonce, vector.encrypted);
  expect(crypto.decrypt({ msgSignature, timestamp, nonce }, vector.encrypted)).toBe(vector.message);
  expect(crypto.verifyUrl({ msgSignature, timestamp, nonce, echostr: vector.encrypted })).toBe(vector.message);
});

test.each(vectors.jsSdk)('$name is signed as published', ({ signature, ...input }) => {
  expect(jsSdkSignature(input)).toBe(signature);
  expect(jsSdkSignature({ ...input, url: `${input.url}#/later` })).toBe(signature);
});

test.each(vectors.plain)('$name is signed as published', ({ parts, signature }) => {
  expect(callbackSignature(...parts)).toBe(signature);
});

test('a message under the signature of another is refused', () => {
  const crypto = createCallbackCrypto(v1);
  expect(faultOf(() => crypto.decrypt({ ...v1.query, msgSignature: v3.query.msgSignature }, v1.encrypted))).toBe('signature');
  expect(faultOf(() => crypto.decrypt({ ...v1.query, msgSignature: '' }, v1.encrypted))).toBe('signature');
  expect(faultOf(() => crypto.decrypt({ ...v1.query, timestamp: '1760000001' }, v1.encrypted))).toBe('signature');
});

test('a message for another receiver is refused, even with a right signature', () => {
  expect(faultOf(() => createCallbackCrypto({ ...v1, receiveId: 'wwOTHER' }).decrypt(v1.query, v1.encrypted))).toBe('receiveid');
});

test('a changed cipher text is refused under the old and under a matching signature', () => {
  const changed = `${v1.encrypted.slice(0, -4)}AAA=`;
  const msgSignature = callbackSignature(v1.token, v1.query.timestamp, v1.query.nonce, changed);
  const crypto = createCallbackCrypto(v1);
  expect(faultOf(() => crypto.decrypt(v1.query, changed))).toBe('signature');
  expect(faultOf(() => crypto.decrypt({ ...v1.query, msgSignature }, changed))).toMatch(/padding|cipher|length|receiveid/);
});

test('keys that are not 43 letters and digits are refused', () => {
  expect(faultOf(() => createCallbackCrypto({ ...v1, encodingAesKey: v1.encodingAesKey.slice(1) }))).toBe('key');
  expect(faultOf(() => createCallbackCrypto({ ...v1, encodingAesKey: `${v1.encodingAesKey.slice(1)}=` }))).toBe('key');
});

test('cipher texts that are empty or not whole blocks are refused, not crashed on', () => {
  const crypto = createCallbackCrypto(v1);
  for (const encrypted of ['', 'AAAA', '!', v1.encrypted.slice(0, 24)]) {
    const msgSignature = callbackSignature(v1.token, v1.query.timestamp, v1.query.nonce, encrypted);
    expect(faultOf(() => crypto.decrypt({ ...v1.query, msgSignature }, encrypted))).not.toBe('accepted');
  }
});

test('a length beyond the message is refused, also where no receiver is expected', () => {
  const key = Buffer.from(`${v1.encodingAesKey}=`, 'base64');
  const plain = Buffer.concat([Buffer.alloc(16, 1), Buffer.from([0, 0, 0, 200]), Buffer.from('hello'), Buffer.alloc(7, 7)]);
  const aes = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypted = Buffer.concat([aes.update(plain), aes.final()]).toString('base64');
  const msgSignature = callbackSignature(v1.token, v1.query.timestamp, v1.query.nonce, encrypted);
  const crypto = createCallbackCrypto({ ...v1, receiveId: '' });
  expect(faultOf(() => crypto.decrypt({ ...v1.query, msgSignature }, encrypted))).toBe('length');
});

test('a pushed body gives its Encrypt part, and its event reads as text fields', () => {
  expect(encryptedPart('<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[abc==]]></Encrypt><AgentID>1</AgentID></xml>')).toBe('abc==');
  const event = parseCallback(named('V2_add_external_contact').message);
  expect(event).toMatchObject({ ChangeType: 'add_external_contact', UserID: 'lin.xia', CreateTime: '1760000000', State: 'store_007' });
  const joined = parseCallback('<xml><MemChangeList><Item>wm1</Item></MemChangeList><State>007</State></xml>');
  expect(joined).toMatchObject({ MemChangeList: { Item: ['wm1'] }, State: '007' });
});

test('bodies with a document type, without Encrypt or not XML at all are refused', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>';
  for (const body of [bomb, '<xml></xml>', '<xml><Encrypt></Encrypt></xml>', 'hello', '', '<xml>']) {
    expect(faultOf(() => encryptedPart(body))).toBe('xml');
  }
});

test('a passive reply can be opened by the other side', () => {
  const crypto = createCallbackCrypto(v1);
  const sealed = crypto.encrypt('ok', { timestamp: '1760000000', nonce: 'n', random: Buffer.alloc(16, 1) });
  const reply = passiveReply(sealed, '1760000000', 'n');
  expect(crypto.decrypt({ msgSignature: sealed.msgSignature, timestamp: '1760000000', nonce: 'n' }, encryptedPart(reply))).toBe('ok');
});

test('two events of one second have two keys, the same event again has the same', () => {
  const xml = named('V2_add_external_contact').message;
  expect(callbackKey(xml)).toBe(callbackKey(xml));
  expect(callbackKey(xml)).not.toBe(callbackKey(xml.replace('0001]]></ExternalUserID>', '0002]]></ExternalUserID>')));
});

import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { CallbackRefused } from './callback-crypto.ts';

/** A decrypted callback: all values are text, as sent. `MemChangeList.Item` is always a list. */
export interface CallbackMessage {
  ToUserName?: string;
  FromUserName?: string;
  /** Unix seconds. */
  CreateTime?: string;
  MsgType?: string;
  Event?: string;
  ChangeType?: string;
  UserID?: string;
  ExternalUserID?: string;
  State?: string;
  WelcomeCode?: string;
  Source?: string;
  FailReason?: string;
  [field: string]: unknown;
}

const parser = new XMLParser({
  parseTagValue: false, ignoreAttributes: true, trimValues: true, isArray: (name) => name === 'Item',
});

/** The `Encrypt` element of a pushed body. */
export function encryptedPart(body: string): string {
  const encrypted = parseXml(body)['Encrypt'];
  if (typeof encrypted !== 'string' || encrypted === '') throw new CallbackRefused('xml');
  return encrypted;
}

/** Reads a decrypted message. Refuses document types, so that no entity of a sender's making is ever expanded. */
export function parseCallback(xml: string): CallbackMessage {
  return parseXml(xml);
}

/**
 * A key to recognize the same callback twice. The advice of WeCom (sender + second) drops real events: all contact events
 * come from `sys`, and two different ones in one second collide.
 */
export function callbackKey(xml: string): string {
  return createHash('sha256').update(xml).digest('hex');
}

/** The body of a passive reply. */
export function passiveReply(sealed: { encrypted: string; msgSignature: string }, timestamp: string, nonce: string): string {
  return `<xml><Encrypt><![CDATA[${sealed.encrypted}]]></Encrypt><MsgSignature><![CDATA[${sealed.msgSignature}]]></MsgSignature>`
    + `<TimeStamp>${Number(timestamp)}</TimeStamp><Nonce><![CDATA[${nonce.replaceAll(']]>', '')}]]></Nonce></xml>`;
}

function parseXml(text: string): Record<string, unknown> {
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw new CallbackRefused('xml');
  let parsed: unknown;
  try {
    parsed = parser.parse(text, true);
  } catch {
    throw new CallbackRefused('xml');
  }
  const root = (parsed as { xml?: unknown } | undefined)?.xml;
  if (typeof root !== 'object' || root === null) throw new CallbackRefused('xml');
  return root as Record<string, unknown>;
}

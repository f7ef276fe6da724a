import type { Attachment, CustomerMessage } from '@homefield/wecom';
import { isObject, utf8Bytes } from '../fields.ts';
import type { Json } from '../fields.ts';
import { refuse } from '../refusal.ts';

const KINDS: ReadonlySet<unknown> = new Set(['image', 'link', 'miniprogram', 'video', 'file']);

/** Text and attachments of a message to customers. */
export function readMessage(body: Json, { textBytesMax, attachmentsMax }: { textBytesMax: number; attachmentsMax: number }): CustomerMessage {
  const text = isObject(body['text']) && typeof body['text']['content'] === 'string' ? body['text']['content'] : '';
  const attachments: unknown = body['attachments'] ?? [];
  if (!Array.isArray(attachments)) throw refuse(40058, 'attachments must be a list');
  if (text === '' && attachments.length === 0) throw refuse(41089, 'text and attachments are both empty');
  if (utf8Bytes(text) > textBytesMax) throw refuse(45002, 'text too long');
  if (attachments.length > attachmentsMax) throw refuse(41064, 'too many attachments');
  for (const each of attachments) {
    if (!isObject(each) || !KINDS.has(each['msgtype']) || !isObject(each[String(each['msgtype'])])) throw refuse(41065, 'invalid attachment');
  }
  return { ...(text !== '' && { text: { content: text } }), ...(attachments.length > 0 && { attachments: attachments as Attachment[] }) };
}

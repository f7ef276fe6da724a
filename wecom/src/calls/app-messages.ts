import type { Caller } from '../caller.ts';

interface Receivers {
  /** Up to 1,000 ids joined by `|`, or `@all`. */
  touser?: string;
  toparty?: string;
  totag?: string;
  agentid: number;
  safe?: 0 | 1 | 2;
  /** 1: the same text to the same receivers within the interval is sent once. The only idempotency that WeCom offers. */
  enable_duplicate_check?: 0 | 1;
  /** Seconds, default 1,800, at most 4 hours. */
  duplicate_check_interval?: number;
}

/** A message of the app to members of the corp; text ≤ 2,048 bytes (longer is cut). Above 30 a minute per member it is dropped. */
export type AppMessageRequest = Receivers & (
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { content: string } }
  | { msgtype: 'textcard'; textcard: { title: string; description: string; url: string; btntxt?: string } }
);

/** Lists are ids joined by `|`, lower case. */
export interface AppMessageSent {
  msgid?: string;
  invaliduser?: string;
  invalidparty?: string;
  invalidtag?: string;
  unlicenseduser?: string;
}

export function sendAppMessage({ call }: Caller, request: AppMessageRequest): Promise<AppMessageSent> {
  return call<AppMessageSent>({ method: 'POST', path: 'message/send', body: request, repeatable: request.enable_duplicate_check === 1 });
}

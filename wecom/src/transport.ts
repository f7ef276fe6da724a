import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { LOCAL_CODES } from './error-codes.ts';
import { WecomError } from './errors.ts';

/** One HTTP exchange. `url` holds the access token: do not log it. */
export interface HttpRequest {
  call: string;
  method: 'GET' | 'POST';
  url: string;
  /** JSON text; only with POST. */
  body?: string;
  timeoutMs: number;
  responseBytesMax: number;
}

/** Carries a request and returns the text of the answer, or fails with a WecomError of a local code. */
export type Transport = (request: HttpRequest) => Promise<string>;

/** Transport over undici; give a dispatcher for proxies, pools or certificates of your own. */
export function undiciTransport(dispatcher?: Dispatcher): Transport {
  return async ({ call, method, url, body, timeoutMs, responseBytesMax }) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(url, {
        method, signal: timeout, ...(dispatcher && { dispatcher }),
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      });
      const text = await readLimited(response.body, call, responseBytesMax);
      // WeCom answers 200 whatever its verdict; 5xx comes from something in between and says nothing about the call.
      if (response.statusCode >= 500) throw new WecomError(LOCAL_CODES.network, call, `HTTP ${response.statusCode}`);
      return text;
    } catch (error) {
      if (error instanceof WecomError) throw error;
      const code = timeout.aborted ? LOCAL_CODES.timedOut : LOCAL_CODES.network;
      throw new WecomError(code, call, withoutQuery(error));
    }
  };
}

async function readLimited(body: AsyncIterable<Uint8Array>, call: string, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new WecomError(LOCAL_CODES.unreadable, call, `answer above ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The cause of a network fault may quote the URL, and the URL holds the token. */
function withoutQuery(error: unknown): string {
  return String(error instanceof Error ? error.message : error).replace(/\?\S*/g, '?…');
}

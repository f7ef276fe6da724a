import { checkAnswer, parseAnswer } from './answers.ts';
import type { Json, Needs } from './answers.ts';
import { LOCAL_CODES } from './error-codes.ts';
import { WecomError } from './errors.ts';
import type { TokenStore } from './tokens.ts';
import type { Transport } from './transport.ts';

/** Bounds of the client; all have defaults. */
export interface ClientLimits {
  /** One HTTP exchange, default 10,000. */
  timeoutMs: number;
  /** Repeats after `-1` (busy), default 3. */
  retriesMax: number;
  /** Wait before the first repeat, doubled each time; default 500. */
  firstWaitMs: number;
  /** Largest answer accepted, default 32 MiB: `externalcontact/list` is not paged. */
  responseBytesMax: number;
  /** Pages that a generator reads before it gives up, default 100,000. */
  pagesMax: number;
}

/** One call of the API, without its token. */
export interface CallSpec {
  method: 'GET' | 'POST';
  /** Path below `/cgi-bin/`. */
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: object;
  needs?: Needs;
  /**
   * May be sent again after a time-out or a broken connection, because twice is the same as once. Never set for calls that
   * create something: WeCom knows no idempotency key.
   */
  repeatable?: boolean;
}

/** Carries out calls with a token, retries and checks. */
export interface Caller {
  call<Answer>(spec: CallSpec): Promise<Answer>;
  readonly limits: ClientLimits;
}

export interface CallerDeps {
  baseUrl: string;
  corpId: string;
  secret: string;
  tokens: TokenStore;
  transport: Transport;
  wait: (ms: number) => Promise<void>;
  limits: ClientLimits;
}

export function createCaller(deps: CallerDeps): Caller {
  const { baseUrl, corpId, secret, tokens, limits, wait } = deps;
  const tokenKey = [baseUrl, corpId, secret].join('\n');

  async function exchange(spec: CallSpec, query: CallSpec['query']): Promise<Json> {
    const text = await deps.transport({
      call: spec.path, method: spec.method, url: urlOf(baseUrl, spec.path, { ...spec.query, ...query }),
      ...(spec.method === 'POST' && { body: JSON.stringify(spec.body ?? {}) }),
      timeoutMs: limits.timeoutMs, responseBytesMax: limits.responseBytesMax,
    });
    const answer = parseAnswer(text, spec.path);
    if (answer.errcode !== 0) throw new WecomError(answer.errcode, spec.path, answer.errmsg.replaceAll(secret, '…'));
    checkAnswer(answer, spec.needs ?? {}, spec.path);
    return answer;
  }

  async function withRetries(spec: CallSpec, query: () => Promise<CallSpec['query']>): Promise<Json> {
    for (let retry = 0; ; retry += 1) {
      try {
        return await exchange(spec, await query());
      } catch (error) {
        if (retry >= limits.retriesMax || !mayRepeat(error, spec)) throw error;
        await wait(limits.firstWaitMs * 2 ** retry);
      }
    }
  }

  async function fetchToken(): Promise<{ token: string; expiresInSeconds: number }> {
    const spec: CallSpec = { method: 'GET', path: 'gettoken', needs: { access_token: 'text', expires_in: 'number' }, repeatable: true };
    const answer = await withRetries(spec, async () => ({ corpid: corpId, corpsecret: secret }));
    return { token: String(answer['access_token']), expiresInSeconds: Number(answer['expires_in']) };
  }

  return {
    limits,
    async call<Answer>(spec: CallSpec): Promise<Answer> {
      for (let refreshed = false; ; refreshed = true) {
        let token = '';
        try {
          const answer = await withRetries(spec, async () => ({ access_token: (token = await tokens.get(tokenKey, fetchToken)) }));
          return answer as Answer;
        } catch (error) {
          if (!(error instanceof WecomError) || error.kind !== 'token') throw error;
          tokens.drop(tokenKey, token);
          if (refreshed) throw error;
        }
      }
    },
  };
}

function mayRepeat(error: unknown, spec: CallSpec): boolean {
  if (!(error instanceof WecomError)) return false;
  if (error.code === -1) return true;
  return spec.repeatable === true && (error.code === LOCAL_CODES.timedOut || error.code === LOCAL_CODES.network);
}

function urlOf(baseUrl: string, path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const url = new URL(`cgi-bin/${path}`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}

import type { Language } from '../i18n/language.ts';
import { ApiProblem, problemOf } from './problem.ts';
import { randomKey, shortReference } from './random.ts';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What calls need to know of the session; the shell keeps it current. */
export const caller: {
  csrfToken: string | null;
  language: Language;
  /** The brand that the page is about. Another tab may have taken the browser to another one: then the server refuses. */
  workspaceId: string | null;
  /** How often another brand was gone to: what was asked before must not be taken for an answer of the next one. */
  brandsLeft: number;
  onSignedOut: () => void;
  /** The brand has begun to ask for a second factor. */
  onTotpNeeded: () => void;
  /** The role no longer allows what the page still offered. */
  onNotAllowed: () => void;
  /** The browser is in another brand than the page. */
  onOtherBrand: () => void;
  /** Nobody answered, or only a proxy in front of a server that is away. */
  onUnreachable: () => void;
} = { csrfToken: null, language: 'zh', workspaceId: null, brandsLeft: 0, onSignedOut: () => {}, onTotpNeeded: () => {}, onNotAllowed: () => {}, onOtherBrand: () => {}, onUnreachable: () => {} };

const timeoutMs = 30_000;

export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `/api${path}${text ? `?${text}` : ''}`;
}

/** Headers of an unsafe call. One idempotency key stands for one intention: a retry of the call repeats it. */
export function unsafeHeaders(idempotencyKey = randomKey()): Record<string, string> {
  return { 'idempotency-key': idempotencyKey, ...(caller.csrfToken ? { 'x-csrf-token': caller.csrfToken } : {}) };
}

/** For which brand a call is meant. */
export function brandHeader(): Record<string, string> {
  return caller.workspaceId ? { 'x-homefield-workspace': caller.workspaceId } : {};
}

/** `csrfToken`: of the session that the browser is in by now, where the page is still another one's. */
export type CallOptions = Readonly<{ query?: Query; body?: unknown; signal?: AbortSignal; idempotencyKey?: string; csrfToken?: string }>;

/** Unsafe calls on their way, by what they ask for. */
const underWay = new Map<string, Promise<unknown>>();

/** One call; see `send`. What is asked for again while it is under way (a double click, Enter twice) is one intention: it gets the same answer. */
export function call<Answer>(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
  if (method === 'GET' || options.signal || options.idempotencyKey) return send(method, path, options);
  // With whose it is: in the next brand the same words mean something else.
  const intention = `${caller.csrfToken} ${method} ${addressOf(path, options.query)} ${JSON.stringify(options.body)}`;
  const before = underWay.get(intention);
  if (before) return before as Promise<Answer>;
  const sent = send<Answer>(method, path, options).finally(() => underWay.delete(intention));
  underWay.set(intention, sent);
  return sent;
}

/**
 * Answers the parsed body (undefined for 204), throws `ApiProblem` for everything that is not 2xx, and lets aborts
 * through as they are. An unsafe call that got no answer is repeated once under the same idempotency key: the server does it once.
 */
async function send<Answer>(method: Method, path: string, options: CallOptions): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json', 'accept-language': caller.language };
  if (method !== 'GET') Object.assign(headers, unsafeHeaders(options.idempotencyKey));
  // The way from one brand to the other is about neither.
  if (path !== '/session/switch') Object.assign(headers, brandHeader());
  if (options.csrfToken) headers['x-csrf-token'] = options.csrfToken;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const request: RequestInit = { method, headers, credentials: 'same-origin', body: options.body === undefined ? null : JSON.stringify(options.body) };
  const { brandsLeft } = caller;
  const response = await answered(addressOf(path, options.query), request, options.signal, method === 'GET' ? 1 : 2);
  const answer: unknown = response.ok && response.status !== 204 ? await response.json() : undefined;
  if (caller.brandsLeft !== brandsLeft) throw new DOMException('Another brand was gone to meanwhile.', 'AbortError');
  if (response.ok) return answer as Answer;
  const problem = await problemOf(response, shortReference());
  report(problem, path);
  throw problem;
}

/** Tells the shell what concerns more than the caller. */
export function report({ status, code }: ApiProblem, path: string): void {
  if (status === 401 && !path.startsWith('/session')) caller.onSignedOut();
  if (code === 'totp_needed') caller.onTotpNeeded();
  if (code === 'other_brand') caller.onOtherBrand();
  if (status === 403 && code === 'not_allowed') caller.onNotAllowed();
  // A proxy's own page instead of a problem: the server behind it is away.
  if (status >= 502 && status <= 504 && code === 'server_unwell') caller.onUnreachable();
}

async function answered(address: string, request: RequestInit, signal: AbortSignal | undefined, attempts: number): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(address, { ...request, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    } catch (error) {
      if (signal?.aborted) throw error;
      if (attempt < attempts) continue;
      if (!limit.aborted) caller.onUnreachable();
      throw new ApiProblem({ code: limit.aborted ? 'answer_late' : 'server_unreachable', status: 0, reference: shortReference() });
    }
  }
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
  call<Answer>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
export const post = <Answer>(path: string, body?: unknown, options: CallOptions = {}) => call<Answer>('POST', path, { ...options, body });
export const put = <Answer>(path: string, body: unknown) => call<Answer>('PUT', path, { body });
export const patch = <Answer>(path: string, body: unknown) => call<Answer>('PATCH', path, { body });
export const remove = <Answer>(path: string) => call<Answer>('DELETE', path);

/** The shape of every list. */
export type Page<Item> = Readonly<{ data: readonly Item[]; nextCursor: string | null }>;

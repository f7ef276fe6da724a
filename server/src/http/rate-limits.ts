import type { FastifyRequest } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { TooManyRequests } from './problems.ts';
import type { HttpServer } from './server-types.ts';

/** A console page asks 5-10 things at once; an office of 50 people may share one address before it signs in. */
const perActorPerMinute = 1_200;
const perAddressPerMinute = 3_000;
/** Unknown cookies and keys: each costs a look into the database, and nobody honest sends many. */
const failuresPerMinute = 60;

/** Counts credentials that were not known, by address, and refuses more of them before they reach the database. */
export type FailureLimit = {
  check(request: FastifyRequest): Promise<void>;
  count(request: FastifyRequest): Promise<void>;
};

/** In the memory of the process: a flood is stopped, nothing is accounted. Sign-in failures are counted in PostgreSQL instead. */
export async function registerRateLimits(app: HttpServer): Promise<FailureLimit> {
  await app.register(rateLimit, {
    global: true,
    timeWindow: '1 minute',
    max: (request) => (request.maybeActor ? perActorPerMinute : perAddressPerMinute),
    keyGenerator: (request) => (request.maybeActor ? `${request.maybeActor.kind}:${request.maybeActor.id}` : `address:${addressGroup(request.ip)}`),
    errorResponseBuilder: (_, context) => TooManyRequests({ seconds: Math.max(1, Math.ceil(context.ttl / 1000)) }),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  });
  const limit = app.createRateLimit({ max: failuresPerMinute, timeWindow: '1 minute', keyGenerator: (request) => `failure:${addressGroup(request.ip)}` });
  return {
    async check(request) {
      const state = await limit(request, { increment: false });
      if (!state.isAllowed && state.remaining <= 0) throw TooManyRequests({ seconds: Math.max(1, state.ttlInSeconds) });
    },
    async count(request) { await limit(request); },
  };
}

/** One IPv6 customer holds a whole /64. */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

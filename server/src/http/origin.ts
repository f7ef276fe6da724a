import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { CsrfTokenWrong, HostUnknown, OriginForeign } from './problems.ts';

/** The token that a page sends back with unsafe calls: follows from the session, so nothing is stored. */
export function csrfTokenOf(secretKey: Buffer, sessionHash: Buffer): string {
  return createHmac('sha256', secretKey).update('csrf:').update(sessionHash).digest('base64url');
}

export function checkCsrfToken(request: FastifyRequest, expected: string): void {
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(expected);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw CsrfTokenWrong();
}

/** Refuses an unsafe call that a page of another site makes the browser send. Callers that are no browsers send neither header. */
export function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin } = request.headers;
  if (origin === undefined) {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw OriginForeign();
    return;
  }
  const host = URL.canParse(origin) ? new URL(origin).host : '';
  if (host === '' || (host !== request.host && !(publicUrl !== undefined && new URL(publicUrl).origin === origin))) throw OriginForeign();
}

/** With a public address only that name, this machine and bare addresses are answered: a foreign name that points here is a trick. */
export function checkHost(request: FastifyRequest, publicUrl: string | undefined): void {
  if (publicUrl === undefined) return;
  const name = request.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === new URL(publicUrl).hostname || name === 'localhost' || isIP(name) !== 0) return;
  throw HostUnknown({ host: name.slice(0, 100) });
}

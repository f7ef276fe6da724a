import type { SessionState } from '@homefield/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csrfTokenOf, otherSessionsCookie, sessionCookie } from '../http/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Clock, Config } from '../kernel/index.ts';
import { readTokens, shownOther, writeTokens } from './held-sessions.ts';
import type { Browsing, HeldSession } from './held-sessions.ts';
import type { Organization } from './organization.ts';
import { absoluteMs } from './session-store.ts';
import type { Opened } from './sign-in.ts';

export type SessionRouteOptions = {
  organization: Organization;
  config: Pick<Config, 'publicUrl'>;
  secretKey: Buffer;
  /** The product's time (virtual in the demo), as the console shows it. */
  clock: Clock;
  virtualTime: boolean;
};

/** The cookies of the session in use and of those beside it, and what a browser says about itself when it signs in. */
export function createSessionCookies(publicUrl: string | undefined) {
  const cookie = sessionCookie(publicUrl);
  const beside = otherSessionsCookie(publicUrl);
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: cookie.secure } as const;
  const kept = { ...attributes, maxAge: absoluteMs / 1000 };
  const setBeside = (request: FastifyRequest, reply: FastifyReply, tokens: readonly string[]): void => {
    if (tokens.length > 0) reply.setCookie(beside, writeTokens(tokens), kept);
    else if (request.cookies[beside] !== undefined) reply.clearCookie(beside, attributes);
  };
  return {
    /** The session in use and those beside it: nothing else is left of what the browser held. */
    set(request: FastifyRequest, reply: FastifyReply, token: string, besideTokens: readonly string[]): void {
      reply.setCookie(cookie.name, token, kept);
      setBeside(request, reply, besideTokens);
    },
    setBeside,
    clear(request: FastifyRequest, reply: FastifyReply): void {
      reply.clearCookie(cookie.name, attributes);
      setBeside(request, reply, []);
    },
    fromOf: (request: FastifyRequest): Browsing => ({ address: request.ip, userAgent: request.headers['user-agent'], token: request.cookies[cookie.name], besideTokens: readTokens(request.cookies[beside]) }),
  };
}

export type SessionCookies = ReturnType<typeof createSessionCookies>;
type Who = { kind: string; id: bigint; workspaceId: bigint };

/** `held`: what the browser is signed in to; of that, what is another brand's is told. */
export async function stateOf(options: SessionRouteOptions, actor: Who | null, sessionHash: Buffer | undefined, held: readonly HeldSession[]): Promise<SessionState> {
  const { organization, secretKey, clock, virtualTime } = options;
  const [user, workspace, firstRun, totpNeeded, providers] = await Promise.all([
    actor?.kind === 'user' ? organization.users.read(actor.workspaceId, actor.id) : undefined,
    actor ? organization.workspaces.read(actor.workspaceId) : undefined,
    actor ? null : organization.firstOwners.firstRun(),
    sessionHash ? organization.sessions.totpNeeded(sessionHash) : false,
    actor && actor.kind !== 'user' ? [] : organization.sso.offered(actor ? [actor.workspaceId, ...held.map(({ workspaceId }) => workspaceId)] : []),
  ]);
  return {
    firstRun: firstRun !== null,
    ...(firstRun?.held ? { held: firstRun.held } : {}),
    user: user ? { id: formatId('user', user.userId), name: user.name, email: user.email, role: user.role, scope: user.scope, ...(totpNeeded ? { totpNeeded } : {}) } : null,
    workspace: workspace ? { id: formatId('workspace', workspace.workspaceId), name: workspace.name, zone: workspace.zone, currency: workspace.currency, logoUrl: logoUrlOf(workspace.logo) } : null,
    others: user ? held.filter(({ workspaceId }) => workspaceId !== user.workspaceId).map(shownOther) : [],
    csrfToken: sessionHash ? csrfTokenOf(secretKey, sessionHash) : null,
    nowMs: clock.now(),
    virtualTime,
    ...(providers.length > 0 ? { providers: providers.map(({ providerId, label, brand }) => ({ id: formatId('provider', providerId), label, brand })) } : {}),
  };
}

/** Who asks, and what else their browser is signed in to; what has ended meanwhile falls out of its cookie. */
export async function presentState(options: SessionRouteOptions, cookies: SessionCookies, request: FastifyRequest, reply: FastifyReply): Promise<SessionState> {
  const { maybeActor, identified } = request;
  // While nobody is signed in the cookie stays: whoever signs in again over the page goes on with all of it.
  if (maybeActor?.kind !== 'user') return stateOf(options, maybeActor, identified?.sessionHash, []);
  const { besideTokens = [] } = cookies.fromOf(request);
  const held = (await options.organization.sessions.held({ besideTokens })).filter(({ workspaceId }) => workspaceId !== maybeActor.workspaceId);
  if (held.length < besideTokens.length) cookies.setBeside(request, reply, held.map(({ token }) => token));
  return stateOf(options, maybeActor, identified?.sessionHash, held);
}

/** Gives the browser its cookies and says who it is now. */
export async function answerOpened(options: SessionRouteOptions, request: FastifyRequest, reply: FastifyReply, { user, token, sessionHash, besideTokens }: Opened): Promise<SessionState> {
  createSessionCookies(options.config.publicUrl).set(request, reply, token, besideTokens);
  return stateOf(options, { kind: 'user', id: user.userId, workspaceId: user.workspaceId }, sessionHash, await options.organization.sessions.held({ besideTokens }));
}

/** The version is part of the address, so that a browser may keep the picture. */
export function logoUrlOf(version: string | null): string | null {
  return version === null ? null : `/api/workspace/logo?v=${version}`;
}

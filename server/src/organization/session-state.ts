import type { SessionState } from '@homefield/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csrfTokenOf, sessionCookie } from '../http/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Clock, Config } from '../kernel/index.ts';
import type { Place } from './device.ts';
import type { Organization } from './organization.ts';
import { absoluteMs } from './session-store.ts';
import type { Opened } from './sessions.ts';

export type SessionRouteOptions = {
  organization: Organization;
  config: Pick<Config, 'publicUrl'>;
  secretKey: Buffer;
  /** The product's time (virtual in the demo), as the console shows it. */
  clock: Clock;
  virtualTime: boolean;
};

/** The cookie of a session, and what a browser says about itself when it signs in. */
export function createSessionCookies(publicUrl: string | undefined) {
  const cookie = sessionCookie(publicUrl);
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: cookie.secure } as const;
  return {
    set: (reply: FastifyReply, token: string) => reply.setCookie(cookie.name, token, { ...attributes, maxAge: absoluteMs / 1000 }),
    clear: (reply: FastifyReply) => reply.clearCookie(cookie.name, attributes),
    tokenOf: (request: FastifyRequest) => request.cookies[cookie.name],
    fromOf: (request: FastifyRequest): Place & { oldToken: string | undefined } => ({ address: request.ip, userAgent: request.headers['user-agent'], oldToken: request.cookies[cookie.name] }),
  };
}

type Who = { kind: string; id: bigint; workspaceId: bigint };

export async function stateOf(options: SessionRouteOptions, actor: Who | null, sessionHash: Buffer | undefined): Promise<SessionState> {
  const { organization, secretKey, clock, virtualTime } = options;
  const [user, workspace, firstRun, totpNeeded, providers] = await Promise.all([
    actor?.kind === 'user' ? organization.users.read(actor.workspaceId, actor.id) : undefined,
    actor ? organization.workspaces.read(actor.workspaceId) : undefined,
    actor ? false : organization.firstOwners.isFirstRun(),
    sessionHash ? organization.sessions.totpNeeded(sessionHash) : false,
    actor ? [] : organization.sso.offered(),
  ]);
  return {
    firstRun,
    user: user ? { id: formatId('user', user.userId), name: user.name, email: user.email, role: user.role, scope: user.scope, ...(totpNeeded ? { totpNeeded } : {}) } : null,
    workspace: workspace ? { id: formatId('workspace', workspace.workspaceId), name: workspace.name, zone: workspace.zone, currency: workspace.currency, logoUrl: logoUrlOf(workspace.logo) } : null,
    csrfToken: sessionHash ? csrfTokenOf(secretKey, sessionHash) : null,
    nowMs: clock.now(),
    virtualTime,
    ...(providers.length > 0 ? { providers: providers.map(({ providerId, label }) => ({ id: formatId('provider', providerId), label })) } : {}),
  };
}

/** Gives the browser its cookie and says who it is now. */
export function answerOpened(options: SessionRouteOptions, reply: FastifyReply, { user, token, sessionHash }: Opened): Promise<SessionState> {
  createSessionCookies(options.config.publicUrl).set(reply, token);
  return stateOf(options, { kind: 'user', id: user.userId, workspaceId: user.workspaceId }, sessionHash);
}

/** The version is part of the address, so that a browser may keep the picture. */
export function logoUrlOf(version: string | null): string | null {
  return version === null ? null : `/api/workspace/logo?v=${version}`;
}

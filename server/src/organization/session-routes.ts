import { firstOwner, ownChange, sessionState, signIn } from '@homefield/contract';
import type { SessionState } from '@homefield/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csrfTokenOf, sessionCookie } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, isProblem } from '../kernel/index.ts';
import type { Clock, Config } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { EmailTaken, OwnerExists, PasswordWrong, SetupTokenWrong, SignInLocked, SignInWrong } from './problems.ts';
import { absoluteMs } from './session-store.ts';

export type SessionRouteOptions = {
  organization: Organization;
  config: Pick<Config, 'publicUrl'>;
  secretKey: Buffer;
  /** The product's time (virtual in the demo), as the console shows it. */
  clock: Clock;
  virtualTime: boolean;
};

const tags = ['session'];
const everybody = { access: { public: true } } as const;

export function sessionRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { organization } = options;
  const cookie = sessionCookie(options.config.publicUrl);
  const setCookie = (reply: FastifyReply, token: string) => reply.setCookie(cookie.name, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: cookie.secure, maxAge: absoluteMs / 1000 });
  app.get('/api/session', {
    config: everybody,
    schema: { summary: 'Who is signed in, and whether the installation waits for its first owner', tags, response: { 200: sessionState } },
  }, (request) => stateOf(options, request.maybeActor, request.identified?.sessionHash));
  app.post('/api/session', {
    config: { ...everybody, problems: [SignInWrong, SignInLocked] },
    schema: { summary: 'Sign in', tags, body: signIn, response: { 200: sessionState } },
  }, async (request, reply) => {
    const { user, token, sessionHash } = await organization.sessions.signIn({ ...request.body, address: request.ip, oldToken: request.cookies[cookie.name] });
    setCookie(reply, token);
    return stateOf(options, { kind: 'user', id: user.userId, workspaceId: user.workspaceId }, sessionHash);
  });
  app.delete('/api/session', {
    config: { access: { may: 'account.own' }, idempotency: false },
    schema: { summary: 'Sign out', tags, response: { 200: sessionState } },
  }, async (request, reply) => {
    await organization.sessions.signOut(request.cookies[cookie.name] ?? '');
    reply.clearCookie(cookie.name, { path: '/', httpOnly: true, sameSite: 'lax', secure: cookie.secure });
    return stateOf(options, null, undefined);
  });
  app.patch('/api/session', {
    config: { access: { may: 'account.own' }, problems: [PasswordWrong, SignInLocked] },
    schema: { summary: 'Change the own language or password', tags, body: ownChange, response: { 200: sessionState } },
  }, async (request) => {
    await changeOwn(organization, request, request.body);
    return stateOf(options, request.actor, request.identified?.sessionHash);
  });
  app.post('/api/first-owner', {
    config: { ...everybody, problems: [SetupTokenWrong, OwnerExists, EmailTaken, SignInLocked] },
    schema: { summary: 'Make the first owner and the workspace, with the setup token that the start printed', tags, body: firstOwner, response: { 200: sessionState } },
  }, async (request, reply) => {
    const user = await organization.firstOwners.create({ ...request.body, address: request.ip });
    const { token, sessionHash } = await organization.sessions.open(user);
    setCookie(reply, token);
    return stateOf(options, { kind: 'user', id: user.userId, workspaceId: user.workspaceId }, sessionHash);
  });
}

async function changeOwn({ sessions, users }: Organization, request: FastifyRequest, { language, password }: { language?: 'zh' | 'en' | null | undefined; password?: { present: string; next: string } | undefined }): Promise<void> {
  const { actor } = request;
  if (password) {
    const user = await users.read(actor.workspaceId, actor.id);
    // An unlocked screen must not be enough to take an account over; guesses count as failed sign-ins.
    await sessions.confirm({ email: user?.email ?? '', password: password.present, address: request.ip }).catch((error: unknown) => {
      // Not 401: the session is as good as before.
      throw isProblem(error) && error.code === SignInWrong.code ? PasswordWrong() : error;
    });
  }
  await users.change(actor, actor.workspaceId, actor.id, { language, password: password?.next }, request.identified?.sessionHash);
}

async function stateOf({ organization, secretKey, clock, virtualTime }: SessionRouteOptions, actor: { kind: string; id: bigint; workspaceId: bigint } | null, sessionHash: Buffer | undefined): Promise<SessionState> {
  const [user, workspace, firstRun] = await Promise.all([
    actor?.kind === 'user' ? organization.users.read(actor.workspaceId, actor.id) : undefined,
    actor ? organization.workspaces.read(actor.workspaceId) : undefined,
    actor ? false : organization.firstOwners.isFirstRun(),
  ]);
  return {
    firstRun,
    user: user ? { id: formatId('user', user.userId), name: user.name, email: user.email, role: user.role, scope: user.scope } : null,
    workspace: workspace ? { id: formatId('workspace', workspace.workspaceId), name: workspace.name, zone: workspace.zone, currency: workspace.currency } : null,
    csrfToken: sessionHash ? csrfTokenOf(secretKey, sessionHash) : null,
    nowMs: clock.now(),
    virtualTime,
  };
}

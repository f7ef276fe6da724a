import { firstOwner, ownChange, sessionState, signIn, signInCode } from '@homefield/contract';
import type { FastifyRequest } from 'fastify';
import type { HttpServer } from '../http/index.ts';
import { isProblem, minuteMs } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { CodeWrong, EmailTaken, FreshSignInNeeded, OwnerExists, PasswordWrong, SetupTokenWrong, SignInLocked, SignInWrong, TicketOver } from './problems.ts';
import { answerOpened, createSessionCookies, stateOf } from './session-state.ts';
import { freshMs } from './sessions.ts';
import type { SessionRouteOptions } from './session-state.ts';

const tags = ['session'];
const everybody = { access: { public: true } } as const;

export function sessionRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { organization } = options;
  const cookies = createSessionCookies(options.config.publicUrl);
  app.get('/api/session', {
    config: everybody,
    schema: { summary: 'Who is signed in, and whether the installation waits for its first owner', tags, response: { 200: sessionState } },
  }, (request) => stateOf(options, request.maybeActor, request.identified?.sessionHash));
  app.post('/api/session', {
    config: { ...everybody, problems: [SignInWrong, SignInLocked] },
    schema: { summary: 'Sign in; who has a second factor is answered `codeNeeded` with a ticket for POST /api/session/code', tags, body: signIn, response: { 200: sessionState } },
  }, async (request, reply) => {
    const result = await organization.sessions.signIn({ ...request.body, ...cookies.fromOf(request) });
    if ('user' in result) return answerOpened(options, reply, result);
    return { ...await stateOf(options, null, undefined), codeNeeded: result };
  });
  app.post('/api/session/code', {
    config: { ...everybody, problems: [CodeWrong, TicketOver, SignInLocked] },
    schema: { summary: 'The second step of a sign-in: a code of the authenticator app, or a recovery code', tags, body: signInCode, response: { 200: sessionState } },
  }, async (request, reply) => answerOpened(options, reply, await organization.sessions.signInWithCode({ ...request.body, ...cookies.fromOf(request) })));
  app.delete('/api/session', {
    config: { access: { may: 'account.own' }, idempotency: false },
    schema: { summary: 'Sign out', tags, response: { 200: sessionState } },
  }, async (request, reply) => {
    await organization.sessions.signOut(cookies.tokenOf(request) ?? '');
    cookies.clear(reply);
    return stateOf(options, null, undefined);
  });
  app.patch('/api/session', {
    config: { access: { may: 'account.own' }, problems: [PasswordWrong, CodeWrong, FreshSignInNeeded, SignInLocked] },
    schema: { summary: 'Change the own name, language or password; who has none yet sets one with a code of their second factor, or soon after signing in', tags, body: ownChange, response: { 200: sessionState } },
  }, async (request) => {
    await changeOwn(organization, request, request.body);
    return stateOf(options, request.actor, request.identified?.sessionHash);
  });
  app.post('/api/first-owner', {
    config: { ...everybody, problems: [SetupTokenWrong, OwnerExists, EmailTaken, SignInLocked] },
    schema: { summary: 'Make the first owner and the workspace, with the setup token that the start printed', tags, body: firstOwner, response: { 200: sessionState } },
  }, async (request, reply) => {
    const user = await organization.firstOwners.create({ ...request.body, address: request.ip });
    return answerOpened(options, reply, { user, ...await organization.sessions.open(user, cookies.fromOf(request)) });
  });
}

type OwnChange = { name?: string | undefined; language?: 'zh' | 'en' | null | undefined; password?: { present?: string | undefined; code?: string | undefined; next: string } | undefined };

async function changeOwn(organization: Organization, request: FastifyRequest, { name, language, password }: OwnChange): Promise<void> {
  const { users, sessions } = organization;
  const { actor: { workspaceId, id }, actor } = request;
  const first = password !== undefined && !(await users.hasPassword(workspaceId, id));
  if (first) await proveWithoutPassword(organization, request, password.code);
  else if (password) await confirmPassword(sessions, (await users.read(workspaceId, id))?.email ?? '', password.present ?? '', request.ip);
  await users.change(actor, workspaceId, id, { name, language, [first ? 'firstPassword' : 'password']: password?.next }, request.identified?.sessionHash);
}

/** Who has no password shows their second factor instead; without one, the provider has to have known them a moment ago. */
async function proveWithoutPassword({ users, totp, sessions }: Organization, request: FastifyRequest, code: string | undefined): Promise<void> {
  const { actor: { workspaceId, id }, identified } = request;
  const user = await users.read(workspaceId, id);
  if (user && (await totp.read(user)).confirmedAtMs !== null) return sessions.confirmCode({ user, code: code ?? '', address: request.ip });
  if (!identified?.sessionHash || !(await sessions.isFresh(identified.sessionHash))) throw FreshSignInNeeded({ minutes: freshMs / minuteMs });
}

/** An unlocked screen must not be enough to take an account over; guesses count as failed sign-ins. */
export async function confirmPassword(sessions: Organization['sessions'], email: string, password: string, address: string): Promise<void> {
  await sessions.confirm({ email, password, address }).catch((error: unknown) => {
    // Not 401: the session is as good as before.
    throw isProblem(error) && error.code === SignInWrong.code ? PasswordWrong() : error;
  });
}

import { firstOwner, ownChange, sessionState, signIn, signInCode, signOutQuery, switchSession } from '@homefield/contract';
import type { SessionState } from '@homefield/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkMeant } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, minuteMs, parseId, ZoneUnknown } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { BrandSessionOver, CodeWrong, CurrencyUnknown, EmailTaken, FreshSignInNeeded, OwnerExists, PasswordWeak, PasswordWrong, SetupTokenWrong, SignInLocked, SignInWrong, TicketOver } from './problems.ts';
import { answerOpened, createSessionCookies, presentState, stateOf } from './session-state.ts';
import { freshMs } from './sessions.ts';
import type { SessionRouteOptions } from './session-state.ts';

const tags = ['session'];
const everybody = { access: { public: true } } as const;

export function sessionRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { organization } = options;
  const cookies = createSessionCookies(options.config.publicUrl);
  browserRoutes(app, options);
  app.get('/api/session', {
    config: everybody,
    schema: { summary: 'Who is signed in, to which other brands this browser is too, and whether the installation waits for its first owner', tags, response: { 200: sessionState } },
  }, (request, reply) => presentState(options, cookies, request, reply));
  app.post('/api/session', {
    config: { ...everybody, problems: [SignInWrong, SignInLocked] },
    schema: { summary: 'Sign in; `keep` leaves the brands that the browser is signed in to already beside this one. Who has a second factor is answered `codeNeeded` with a ticket for POST /api/session/code', tags, body: signIn, response: { 200: sessionState } },
  }, async (request, reply) => {
    const { workspaceId, ...proof } = request.body;
    const result = await organization.sessions.signIn({ ...proof, ...(workspaceId === undefined ? {} : { wanted: parseId('workspace', workspaceId) }), ...cookies.fromOf(request) });
    if ('user' in result) return answerOpened(options, request, reply, result);
    const { ticket, untilMs, brand, otherBrands } = result;
    const codeNeeded = { ticket, untilMs, brand: brand.name, otherBrands: otherBrands.map((other) => ({ id: formatId('workspace', other.workspaceId), name: other.name })) };
    return { ...await stateOf(options, null, undefined, []), codeNeeded };
  });
  app.post('/api/session/code', {
    config: { ...everybody, problems: [CodeWrong, TicketOver, SignInLocked] },
    schema: { summary: 'The second step of a sign-in: a code of the authenticator app, or a recovery code', tags, body: signInCode, response: { 200: sessionState } },
  }, async (request, reply) => answerOpened(options, request, reply, await organization.sessions.signInWithCode({ ...request.body, ...cookies.fromOf(request) })));
  app.patch('/api/session', {
    config: { access: { may: 'account.own' }, problems: [PasswordWrong, PasswordWeak, CodeWrong, FreshSignInNeeded, SignInLocked] },
    schema: { summary: 'Change the own name, language or password; who has none yet sets one with a code of their second factor, or soon after signing in', tags, body: ownChange, response: { 200: sessionState } },
  }, async (request, reply) => {
    await changeOwn(organization, request, request.body);
    return presentState(options, cookies, request, reply);
  });
  app.post('/api/first-owner', {
    config: { ...everybody, problems: [SetupTokenWrong, OwnerExists, EmailTaken, SignInLocked, PasswordWeak, CurrencyUnknown, ZoneUnknown] },
    schema: { summary: 'Make the first owner and the workspace, with the setup token that the start printed', tags, body: firstOwner, response: { 200: sessionState } },
  }, async (request, reply) => {
    const user = await organization.firstOwners.create({ ...request.body, address: request.ip });
    return answerOpened(options, request, reply, { user, ...await organization.sessions.open(user, cookies.fromOf(request)), besideTokens: [] });
  });
}

/** One browser, several brands: the way from one to the other, and the way out of all of them. */
function browserRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { organization } = options;
  const cookies = createSessionCookies(options.config.publicUrl);
  app.delete('/api/session', {
    // Also when the session in use is over: those beside it are not.
    config: { ...everybody, idempotency: false },
    schema: { summary: 'Sign out, of every brand that this browser is signed in to, or of the present one alone: then the one used last before it is in use', tags, querystring: signOutQuery, response: { 200: sessionState } },
  }, async (request, reply) => {
    if (request.query.only === 'present') {
      checkMeant(request);
      return leavePresent(options, request, reply);
    }
    await organization.sessions.signOut(cookies.fromOf(request));
    cookies.clear(request, reply);
    return stateOf(options, null, undefined, []);
  });
  app.post('/api/session/switch', {
    // Asked twice it is done once; an answer that is kept would come without its cookies.
    config: { access: { may: 'account.own' }, idempotency: false, problems: [BrandSessionOver] },
    schema: { summary: 'Go on in another brand that this browser is signed in to; the present one stays beside it', tags, body: switchSession, response: { 200: sessionState } },
  }, async (request, reply) => {
    const held = await organization.sessions.held(cookies.fromOf(request));
    const wanted = parseId('workspace', request.body.workspaceId);
    const next = held.find(({ workspaceId }) => workspaceId === wanted);
    if (!next) throw BrandSessionOver();
    cookies.set(request, reply, next.token, held.filter((one) => one !== next).map(({ token }) => token));
    return stateOf(options, { kind: 'user', id: next.userId, workspaceId: next.workspaceId }, next.tokenHash, held);
  });
}

/** Ends the session in use; the browser goes on in the brand that it was in before. */
async function leavePresent(options: SessionRouteOptions, request: FastifyRequest, reply: FastifyReply): Promise<SessionState> {
  const { sessions } = options.organization;
  const cookies = createSessionCookies(options.config.publicUrl);
  const { token, besideTokens } = cookies.fromOf(request);
  await sessions.signOut({ token });
  const [next, ...rest] = await sessions.held({ besideTokens });
  if (!next) {
    cookies.clear(request, reply);
    return stateOf(options, null, undefined, []);
  }
  cookies.set(request, reply, next.token, rest.map((one) => one.token));
  return stateOf(options, { kind: 'user', id: next.userId, workspaceId: next.workspaceId }, next.tokenHash, rest);
}

type OwnChange = { name?: string | undefined; language?: 'zh' | 'en' | null | undefined; password?: { present?: string | undefined; code?: string | undefined; next: string } | undefined };

/** An unlocked screen must not be enough to take an account over; guesses count as failed sign-ins. */
async function changeOwn(organization: Organization, request: FastifyRequest, { name, language, password }: OwnChange): Promise<void> {
  const { users, sessions } = organization;
  const { actor: { workspaceId, id }, actor } = request;
  const first = password !== undefined && !(await users.hasPassword(workspaceId, id));
  if (first) await proveWithoutPassword(organization, request, password.code);
  else if (password) await sessions.confirm({ workspaceId, userId: id, password: password.present ?? '', address: request.ip });
  await users.change(actor, workspaceId, id, { name, language, [first ? 'firstPassword' : 'password']: password?.next }, request.identified?.sessionHash);
}

/** Who has no password shows their second factor instead; without one, the provider has to have known them a moment ago. */
async function proveWithoutPassword({ users, totp, sessions }: Organization, request: FastifyRequest, code: string | undefined): Promise<void> {
  const { actor: { workspaceId, id }, identified } = request;
  const user = await users.read(workspaceId, id);
  if (user && (await totp.read(user)).confirmedAtMs !== null) return sessions.confirmCode({ user, code: code ?? '', address: request.ip });
  if (!identified?.sessionHash || !(await sessions.isFresh(identified.sessionHash))) throw FreshSignInNeeded({ minutes: freshMs / minuteMs });
}

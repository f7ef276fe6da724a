import type { Database, Transaction } from '../engines/index.ts';
import type { Actor, Authenticator } from '../http/index.ts';
import { formatId, minuteMs, randomToken, wholeBrand } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import { keyRests } from './api-keys.ts';
import type { Audit } from './audit.ts';
import type { Place } from './device.ts';
import type { Passwords } from './passwords.ts';
import { CodeWrong, SessionNotFound, SignInWrong, TicketOver } from './problems.ts';
import type { Attempt, SignInLimit } from './sign-in-limit.ts';
import {
  deleteSession, deleteSessionById, deleteSessionsOf, deleteTicket, findApiKey, findSession, findTicket, insertSession, insertTicket, listSessions, seenEveryMs, sweepSessions,
  ticketMs, tokenHash, touchApiKey, touchSession,
} from './session-store.ts';
import type { SessionEntry, SignInMethod } from './session-store.ts';
import type { Totp } from './totp.ts';
import { normalEmail } from './user.ts';
import type { User } from './user.ts';
import { findAccount, readUser } from './user-store.ts';

const keyUsedEveryMs = minuteMs;
export const freshMs = 10 * minuteMs;

export type Opened = { user: User; token: string; sessionHash: Buffer };
/** Either the session, or the ticket for the second step. */
export type SignedIn = Opened | { ticket: string; untilMs: number };
type Browsing = Place & { oldToken?: string | undefined };

export type Sessions = {
  /** Checks the password and opens a session; one that the browser still had is closed. Who has a second factor gets a ticket instead. */
  signIn(attempt: Browsing & { email: string; password: string }): Promise<SignedIn>;
  /** The second step: the ticket and a code. Wrong codes count as failed sign-ins. */
  signInWithCode(attempt: Browsing & { ticket: string; code: string }): Promise<Opened>;
  /** Opens the session of somebody whom another proof let in: an invitation, a provider. */
  admit(user: User, method: SignInMethod, from: Browsing): Promise<Opened>;
  signOut(token: string): Promise<void>;
  /** Checks the password of somebody who is signed in, under the same limits. */
  confirm(attempt: { email: string; password: string; address: string }): Promise<User>;
  /** Checks a code of somebody who is signed in, under the same limits (422). */
  confirmCode(attempt: { user: User; code: string; address: string }): Promise<void>;
  /** Opens a session without a password (the first owner has just chosen theirs). */
  open(user: Pick<User, 'workspaceId' | 'userId'>, place?: Place, method?: SignInMethod): Promise<{ token: string; sessionHash: Buffer }>;
  /** The session may do nothing but set up its person's second factor. */
  totpNeeded(sessionHash: Buffer): Promise<boolean>;
  /** It was opened within the last `freshMs`: its person has just proved who they are. */
  isFresh(sessionHash: Buffer): Promise<boolean>;
  list(workspaceId: bigint, userId: bigint, page: { before?: bigint | undefined; limit: number; current?: Buffer | undefined }): Promise<SessionEntry[]>;
  end(actor: Actor, sessionId: bigint): Promise<void>;
  /** Ends every session of a user, but for the one that asks. Answers how many there were. */
  endAll(actor: Actor, userId: bigint, except?: Buffer): Promise<number>;
  authenticator: Authenticator;
  sweep(): Promise<'more' | 'idle'>;
};

type Options = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; passwords: Passwords; limit: SignInLimit; totp: Totp; audit: Audit };
type Parts = Options & { open: Sessions['open']; told(tx: Transaction, workspaceId: bigint, actorId: bigint, action: string, userId: bigint, detail?: Record<string, unknown>): Promise<void> };

export function createSessions(options: Options): Sessions {
  const { db, clock, ids, randomness, audit } = options;
  const open: Sessions['open'] = async ({ workspaceId, userId }, place, method = 'password') => {
    const token = randomToken(randomness);
    const sessionHash = tokenHash(token);
    await db.asEngine((tx) => insertSession(tx, { tokenHash: sessionHash, sessionId: ids.next('session'), workspaceId, userId, nowMs: clock.now(), method, place }));
    return { token, sessionHash };
  };
  const parts: Parts = {
    ...options, open,
    told: (tx, workspaceId, actorId, action, userId, detail) => audit(tx, workspaceId, { actor: { kind: 'user', id: actorId }, action, object: { kind: 'user', id: formatId('user', userId) }, ...(detail ? { detail } : {}) }),
  };
  return {
    open, ...signInVerbs(parts), ...sessionVerbs(parts),
    authenticator: createAuthenticator(options),
    sweep: () => db.asEngine(async (tx) => ((await sweepSessions(tx, clock.now())) === 2_000 ? 'more' : 'idle')),
  };
}

/** The two proofs, each under the limit of failed sign-ins. */
function proofs({ db, passwords, limit, totp }: Parts) {
  const checkPassword = async (email: string, password: string, address: string): Promise<{ user: User; attempt: Attempt }> => {
    const normal = normalEmail(email);
    const attempt = await limit.begin(normal, address);
    const account = await db.asEngine((tx) => findAccount(tx, normal));
    const right = await passwords.matches(account?.passwordHash, password);
    // A disabled account is refused with the same words: who does not know the password learns nothing.
    if (!account || !right || account.user.disabled) throw SignInWrong();
    return { user: account.user, attempt };
  };
  const checkCode = async (user: User, code: string, address: string): Promise<void> => {
    const attempt = await limit.begin(user.email, address);
    if (!(await totp.check(user, code))) throw CodeWrong();
    await attempt.succeeded();
  };
  return { checkPassword, checkCode };
}

function signInVerbs(parts: Parts): Pick<Sessions, 'signIn' | 'signInWithCode' | 'admit' | 'confirm' | 'confirmCode'> {
  const { db, clock, randomness, totp, open, told } = parts;
  const { checkPassword, checkCode } = proofs(parts);
  const admit: Sessions['admit'] = async (user, method, { oldToken, ...place }) => {
    const opened = await open(user, place, method);
    await db.asEngine(async (tx) => {
      if (oldToken !== undefined) await deleteSession(tx, tokenHash(oldToken));
      await told(tx, user.workspaceId, user.userId, 'session.opened', user.userId, { method });
    });
    return { user, ...opened };
  };
  return {
    admit,
    async confirm({ email, password, address }) {
      const { user, attempt } = await checkPassword(email, password, address);
      await attempt.succeeded();
      return user;
    },
    confirmCode: ({ user, code, address }) => checkCode(user, code, address),
    async signIn({ email, password, ...from }) {
      const { user, attempt } = await checkPassword(email, password, from.address);
      if ((await totp.read(user)).confirmedAtMs === null) {
        await attempt.succeeded();
        return admit(user, 'password', from);
      }
      await attempt.withdraw();
      const ticket = randomToken(randomness);
      await db.asEngine((tx) => insertTicket(tx, { tokenHash: tokenHash(ticket), workspaceId: user.workspaceId, userId: user.userId, nowMs: clock.now() }));
      return { ticket, untilMs: clock.now() + ticketMs };
    },
    async signInWithCode({ ticket, code, ...from }) {
      const hash = tokenHash(ticket);
      const user = await db.asEngine(async (tx) => {
        const found = await findTicket(tx, hash, clock.now());
        return found && readUser(tx, found.workspaceId, found.userId);
      });
      if (!user || user.disabled) throw TicketOver();
      await checkCode(user, code, from.address);
      if (!(await db.asEngine((tx) => deleteTicket(tx, hash)))) throw TicketOver();
      return admit(user, 'password', from);
    },
  };
}

function sessionVerbs({ db, clock, told }: Parts): Pick<Sessions, 'signOut' | 'totpNeeded' | 'isFresh' | 'list' | 'end' | 'endAll'> {
  return {
    async signOut(token) {
      await db.asEngine(async (tx) => {
        const found = await findSession(tx, tokenHash(token), clock.now());
        await deleteSession(tx, tokenHash(token));
        if (found) await told(tx, found.workspaceId, found.userId, 'session.closed', found.userId);
      });
    },
    totpNeeded: (hash) => db.asEngine(async (tx) => (await findSession(tx, hash, clock.now()))?.totpNeeded ?? false),
    isFresh: (hash) => db.asEngine(async (tx) => ((await findSession(tx, hash, clock.now()))?.createdAtMs ?? 0) > clock.now() - freshMs),
    list: (workspaceId, userId, { before, limit, current }) => db.asEngine((tx) => listSessions(tx, workspaceId, userId, { before, limit, current, nowMs: clock.now() })),
    end: (actor, sessionId) => db.asEngine(async (tx) => {
      if (!(await deleteSessionById(tx, actor.workspaceId, actor.id, sessionId))) throw SessionNotFound();
      await told(tx, actor.workspaceId, actor.id, 'session.ended', actor.id, { session: formatId('session', sessionId) });
    }),
    endAll: (actor, userId, except) => db.asEngine(async (tx) => {
      const count = await deleteSessionsOf(tx, actor.workspaceId, userId, except);
      if (count > 0) await told(tx, actor.workspaceId, actor.id, 'sessions.ended', userId, { count });
      return count;
    }),
  };
}

function createAuthenticator({ db, clock }: Pick<Options, 'db' | 'clock'>): Authenticator {
  return {
    bySession: (token, address) => db.asEngine(async (tx) => {
      const hash = tokenHash(token);
      const nowMs = clock.now();
      const found = await findSession(tx, hash, nowMs);
      if (!found) return undefined;
      if (found.seenAtMs < nowMs - seenEveryMs) await touchSession(tx, hash, nowMs, address);
      return { actor: { kind: 'user', id: found.userId, role: found.role, workspaceId: found.workspaceId, dataScope: found.dataScope }, language: found.language, sessionHash: hash, totpNeeded: found.totpNeeded };
    }),
    byApiKey: (key, address) => db.asEngine(async (tx) => {
      if (!key.startsWith('hf_')) return undefined;
      const nowMs = clock.now();
      const found = await findApiKey(tx, tokenHash(key), nowMs);
      if (!found) return undefined;
      if ((found.lastUsedAtMs ?? 0) < nowMs - keyUsedEveryMs) await touchApiKey(tx, found, nowMs, address);
      const rests = keyRests(found.maker);
      return { actor: { kind: 'apiKey', id: found.apiKeyId, scopes: rests ? [] : found.scopes, ...wholeBrand(found.workspaceId) }, language: null, ...(rests ? { keyRests: true } : {}) };
    }),
  };
}

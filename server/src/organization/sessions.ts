import type { Transaction } from '../engines/index.ts';
import type { Actor, Authenticator } from '../http/index.ts';
import { formatId, minuteMs, wholeBrand } from '../kernel/index.ts';
import { keyRests } from './api-keys.ts';
import { readHeld } from './held-sessions.ts';
import type { Browsing, HeldSession } from './held-sessions.ts';
import { SessionNotFound } from './problems.ts';
import { deleteSession, deleteSessionById, deleteSessionsOf, findApiKey, findSession, listSessions, seenEveryMs, sweepSessions, tokenHash, touchApiKey, touchSession } from './session-store.ts';
import type { SessionEntry } from './session-store.ts';
import { createSignIns } from './sign-in.ts';
import type { SignIns, SignInOptions } from './sign-in.ts';

const keyUsedEveryMs = minuteMs;
export const freshMs = 10 * minuteMs;

export type Sessions = SignIns & {
  /** The living sessions of a browser, of whatever brand: the one in use first, if it is still one. */
  held(from: Pick<Browsing, 'token' | 'besideTokens'>): Promise<HeldSession[]>;
  /** Ends every session that the browser holds. */
  signOut(from: Pick<Browsing, 'token' | 'besideTokens'>): Promise<void>;
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

type Told = (tx: Transaction, workspaceId: bigint, actorId: bigint, action: string, userId: bigint, detail?: Record<string, unknown>) => Promise<void>;

export function createSessions(options: SignInOptions): Sessions {
  const { db, clock, audit } = options;
  const told: Told = (tx, workspaceId, actorId, action, userId, detail) =>
    audit(tx, workspaceId, { actor: { kind: 'user', id: actorId }, action, object: { kind: 'user', id: formatId('user', userId) }, ...(detail ? { detail } : {}) });
  return {
    ...createSignIns(options), ...sessionVerbs(options, told),
    authenticator: createAuthenticator(options),
    sweep: () => db.asEngine(async (tx) => ((await sweepSessions(tx, clock.now())) === 2_000 ? 'more' : 'idle')),
  };
}

function sessionVerbs({ db, clock }: SignInOptions, told: Told): Pick<Sessions, 'held' | 'signOut' | 'totpNeeded' | 'isFresh' | 'list' | 'end' | 'endAll'> {
  const readAll = (tx: Transaction, { token, besideTokens = [] }: Pick<Browsing, 'token' | 'besideTokens'>) => readHeld(tx, [token, ...besideTokens], clock.now());
  return {
    held: async (from) => (from.token === undefined && (from.besideTokens ?? []).length === 0 ? [] : db.asEngine((tx) => readAll(tx, from))),
    signOut: (from) => db.asEngine(async (tx) => {
      for (const one of await readAll(tx, from)) {
        await deleteSession(tx, one.tokenHash);
        await told(tx, one.workspaceId, one.userId, 'session.closed', one.userId);
      }
    }),
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

function createAuthenticator({ db, clock }: Pick<SignInOptions, 'db' | 'clock'>): Authenticator {
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
      return { actor: { kind: 'apiKey', id: found.apiKeyId, scopes: rests ? [] : found.scopes, role: found.maker?.role ?? 'owner', ...wholeBrand(found.workspaceId) }, language: null, makerLanguage: found.language, ...(rests ? { keyRests: true } : {}) };
    }),
  };
}

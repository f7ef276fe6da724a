import type { Database } from '../engines/index.ts';
import type { Authenticator } from '../http/index.ts';
import { formatId, minuteMs, randomToken, wholeBrand } from '../kernel/index.ts';
import type { Clock, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import type { Passwords } from './passwords.ts';
import { SignInWrong } from './problems.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { deleteSession, findApiKey, findSession, insertSession, seenEveryMs, sweepSessions, tokenHash, touchApiKey, touchSession } from './session-store.ts';
import { normalEmail } from './user.ts';
import type { User } from './user.ts';
import { findAccount } from './user-store.ts';

const keyUsedEveryMs = minuteMs;

export type Sessions = {
  /** Checks the password and opens a session; one that the browser still had is closed. Answers the user and the token for the cookie. */
  signIn(attempt: { email: string; password: string; address: string; oldToken?: string | undefined }): Promise<{ user: User; token: string; sessionHash: Buffer }>;
  signOut(token: string): Promise<void>;
  /** Checks the password of somebody who is signed in, under the same limits. */
  confirm(attempt: { email: string; password: string; address: string }): Promise<User>;
  /** Opens a session without a password (the first owner has just chosen theirs). */
  open(user: Pick<User, 'workspaceId' | 'userId'>): Promise<{ token: string; sessionHash: Buffer }>;
  authenticator: Authenticator;
  sweep(): Promise<'more' | 'idle'>;
};

type Options = { db: Database; clock: Clock; randomness: Randomness; passwords: Passwords; limit: SignInLimit; audit: Audit };

export function createSessions(options: Options): Sessions {
  const { db, clock, randomness, passwords, limit, audit } = options;
  const open: Sessions['open'] = async ({ workspaceId, userId }) => {
    const token = randomToken(randomness);
    const sessionHash = tokenHash(token);
    await db.asEngine((tx) => insertSession(tx, { tokenHash: sessionHash, workspaceId, userId, nowMs: clock.now() }));
    return { token, sessionHash };
  };
  const confirm: Sessions['confirm'] = async ({ email, password, address }) => {
    const normal = normalEmail(email);
    const attempt = await limit.begin(normal, address);
    const account = await db.asEngine((tx) => findAccount(tx, normal));
    const right = await passwords.matches(account?.passwordHash, password);
    // A disabled account is refused with the same words: who does not know the password learns nothing.
    if (!account || !right || account.user.disabled) throw SignInWrong();
    await attempt.succeeded();
    return account.user;
  };
  return {
    confirm,
    async signIn({ oldToken, ...attempt }) {
      const user = await confirm(attempt);
      const opened = await open(user);
      await db.asEngine(async (tx) => {
        if (oldToken !== undefined) await deleteSession(tx, tokenHash(oldToken));
        await audit(tx, user.workspaceId, { actor: { kind: 'user', id: user.userId }, action: 'session.opened', object: { kind: 'user', id: formatId('user', user.userId) } });
      });
      return { user, ...opened };
    },
    async signOut(token) {
      await db.asEngine(async (tx) => {
        const found = await findSession(tx, tokenHash(token), clock.now());
        await deleteSession(tx, tokenHash(token));
        if (found) await audit(tx, found.workspaceId, { actor: { kind: 'user', id: found.userId }, action: 'session.closed', object: { kind: 'user', id: formatId('user', found.userId) } });
      });
    },
    open,
    authenticator: createAuthenticator(options),
    sweep: () => db.asEngine(async (tx) => ((await sweepSessions(tx, clock.now())) === 2_000 ? 'more' : 'idle')),
  };
}

function createAuthenticator({ db, clock }: Pick<Options, 'db' | 'clock'>): Authenticator {
  return {
    bySession: (token) => db.asEngine(async (tx) => {
      const hash = tokenHash(token);
      const nowMs = clock.now();
      const found = await findSession(tx, hash, nowMs);
      if (!found) return undefined;
      if (found.seenAtMs < nowMs - seenEveryMs) await touchSession(tx, hash, nowMs);
      return { actor: { kind: 'user', id: found.userId, role: found.role, workspaceId: found.workspaceId, dataScope: found.dataScope }, language: found.language, sessionHash: hash };
    }),
    byApiKey: (key) => db.asEngine(async (tx) => {
      if (!key.startsWith('hf_')) return undefined;
      const nowMs = clock.now();
      const found = await findApiKey(tx, tokenHash(key));
      if (!found) return undefined;
      if ((found.lastUsedAtMs ?? 0) < nowMs - keyUsedEveryMs) await touchApiKey(tx, found, nowMs);
      return { actor: { kind: 'apiKey', id: found.apiKeyId, scopes: found.scopes, ...wholeBrand(found.workspaceId) }, language: null };
    }),
  };
}

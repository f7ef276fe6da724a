import { otherSessionsMax } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import { formatId, randomToken } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import type { Place } from './device.ts';
import { readHeld } from './held-sessions.ts';
import type { Browsing, HeldSession } from './held-sessions.ts';
import type { Passwords } from './passwords.ts';
import { CodeWrong, PasswordWrong, SignInWrong, TicketOver } from './problems.ts';
import type { Attempt, SignInLimit } from './sign-in-limit.ts';
import { deleteSession, deleteTicket, findTicket, insertSession, insertTicket, ticketMs, tokenHash } from './session-store.ts';
import type { SignInMethod } from './session-store.ts';
import { withFactor } from './totp-store.ts';
import type { Totp } from './totp.ts';
import { normalEmail } from './user.ts';
import type { User } from './user.ts';
import { findAccounts, holdAmong, readAccount, readUser } from './user-store.ts';
import type { Account } from './user-store.ts';

/** A session that was opened, and the tokens that the browser keeps beside it from now on. */
export type Opened = { user: User; token: string; sessionHash: Buffer; besideTokens: readonly string[] };
/** Either the session, or the ticket for the second step. */
export type SignedIn = Opened | { ticket: string; untilMs: number; /** Of the account that the code is for. */ brand: Brand; /** Of the others that the password fits. */ otherBrands: readonly Brand[] };
type Brand = { workspaceId: bigint; name: string };
type Own = Pick<User, 'workspaceId' | 'userId'>;

export type SignIns = {
  /**
   * Checks the password against every account of the e-mail and opens one that it fits: one that this browser does not hold yet before one that it
   * does, the oldest first, and before all the one of the brand that is `wanted`. The others that it fits and that ask for no code are opened beside it. Whose account has a second factor gets a
   * ticket instead. `keep`: what the browser holds stays; otherwise all of it is ended.
   */
  signIn(attempt: Browsing & { email: string; password: string; keep?: boolean | undefined; wanted?: bigint | undefined }): Promise<SignedIn>;
  /** The second step: the ticket and a code. Wrong codes count as failed sign-ins. */
  signInWithCode(attempt: Browsing & { ticket: string; code: string }): Promise<Opened>;
  /** Opens the session of somebody whom another proof let in: an invitation, a provider. What the browser holds stays if the same person is at work in it. */
  admit(user: User, method: SignInMethod, from: Browsing): Promise<Opened>;
  /** Checks the password of somebody who is signed in, under the same limits (422). */
  confirm(attempt: Own & { password: string; address: string }): Promise<void>;
  /** Checks a code of somebody who is signed in, under the same limits (422). */
  confirmCode(attempt: { user: User; code: string; address: string }): Promise<void>;
  /** Opens a session without a password (the first owner has just chosen theirs). */
  open(user: Own, place?: Place, method?: SignInMethod): Promise<{ token: string; sessionHash: Buffer }>;
};

export type SignInOptions = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; passwords: Passwords; limit: SignInLimit; totp: Totp; audit: Audit };

export function createSignIns(options: SignInOptions): SignIns {
  const { db } = options;
  const { open, enter } = opening(options);
  const { checkCode, confirm } = proofs(options);
  return {
    confirm, confirmCode: ({ user, code, address }) => checkCode(user, code, address),
    open: (user, place, method = 'password') => db.asEngine((tx) => open(tx, user, place, method)),
    admit: (user, method, from) => db.asEngine((tx) => enter(tx, { proven: { user, passwordHash: undefined }, method, beside: [], keeps: (held) => held.find(({ token }) => token === from.token)?.email === user.email }, from)),
    ...steps(options, enter),
  };
}

/** Of one e-mail and password: the account that is opened, and those beside it. `keeps`: whether what the browser holds stays. */
type Entry = { proven: Account; method: SignInMethod; beside: readonly Account[]; keeps: (held: readonly HeldSession[]) => boolean };
type Enter = (tx: Transaction, entry: Entry, from: Browsing) => Promise<Opened>;

/**
 * Who may still come in: checking a password takes its time, and meanwhile it was changed perhaps, because somebody else knew it, or the account
 * disabled. They stay as they are until the transaction ends. Without a hash something else than the password was the proof.
 */
async function stillProven(tx: Transaction, { proven, beside }: Pick<Entry, 'proven' | 'beside'>): Promise<User[]> {
  const all = [proven, ...beside];
  const present = new Map((await holdAmong(tx, proven.user.email, all.map(({ user }) => user.userId))).map((now) => [now.user.userId, now]));
  const fits = ({ user: { userId }, passwordHash }: Account) => present.has(userId) && (passwordHash === undefined || present.get(userId)?.passwordHash === passwordHash);
  if (!fits(proven)) throw SignInWrong();
  return beside.filter(fits).map(({ user }) => user);
}

function opening({ clock, ids, randomness, audit }: SignInOptions) {
  const open = async (tx: Transaction, { workspaceId, userId }: Own, place: Place | undefined, method: SignInMethod) => {
    const token = randomToken(randomness);
    const sessionHash = tokenHash(token);
    await insertSession(tx, { tokenHash: sessionHash, sessionId: ids.next('session'), workspaceId, userId, nowMs: clock.now(), method, place });
    return { token, sessionHash };
  };
  const told = (tx: Transaction, { workspaceId, userId }: Own, action: string, detail?: Record<string, unknown>) =>
    audit(tx, workspaceId, { actor: { kind: 'user', id: userId }, action, object: { kind: 'user', id: formatId('user', userId) }, ...(detail ? { detail } : {}) });
  const enter: Enter = async (tx, { proven, method, beside: wanted, keeps }, { token: oldToken, besideTokens = [], ...place }) => {
    const { user } = proven;
    const beside = await stillProven(tx, { proven, beside: wanted });
    const held = await readHeld(tx, [oldToken, ...besideTokens], clock.now());
    const staying = keeps(held) ? held.filter(({ workspaceId }) => workspaceId !== user.workspaceId).slice(0, otherSessionsMax) : [];
    // One who is in that brand already, perhaps as somebody else, is not taken out of it for this.
    const joining = beside.filter(({ workspaceId }) => !staying.some((one) => one.workspaceId === workspaceId)).slice(0, otherSessionsMax - staying.length);
    const joined: string[] = [];
    for (const other of joining) joined.push((await open(tx, other, place, method)).token);
    const opened = await open(tx, user, place, method);
    for (const one of held.filter((old) => !staying.includes(old))) {
      await deleteSession(tx, one.tokenHash);
      if (one.userId !== user.userId) await told(tx, one, 'session.closed');
    }
    for (const one of [...joining, user]) await told(tx, one, 'session.opened', { method });
    return { user, ...opened, besideTokens: [...staying.map(({ token }) => token), ...joined] };
  };
  return { open, enter };
}

/** The two proofs, each under the limit of failed sign-ins. */
function proofs({ db, passwords, limit, totp }: SignInOptions) {
  // Guesses are counted by e-mail, which may stand for accounts of several brands: who can prove one of them must not clear the guesses at the others.
  const passed = (attempt: Attempt, provesAll: boolean) => (provesAll ? attempt.succeeded() : attempt.withdraw());
  const isAlone = async (email: string) => (await db.asEngine((tx) => findAccounts(tx, email))).length <= 1;
  const checkPassword = async (email: string, password: string, address: string): Promise<{ fitting: Account[]; attempt: Attempt }> => {
    const normal = normalEmail(email);
    const attempt = await limit.begin(normal, address);
    const accounts = await db.asEngine((tx) => findAccounts(tx, normal));
    const fitting = await fittingOf(passwords, accounts, password);
    if (fitting.length === 0) throw SignInWrong();
    return { fitting, attempt: { ...attempt, succeeded: () => passed(attempt, fitting.length === accounts.length) } };
  };
  const checkCode = async (user: User, code: string, address: string): Promise<void> => {
    const attempt = await limit.begin(user.email, address);
    if (!(await totp.check(user, code))) throw CodeWrong();
    await passed(attempt, await isAlone(user.email));
  };
  const confirm: SignIns['confirm'] = async ({ workspaceId, userId, password, address }) => {
    const account = await db.asEngine((tx) => readAccount(tx, workspaceId, userId));
    const attempt = await limit.begin(account?.user.email ?? '', address);
    // Not 401: the session is as good as before.
    if (!(await passwords.matches(account?.passwordHash, password))) throw PasswordWrong();
    await passed(attempt, await isAlone(account?.user.email ?? ''));
  };
  return { checkPassword, checkCode, confirm };
}

/** A hash that several brands share (one was opened from the other) is checked once. An e-mail that nobody has costs a check too. */
async function fittingOf(passwords: Passwords, accounts: readonly Account[], password: string): Promise<Account[]> {
  const hashes = [...new Set(accounts.map(({ passwordHash }) => passwordHash))];
  const right = new Set<string | undefined>();
  for (const hash of hashes.length > 0 ? hashes : [undefined]) if (await passwords.matches(hash, password)) right.add(hash);
  return accounts.filter(({ passwordHash }) => right.has(passwordHash));
}

const readBrands = (tx: Transaction, workspaceIds: readonly bigint[]) => tx.query<Brand>(`
  select workspace_id as "workspaceId", name from workspace where workspace_id = any ($1) order by workspace_id`, [workspaceIds]);

function steps(options: SignInOptions, enter: Enter): Pick<SignIns, 'signIn' | 'signInWithCode'> {
  const { db, clock } = options;
  const { checkPassword, checkCode } = proofs(options);
  return {
    async signIn({ email, password, keep = false, wanted, ...from }) {
      const { fitting, attempt } = await checkPassword(email, password, from.address);
      const { held, secured } = await db.asEngine(async (tx) => ({
        held: new Set((await readHeld(tx, [from.token, ...from.besideTokens ?? []], clock.now())).map(({ userId }) => userId)),
        secured: await withFactor(tx, fitting.map(({ user }) => user.userId)),
      }));
      const proven = fitting.find(({ user }) => user.workspaceId === wanted) ?? fitting.find(({ user }) => !held.has(user.userId)) ?? fitting[0];
      if (!proven) throw SignInWrong();
      const beside = fitting.filter((other) => other !== proven && !secured.has(other.user.userId));
      if (!secured.has(proven.user.userId)) {
        const opened = await db.asEngine((tx) => enter(tx, { proven, method: 'password', beside, keeps: () => keep }, from));
        await attempt.succeeded();
        return opened;
      }
      await attempt.withdraw();
      return giveTicket(options, { proven, beside, keep, fitting });
    },
    async signInWithCode({ ticket, code, ...from }) {
      const hash = tokenHash(ticket);
      const found = await db.asEngine(async (tx) => {
        const row = await findTicket(tx, hash, clock.now());
        const user = row && await readUser(tx, row.workspaceId, row.userId);
        return user && { user, beside: row.beside };
      });
      if (!found || found.user.disabled) throw TicketOver();
      const { user } = found;
      await checkCode(user, code, from.address);
      return db.asEngine(async (tx) => {
        // Before the ticket is used: who sets another password deletes it, and either it is gone by now or they wait and find the session.
        const present = await holdAmong(tx, user.email, [user.userId, ...found.beside]);
        const used = await deleteTicket(tx, hash);
        if (!used || !present.some((one) => one.user.userId === user.userId)) throw TicketOver();
        const beside = present.filter((one) => used.beside.includes(one.user.userId));
        return enter(tx, { proven: { user, passwordHash: undefined }, method: 'password', beside, keeps: () => used.keep }, from);
      });
    },
  };
}

/** The password was right and a code is asked for. */
async function giveTicket({ db, clock, randomness }: SignInOptions, { proven, beside, keep, fitting }: { proven: Account; beside: readonly Account[]; keep: boolean; fitting: readonly Account[] }): Promise<SignedIn> {
  const { user } = proven;
  const ticket = randomToken(randomness);
  const brands = await db.asEngine(async (tx) => {
    const joining = await stillProven(tx, { proven, beside });
    await insertTicket(tx, { tokenHash: tokenHash(ticket), workspaceId: user.workspaceId, userId: user.userId, nowMs: clock.now(), keep, beside: joining.map(({ userId }) => userId) });
    return readBrands(tx, fitting.map(({ user: { workspaceId } }) => workspaceId));
  });
  const isOwn = ({ workspaceId }: Brand) => workspaceId === user.workspaceId;
  return { ticket, untilMs: clock.now() + ticketMs, brand: brands.find(isOwn) ?? { workspaceId: user.workspaceId, name: '' }, otherBrands: brands.filter((brand) => !isOwn(brand)) };
}

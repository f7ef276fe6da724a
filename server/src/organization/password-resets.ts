import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { dayMs, formatId, randomToken } from '../kernel/index.ts';
import type { Clock, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { brandName, checkPassword } from './password-check.ts';
import type { Passwords } from './passwords.ts';
import { AccountUnknown, ResetDisabled, ResetNotFound, ResetOver, ResetOwnPassword, UserNotFound } from './problems.ts';
import { deleteSessionsOf, tokenHash } from './session-store.ts';
import { readUser } from './user-store.ts';
import { normalEmail } from './user.ts';

export const passwordResetMs = dayMs;
/** One e-mail may have an account in each brand. */
const accountsMax = 50;

type Own = { workspaceId: bigint; userId: bigint };
type Reset = { token: string; expiresAtMs: number };
type Row = { workspace_id: bigint; user_id: bigint; email: string; name: string; workspace_name: string; expires_at: number };

/** The way back in for who has forgotten their password: a link that somebody who may gives them, good once and for a day. */
export type PasswordResets = {
  /** Answers the token of the link, this once; the one before is void. Refuses (409) one's own and that of a disabled account. */
  create(actor: Actor, workspaceId: bigint, userId: bigint): Promise<Reset>;
  /** For whoever runs the machine: a link for every account of the e-mail. Refuses when there is none. */
  createFor(email: string): Promise<(Reset & { brand: string })[]>;
  revoke(actor: Actor, workspaceId: bigint, userId: bigint): Promise<void>;
  /** Until when the link of each holds, of those who have one. */
  open(workspaceId: bigint, userIds: readonly bigint[]): Promise<ReadonlyMap<bigint, number>>;
  /** What whoever holds the link may see. Refuses (410) one that is over. */
  look(token: string): Promise<{ email: string; name: string; workspaceName: string; expiresAtMs: number }>;
  /** Sets the password, once, and ends every session; a second factor stays and is asked for at the sign-in. */
  use(request: { token: string; password: string }): Promise<void>;
};

type Options = { db: Database; clock: Clock; randomness: Randomness; passwords: Passwords; audit: Audit };

export function createPasswordResets(options: Options): PasswordResets {
  const { db, clock, audit } = options;
  return {
    create: (actor, workspaceId, userId) => db.asEngine(async (tx) => {
      // An unlocked screen of an owner must not be enough to take their account over.
      if (userId === actor.id) throw ResetOwnPassword();
      return insertReset(options, tx, actor, { workspaceId, userId });
    }),
    createFor: (email) => db.asEngine(async (tx) => {
      const accounts = await tx.query<{ workspaceId: bigint; userId: bigint; brand: string }>(`
        select u.workspace_id as "workspaceId", u.user_id as "userId", w.name as brand from user_account u join workspace w using (workspace_id)
        where u.email = $1 and u.disabled_at is null order by u.created_at, u.user_id limit ${accountsMax}`, [normalEmail(email)]);
      if (accounts.length === 0) throw AccountUnknown({ email });
      const made = [];
      for (const { brand, ...own } of accounts) made.push({ ...await insertReset(options, tx, null, own), brand });
      return made;
    }),
    revoke: (actor, workspaceId, userId) => db.asEngine(async (tx) => {
      if (!await dropReset(tx, workspaceId, userId)) throw ResetNotFound();
      await audit(tx, workspaceId, { actor, action: 'password_reset.revoked', object: objectOf(userId) });
    }),
    open: (workspaceId, userIds) => db.asEngine(async (tx) => {
      const rows = await tx.query<{ user_id: bigint; expires_at: number }>('select user_id, expires_at from password_reset where workspace_id = $1 and user_id = any ($2) and expires_at > $3 limit $4', [workspaceId, userIds, new Date(clock.now()), userIds.length]);
      return new Map(rows.map((row) => [row.user_id, row.expires_at]));
    }),
    look: (token) => db.asEngine(async (tx) => {
      const row = await findReset(tx, token, clock.now(), '');
      return { email: row.email, name: row.name, workspaceName: row.workspace_name, expiresAtMs: row.expires_at };
    }),
    use: (request) => useReset(options, request),
  };
}

async function insertReset({ clock, randomness, audit }: Options, tx: Transaction, actor: Actor | null, { workspaceId, userId }: Own): Promise<Reset> {
  const user = await readUser(tx, workspaceId, userId);
  if (!user) throw UserNotFound();
  if (user.disabled) throw ResetDisabled();
  const token = randomToken(randomness);
  const expiresAtMs = clock.now() + passwordResetMs;
  await tx.query(`
    insert into password_reset (workspace_id, user_id, token_hash, created_by, expires_at) values ($1, $2, $3, $4, $5)
    on conflict (workspace_id, user_id) do update set token_hash = excluded.token_hash, created_by = excluded.created_by, expires_at = excluded.expires_at`,
  [workspaceId, userId, tokenHash(token), actor?.id ?? null, new Date(expiresAtMs)]);
  await audit(tx, workspaceId, { actor, action: 'password_reset.created', object: objectOf(userId) });
  return { token, expiresAtMs };
}

async function findReset(tx: Transaction, token: string, nowMs: number, lock: '' | 'for update of r'): Promise<Row> {
  const [row] = await tx.query<Row>(`
    select r.workspace_id, r.user_id, u.email, u.name, w.name as workspace_name, r.expires_at
    from password_reset r join user_account u using (workspace_id, user_id) join workspace w using (workspace_id)
    where r.token_hash = $1 and r.expires_at > $2 and u.disabled_at is null ${lock}`, [tokenHash(token), new Date(nowMs)]);
  if (!row) throw ResetOver();
  return row;
}

async function useReset({ db, clock, passwords, audit }: Options, { token, password }: { token: string; password: string }): Promise<void> {
  // Looked at before the password is hashed: invented tokens must not cost 30 ms of work each.
  await db.asEngine(async (tx) => {
    const { email, workspace_id: workspaceId } = await findReset(tx, token, clock.now(), '');
    checkPassword(password, { email, brand: await brandName(tx, workspaceId) });
  });
  const passwordHash = await passwords.hash(password);
  await db.asEngine(async (tx) => {
    const { workspace_id: workspaceId, user_id: userId } = await findReset(tx, token, clock.now(), 'for update of r');
    await tx.query('update user_account set password_hash = $3 where workspace_id = $1 and user_id = $2', [workspaceId, userId, passwordHash]);
    await dropReset(tx, workspaceId, userId);
    await deleteSessionsOf(tx, workspaceId, userId);
    await audit(tx, workspaceId, { actor: { kind: 'user', id: userId }, action: 'password_reset.used', object: objectOf(userId) });
  });
}

/** A link is void when its person has another password or none to set, and when its maker may give none any more. For `db.asEngine` or a request. */
export async function dropReset(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<boolean> {
  return (await tx.query('delete from password_reset where workspace_id = $1 and user_id = $2 returning 1 as one', [workspaceId, userId])).length > 0;
}

export async function dropResetsBy(tx: Transaction, workspaceId: bigint, makerId: bigint): Promise<void> {
  await tx.query('delete from password_reset where workspace_id = $1 and created_by = $2', [workspaceId, makerId]);
}

const objectOf = (userId: bigint) => ({ kind: 'user', id: formatId('user', userId) });

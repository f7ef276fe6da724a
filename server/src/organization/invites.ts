import type { Role } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { dayMs, formatId, randomToken } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { brandName, checkPassword } from './password-check.ts';
import type { Passwords } from './passwords.ts';
import { EmailTaken, InviteClosed, InviteNotFound, InviteOver, TooManyInvites } from './problems.ts';
import { tokenHash } from './session-store.ts';
import { findUser, insertUser } from './user-store.ts';
import { normalEmail } from './user.ts';
import { scopeAfter, scopeColumnsOf, scopedOf, storedValue, unscoped } from './scope.ts';
import type { ScopeChange, ScopeColumns, Scoped } from './scope.ts';
import type { User } from './user.ts';

export const inviteMs = 7 * dayMs;
export const openInvitesMax = 200;

export type NewInvite = ScopeChange & { email: string; name: string; role: Role };
export type Invite = Scoped & {
  inviteId: bigint; email: string; name: string; role: Role; createdAtMs: number; expiresAtMs: number;
  state: 'open' | 'accepted' | 'expired' | 'revoked'; createdBy: { userId: bigint; name: string } | null;
};
type Row = ScopeColumns & {
  workspace_id: bigint; invite_id: bigint; email: string; name: string; role: Role; created_by: bigint | null; created_at: number; expires_at: number; accepted_at: number | null; revoked_at: number | null; creator: string | null;
};

export type Invites = {
  /** The newest first. */
  list(workspaceId: bigint, page: { before?: bigint | undefined; limit: number }): Promise<Invite[]>;
  /** Answers the token of the link, this once; only its hash is kept. An open invitation to the same address is replaced. Refuses (422) a scope that an account could not have. */
  create(actor: Actor, workspaceId: bigint, invite: NewInvite): Promise<Invite & { token: string }>;
  revoke(actor: Actor, workspaceId: bigint, inviteId: bigint): Promise<void>;
  /** What whoever holds the link may see. Refuses (410) one that is over. */
  look(token: string): Promise<Invite & { workspaceName: string }>;
  /** Makes the account, once. */
  accept(request: { token: string; name: string; password: string }): Promise<User>;
};

const columns = `i.workspace_id, i.invite_id, i.email, i.name, i.role, i.created_by, i.created_at, i.expires_at, i.accepted_at, i.revoked_at, u.name as creator, ${scopeColumnsOf('i')}`;
const joined = 'invite i left join user_account u on u.workspace_id = i.workspace_id and u.user_id = i.created_by';

type Options = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; passwords: Passwords; audit: Audit };

export function createInvites(options: Options): Invites {
  const { db, clock, audit } = options;
  const inviteOf = (row: Row): Invite => ({
    inviteId: row.invite_id, email: row.email, name: row.name, role: row.role, createdAtMs: row.created_at, expiresAtMs: row.expires_at,
    state: row.accepted_at !== null ? 'accepted' : row.revoked_at !== null ? 'revoked' : row.expires_at <= clock.now() ? 'expired' : 'open',
    createdBy: row.created_by === null || row.creator === null ? null : { userId: row.created_by, name: row.creator },
    ...scopedOf(row),
  });
  return {
    list: (workspaceId, { before, limit }) => db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<Row>(`select ${columns} from ${joined} where i.workspace_id = $1 and ($2::bigint is null or i.invite_id < $2) order by i.invite_id desc limit $3`, [workspaceId, before ?? null, limit]);
      return rows.map(inviteOf);
    }),
    create: (actor, workspaceId, wish) => createInvite(options, actor, workspaceId, wish),
    revoke: (actor, workspaceId, inviteId) => db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<Row>(`select ${columns} from ${joined} where i.workspace_id = $1 and i.invite_id = $2`, [workspaceId, inviteId]);
      if (!row) throw InviteNotFound();
      const gone = await tx.query('update invite set revoked_at = $3 where workspace_id = $1 and invite_id = $2 and accepted_at is null and revoked_at is null returning 1 as one', [workspaceId, inviteId, new Date(clock.now())]);
      if (gone.length === 0) throw InviteClosed();
      await audit(tx, workspaceId, { actor, action: 'invite.revoked', object: objectOf(inviteId), detail: { name: row.name } });
    }),
    look: (token) => db.asEngine(async (tx) => {
      const [row] = await tx.query<Row & { workspace_name: string }>(`select ${columns}, w.name as workspace_name from ${joined} join workspace w on w.workspace_id = i.workspace_id where i.token_hash = $1`, [tokenHash(token)]);
      if (!row || inviteOf(row).state !== 'open') throw InviteOver();
      return { ...inviteOf(row), workspaceName: row.workspace_name };
    }),
    accept: (request) => acceptInvite(options, request),
  };
}

async function createInvite({ db, clock, ids, randomness, audit }: Options, actor: Actor, workspaceId: bigint, { email, name, role, ...wish }: NewInvite): Promise<Invite & { token: string }> {
  const token = randomToken(randomness);
  const nowMs = clock.now();
  const made: Invite = { inviteId: ids.next('invite'), email: normalEmail(email), name, role, createdAtMs: nowMs, expiresAtMs: nowMs + inviteMs, state: 'open', createdBy: null, ...unscoped };
  await db.inWorkspace(workspaceId, async (tx) => {
    if (await findUser(tx, workspaceId, made.email)) throw EmailTaken();
    Object.assign(made, await scopeAfter(tx, workspaceId, unscoped, { ...wish, role }));
    await tx.query('update invite set revoked_at = $3 where workspace_id = $1 and email = $2 and accepted_at is null and revoked_at is null', [workspaceId, made.email, new Date(nowMs)]);
    const [open] = await tx.query<{ count: number }>('select count(*)::int as count from invite where workspace_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2', [workspaceId, new Date(nowMs)]);
    if ((open?.count ?? 0) >= openInvitesMax) throw TooManyInvites({ max: openInvitesMax });
    await tx.query('insert into invite (workspace_id, invite_id, email, name, role, token_hash, created_by, created_at, expires_at, scope_kind, scope_value, staff_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      [workspaceId, made.inviteId, made.email, name, role, tokenHash(token), actor.id, new Date(nowMs), new Date(made.expiresAtMs), made.scope.kind, storedValue(made.scope), made.staff?.staffId ?? null]);
    const [creator] = await tx.query<{ name: string }>('select name from user_account where workspace_id = $1 and user_id = $2', [workspaceId, actor.id]);
    if (creator) made.createdBy = { userId: actor.id, name: creator.name };
    await audit(tx, workspaceId, { actor, action: 'invite.created', object: objectOf(made.inviteId), detail: { name, role, scope: made.scope } });
  });
  return { ...made, token };
}

async function acceptInvite({ db, clock, ids, passwords, audit }: Options, { token, name, password }: { token: string; name: string; password: string }): Promise<User> {
  const find = (tx: Transaction, lock: '' | 'for update') => tx.query<ScopeColumns & { workspace_id: bigint; invite_id: bigint; email: string; role: Role }>(`
    select workspace_id, invite_id, email, role, ${scopeColumnsOf('invite')} from invite where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > $2 ${lock}`, [tokenHash(token), new Date(clock.now())]);
  // Looked at before the password is hashed: invented tokens must not cost 30 ms of work each.
  await db.asEngine(async (tx) => {
    const [row] = await find(tx, '');
    if (!row) throw InviteOver();
    checkPassword(password, { email: row.email, brand: await brandName(tx, row.workspace_id) });
  });
  const passwordHash = await passwords.hash(password);
  return db.asEngine(async (tx) => {
    const [row] = await find(tx, 'for update');
    if (!row) throw InviteOver();
    const user: User = { workspaceId: row.workspace_id, userId: ids.next('user'), email: row.email, name, role: row.role, language: null, createdAtMs: clock.now(), disabled: false, ...scopedOf(row) };
    await insertUser(tx, { ...user, passwordHash });
    await tx.query('update invite set accepted_at = $3 where workspace_id = $1 and invite_id = $2', [row.workspace_id, row.invite_id, new Date(clock.now())]);
    await audit(tx, row.workspace_id, { actor: { kind: 'user', id: user.userId }, action: 'invite.accepted', object: objectOf(row.invite_id), detail: { name, role: row.role, scope: user.scope } });
    return user;
  });
}

const objectOf = (inviteId: bigint) => ({ kind: 'invite', id: formatId('invite', inviteId) });

/** Withdraws the open invitations of somebody who leaves or may no longer invite: the links are in hands that only they know. */
export async function revokeInvitesOf(tx: Transaction, { workspaceId, userId }: { workspaceId: bigint; userId: bigint }, why: 'creator_disabled' | 'creator_narrowed', nowMs: number, actor: Actor, audit: Audit): Promise<void> {
  const gone = await tx.query<{ invite_id: bigint }>('update invite set revoked_at = $3 where workspace_id = $1 and created_by = $2 and accepted_at is null and revoked_at is null returning invite_id', [workspaceId, userId, new Date(nowMs)]);
  for (const { invite_id: id } of gone) await audit(tx, workspaceId, { actor, action: 'invite.revoked', object: objectOf(id), detail: { why } });
}

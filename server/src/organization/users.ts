import { mayDo } from '@homefield/contract';
import type { Role } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, formatId } from '../kernel/index.ts';
import type { Changes, Clock, Ids, Language } from '../kernel/index.ts';
import { revokeKeysOf } from './api-keys.ts';
import type { Audit } from './audit.ts';
import { revokeInvitesOf } from './invites.ts';
import { brandName, checkPassword } from './password-check.ts';
import { dropReset, dropResetsBy } from './password-resets.ts';
import type { Passwords } from './passwords.ts';
import { LastOwner, UserNotFound } from './problems.ts';
import { isSameScope, scopeAfter, unscoped } from './scope.ts';
import type { ScopeChange } from './scope.ts';
import { deleteSessionsOf } from './session-store.ts';
import { insertUser, listUsers, lockOwners, readUser, updateUser } from './user-store.ts';
import { normalEmail } from './user.ts';
import type { User } from './user.ts';

export type NewUser = ScopeChange & { email: string; name: string; password: string; role: Role };
export type UserChange = ScopeChange & { name?: string | undefined; role?: Role | undefined; disabled?: boolean | undefined; password?: string | undefined; /** The password of somebody who had none: by itself, so that the audit log tells a new way in from a changed one. */ firstPassword?: string | undefined; language?: Language | null | undefined };

export type Users = {
  list(workspaceId: bigint, page: { after?: bigint | undefined; limit: number }): Promise<User[]>;
  read(workspaceId: bigint, userId: bigint): Promise<User | undefined>;
  /** False for who has only ever come in by single sign-on. */
  hasPassword(workspaceId: bigint, userId: bigint): Promise<boolean>;
  /** Which of them have a password. */
  withPassword(workspaceId: bigint, userIds: readonly bigint[]): Promise<ReadonlySet<bigint>>;
  /** Which of them have a second factor. */
  withTotp(workspaceId: bigint, userIds: readonly bigint[]): Promise<ReadonlySet<bigint>>;
  create(actor: Actor | null, workspaceId: bigint, user: NewUser): Promise<User>;
  /** Another role or scope, a new password or being disabled ends the user's sessions (`keepSession` excepted), being disabled also the API keys and invitations that they made, a role that may not invite the invitations. The last owner stays one. */
  change(actor: Actor, workspaceId: bigint, userId: bigint, change: UserChange, keepSession?: Buffer): Promise<User>;
};

type Options = { db: Database; clock: Clock; ids: Ids; passwords: Passwords; audit: Audit };

export function createUsers({ db, clock, ids, passwords, audit }: Options): Users {
  /** What somebody who leaves, or may no longer invite, has put into the hands of others. */
  const takeBack = async (tx: Transaction, actor: Actor, before: User, { workspaceId, userId, role, disabled }: User): Promise<void> => {
    if (disabled && !before.disabled) await revokeKeysOf(tx, workspaceId, userId, actor, audit);
    const why = disabled ? 'creator_disabled' : mayDo(role, 'users.manage') ? null : 'creator_narrowed';
    if (!why) return;
    await dropResetsBy(tx, workspaceId, userId);
    await revokeInvitesOf(tx, { workspaceId, userId }, why, clock.now(), actor, audit);
  };
  return {
    ...readers(db),
    async create(actor, workspaceId, { email, name, password, role, ...scope }) {
      const passwordHash = await passwords.hash(password);
      return db.inWorkspace(workspaceId, async (tx) => {
        checkPassword(password, { email, brand: await brandName(tx, workspaceId) });
        const scoped = await scopeAfter(tx, workspaceId, unscoped, { ...scope, role });
        const user = { workspaceId, userId: ids.next('user'), email: normalEmail(email), name, role, createdAtMs: clock.now(), ...scoped };
        await insertUser(tx, { ...user, passwordHash });
        await audit(tx, workspaceId, { actor, action: 'user.created', object: { kind: 'user', id: formatId('user', user.userId) }, detail: { role, scope: scoped.scope } });
        return { ...user, language: null, disabled: false };
      });
    },
    async change(actor, workspaceId, userId, change, keepSession) {
      const next = change.password ?? change.firstPassword;
      const passwordHash = next === undefined ? undefined : await passwords.hash(next);
      const { after, signOut } = await db.inWorkspace(workspaceId, async (tx) => {
        const owners = await lockOwners(tx, workspaceId);
        const before = await readUser(tx, workspaceId, userId);
        if (!before) throw UserNotFound();
        if (next !== undefined) checkPassword(next, { email: before.email, brand: await brandName(tx, workspaceId) });
        const changed: User = {
          ...before, name: change.name ?? before.name, role: change.role ?? before.role, disabled: change.disabled ?? before.disabled,
          language: change.language === undefined ? before.language : change.language,
          ...await scopeAfter(tx, workspaceId, before, { ...change, role: change.role ?? before.role }),
        };
        const staysOwner = changed.role === 'owner' && !changed.disabled;
        if (!staysOwner && owners.length === 1 && owners[0] === userId) throw LastOwner();
        await updateUser(tx, changed, passwordHash, clock.now());
        const detail = tellingOf(before, changed, change);
        if (detail) await audit(tx, workspaceId, { actor, action: 'user.changed', object: { kind: 'user', id: formatId('user', userId) }, detail });
        if (passwordHash !== undefined || changed.disabled) await dropReset(tx, workspaceId, userId);
        await takeBack(tx, actor, before, changed);
        return { after: changed, signOut: passwordHash !== undefined || changed.disabled || changed.role !== before.role || !isSameScope(changed, before) };
      });
      if (signOut) await db.asEngine((tx) => deleteSessionsOf(tx, workspaceId, userId, keepSession));
      return after;
    },
  };
}

function readers(db: Database): Omit<Users, 'create' | 'change'> {
  return {
    list: (workspaceId, page) => db.inWorkspace(workspaceId, (tx) => listUsers(tx, workspaceId, page)),
    read: (workspaceId, userId) => db.inWorkspace(workspaceId, (tx) => readUser(tx, workspaceId, userId)),
    hasPassword: (workspaceId, userId) => db.asEngine(async (tx) => (await tx.query('select 1 from user_account where workspace_id = $1 and user_id = $2 and password_hash is not null', [workspaceId, userId])).length > 0),
    // Requests may not read the hash, not even whether there is one.
    withPassword: (workspaceId, userIds) => db.asEngine(async (tx) => {
      const rows = await tx.query<{ user_id: bigint }>('select user_id from user_account where workspace_id = $1 and user_id = any ($2) and password_hash is not null limit $3', [workspaceId, userIds, userIds.length]);
      return new Set(rows.map(({ user_id: id }) => id));
    }),
    withTotp: (workspaceId, userIds) => db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<{ user_id: bigint }>('select user_id from user_totp where workspace_id = $1 and user_id = any ($2) and confirmed_at is not null limit $3', [workspaceId, userIds, userIds.length]);
      return new Set(rows.map(({ user_id: id }) => id));
    }),
  };
}

/** Undefined when nothing differs. That of a password only tells that there is another one. */
function tellingOf(before: User, after: User, { password, firstPassword }: UserChange): { changes?: Changes; fields?: readonly string[] } | undefined {
  const shown = ({ staff, ...user }: User) => ({ ...user, staffId: staff?.name ?? null });
  const changes = changesOf(shown(before), shown(after), ['name', 'role', 'scope', 'staffId', 'disabled', 'language']);
  const fields = [...(password === undefined ? [] : ['password']), ...(firstPassword === undefined ? [] : ['firstPassword'])];
  if (!changes && fields.length === 0) return undefined;
  return { ...(changes && { changes }), ...(fields.length > 0 && { fields }) };
}

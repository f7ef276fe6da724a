import type { Role } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Language } from '../kernel/index.ts';
import { isTaken } from '../engines/index.ts';
import { EmailTaken } from './problems.ts';
import { scopeColumnsOf, scopedOf, storedValue } from './scope.ts';
import type { ScopeColumns } from './scope.ts';
import type { User } from './user.ts';

type UserRow = ScopeColumns & { workspace_id: bigint; user_id: bigint; email: string; name: string; role: Role; language: Language | null; created_at: number; disabled_at: number | null };

const columns = `workspace_id, user_id, email, name, role, language, created_at, disabled_at, ${scopeColumnsOf('user_account')}`;

/** An account with the hash of its password: for `db.asEngine` only. */
export type Account = { user: User; passwordHash: string | undefined };
type AccountRow = UserRow & { password_hash: string | null };

/** One e-mail may stand for at most this many accounts when somebody signs in: each may cost 30 ms of work. */
export const accountsMax = 20;

/** All of an e-mail with which one can sign in by password, over all brands, the oldest first. */
export async function findAccounts(tx: Transaction, email: string): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(`select ${columns}, password_hash from user_account where email = $1 and disabled_at is null and password_hash is not null order by created_at, user_id limit $2`, [email, accountsMax]);
  return rows.map(accountOf);
}

export async function readAccount(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<Account | undefined> {
  const [row] = await tx.query<AccountRow>(`select ${columns}, password_hash from user_account where workspace_id = $1 and user_id = $2`, [workspaceId, userId]);
  return row && accountOf(row);
}

/**
 * Those of an e-mail that are named and not disabled, the oldest first: for `db.asEngine` only. They stay so until the transaction ends: whoever changes
 * the password or ends the sessions of one waits for it.
 */
export async function holdAmong(tx: Transaction, email: string, userIds: readonly bigint[]): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(`select ${columns}, password_hash from user_account where email = $1 and user_id = any ($2) and disabled_at is null order by created_at, user_id limit $3 for share`, [email, userIds, accountsMax]);
  return rows.map(accountOf);
}

/** By e-mail in one brand. */
export async function findUser(tx: Transaction, workspaceId: bigint, email: string): Promise<User | undefined> {
  const [row] = await tx.query<UserRow>(`select ${columns} from user_account where workspace_id = $1 and email = $2`, [workspaceId, email]);
  return row && userOf(row);
}

export async function insertUser(tx: Transaction, user: Omit<User, 'disabled' | 'language'> & { passwordHash: string | null; language?: Language | null }): Promise<void> {
  try {
    await tx.query('insert into user_account (workspace_id, user_id, email, name, role, password_hash, created_at, scope_kind, scope_value, staff_id, language) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      [user.workspaceId, user.userId, user.email, user.name, user.role, user.passwordHash, new Date(user.createdAtMs), user.scope.kind, storedValue(user.scope), user.staff?.staffId ?? null, user.language ?? null]);
  } catch (error) {
    if (isTaken(error)) throw EmailTaken({}, { cause: error });
    throw error;
  }
}

export async function readUser(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<User | undefined> {
  const [row] = await tx.query<UserRow>(`select ${columns} from user_account where workspace_id = $1 and user_id = $2`, [workspaceId, userId]);
  return row && userOf(row);
}

/** In the order of their making. */
export async function listUsers(tx: Transaction, workspaceId: bigint, page: { after?: bigint | undefined; limit: number }): Promise<User[]> {
  const rows = await tx.query<UserRow>(`select ${columns} from user_account where workspace_id = $1 and ($2::bigint is null or user_id > $2) order by user_id limit $3`,
    [workspaceId, page.after ?? null, page.limit]);
  return rows.map(userOf);
}

export async function updateUser(tx: Transaction, user: User, passwordHash: string | undefined, nowMs: number): Promise<void> {
  const { workspaceId, userId } = user;
  await tx.query(`
    update user_account set name = $3, role = $4, language = $5, disabled_at = case when $6 then coalesce(disabled_at, $7) end, scope_kind = $8, scope_value = $9, staff_id = $10
    where workspace_id = $1 and user_id = $2`,
  [workspaceId, userId, user.name, user.role, user.language, user.disabled, new Date(nowMs), user.scope.kind, storedValue(user.scope), user.staff?.staffId ?? null]);
  // By itself: requests may write the hash but not read it, not even to keep it as it is.
  if (passwordHash !== undefined) await tx.query('update user_account set password_hash = $3 where workspace_id = $1 and user_id = $2', [workspaceId, userId, passwordHash]);
}

/** Locks the owners who can sign in, so that two of them cannot dismiss each other at once. */
export async function lockOwners(tx: Transaction, workspaceId: bigint): Promise<bigint[]> {
  const rows = await tx.query<{ user_id: bigint }>("select user_id from user_account where workspace_id = $1 and role = 'owner' and disabled_at is null order by user_id limit 1000 for update", [workspaceId]);
  return rows.map(({ user_id }) => user_id);
}

function accountOf(row: AccountRow): Account {
  return { user: userOf(row), passwordHash: row.password_hash ?? undefined };
}

function userOf(row: UserRow): User {
  return {
    workspaceId: row.workspace_id, userId: row.user_id, email: row.email, name: row.name, role: row.role, language: row.language,
    createdAtMs: row.created_at, disabled: row.disabled_at !== null, ...scopedOf(row),
  };
}

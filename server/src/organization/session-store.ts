import { createHash } from 'node:crypto';
import type { Role } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Scope } from '../http/index.ts';
import { dayMs, hourMs, minuteMs } from '../kernel/index.ts';
import type { DataScope, Language } from '../kernel/index.ts';
import { dataScopeOf, seenStoresSql } from './scope.ts';

export const idleMs = 12 * hourMs;
export const absoluteMs = 30 * dayMs;
/** A session that is used is noted at most this often: a write per request would be a write for nothing. */
export const seenEveryMs = 5 * minuteMs;

export type SessionRow = { workspaceId: bigint; userId: bigint; role: Role; language: Language | null; seenAtMs: number; dataScope: DataScope };
export type ApiKeyRow = { workspaceId: bigint; apiKeyId: bigint; scopes: Scope[]; lastUsedAtMs: number | null };

/** Tokens and keys are random 256 bits: a plain SHA-256 is enough, nobody can try them out. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export async function insertSession(tx: Transaction, session: { tokenHash: Buffer; workspaceId: bigint; userId: bigint; nowMs: number }): Promise<void> {
  await tx.query('insert into session (token_hash, workspace_id, user_id, created_at, seen_at) values ($1, $2, $3, $4, $4)',
    [session.tokenHash, session.workspaceId, session.userId, new Date(session.nowMs)]);
}

export async function findSession(tx: Transaction, hash: Buffer, nowMs: number): Promise<SessionRow | undefined> {
  const [row] = await tx.query<Parameters<typeof dataScopeOf>[0] & { workspace_id: bigint; user_id: bigint; role: Role; language: Language | null; seen_at: number }>(`
    select s.workspace_id, s.user_id, u.role, u.language, s.seen_at, u.scope_kind, u.staff_id, ${seenStoresSql} as stores
    from session s join user_account u on u.workspace_id = s.workspace_id and u.user_id = s.user_id
    where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3 and u.disabled_at is null`,
  [hash, new Date(nowMs - idleMs), new Date(nowMs - absoluteMs)]);
  return row && { workspaceId: row.workspace_id, userId: row.user_id, role: row.role, language: row.language, seenAtMs: row.seen_at, dataScope: dataScopeOf(row) };
}

export async function touchSession(tx: Transaction, hash: Buffer, nowMs: number): Promise<void> {
  await tx.query('update session set seen_at = $2 where token_hash = $1 and seen_at < $2', [hash, new Date(nowMs)]);
}

export async function deleteSession(tx: Transaction, hash: Buffer): Promise<void> {
  await tx.query('delete from session where token_hash = $1', [hash]);
}

/** Signs a user out everywhere, but for the session that asks. */
export async function deleteSessionsOf(tx: Transaction, workspaceId: bigint, userId: bigint, except?: Buffer): Promise<void> {
  await tx.query('delete from session where workspace_id = $1 and user_id = $2 and ($3::bytea is null or token_hash <> $3)', [workspaceId, userId, except ?? null]);
}

export async function sweepSessions(tx: Transaction, nowMs: number): Promise<number> {
  const gone = await tx.query(`delete from session where token_hash = any (array(
    select token_hash from session where created_at < $2 or seen_at < $1 limit 2000)) returning 1`, [new Date(nowMs - idleMs), new Date(nowMs - absoluteMs)]);
  return gone.length;
}

/** None of a disabled user: their keys are deleted with the disabling, and one that was made at that very moment opens nothing. */
export async function findApiKey(tx: Transaction, hash: Buffer): Promise<ApiKeyRow | undefined> {
  const [row] = await tx.query<{ workspace_id: bigint; api_key_id: bigint; scopes: Scope[]; last_used_at: number | null }>(`
    select k.workspace_id, k.api_key_id, k.scopes, k.last_used_at
    from api_key k left join user_account u on u.workspace_id = k.workspace_id and u.user_id = k.created_by
    where k.key_hash = $1 and u.disabled_at is null`, [hash]);
  return row && { workspaceId: row.workspace_id, apiKeyId: row.api_key_id, scopes: row.scopes, lastUsedAtMs: row.last_used_at };
}

export async function touchApiKey(tx: Transaction, { workspaceId, apiKeyId }: ApiKeyRow, nowMs: number): Promise<void> {
  await tx.query('update api_key set last_used_at = $3 where workspace_id = $1 and api_key_id = $2', [workspaceId, apiKeyId, new Date(nowMs)]);
}

import { createHash } from 'node:crypto';
import type { Role, ScopeKind } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Scope } from '../http/index.ts';
import { dayMs, hourMs, minuteMs } from '../kernel/index.ts';
import type { DataScope, Language } from '../kernel/index.ts';
import { dataScopeOf, seenStoresSql } from './scope.ts';
import { deviceOf, maskAddress } from './device.ts';
import type { Browser, Place, System } from './device.ts';

export const idleMs = 12 * hourMs;
export const absoluteMs = 30 * dayMs;
/** A session that is used is noted at most this often: a write per request would be a write for nothing. */
export const seenEveryMs = 5 * minuteMs;

export type SessionRow = { workspaceId: bigint; userId: bigint; role: Role; language: Language | null; createdAtMs: number; seenAtMs: number; totpNeeded: boolean; dataScope: DataScope };
export type SessionEntry = { sessionId: bigint; browser: Browser; system: System; address: string | null; method: SignInMethod; createdAtMs: number; seenAtMs: number; current: boolean };
export type SignInMethod = 'password' | 'sso';
export type ApiKeyRow = { workspaceId: bigint; apiKeyId: bigint; scopes: Scope[]; lastUsedAtMs: number | null; /** Its maker's, else that of the page where it was made. */ language: Language | null; /** Null: not known any more. */ maker: { role: Role; scopeKind: ScopeKind } | null };

/** Tokens and keys are random 256 bits: a plain SHA-256 is enough, nobody can try them out. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

type NewSession = { tokenHash: Buffer; sessionId: bigint; workspaceId: bigint; userId: bigint; nowMs: number; method: SignInMethod; place: Place | undefined };

export async function insertSession(tx: Transaction, { place, ...session }: NewSession): Promise<void> {
  const { browser, system } = deviceOf(place?.userAgent);
  await tx.query('insert into session (token_hash, session_id, workspace_id, user_id, created_at, seen_at, browser, system, address, method) values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)',
    [session.tokenHash, session.sessionId, session.workspaceId, session.userId, new Date(session.nowMs), browser, system, place ? maskAddress(place.address) : null, session.method]);
}

/** Who comes by single sign-on has shown a second factor there, if the company asks for one. */
export async function findSession(tx: Transaction, hash: Buffer, nowMs: number): Promise<SessionRow | undefined> {
  const [row] = await tx.query<Parameters<typeof dataScopeOf>[0] & { workspace_id: bigint; user_id: bigint; role: Role; language: Language | null; created_at: number; seen_at: number; totp_needed: boolean }>(`
    select s.workspace_id, s.user_id, u.role, u.language, s.created_at, s.seen_at, s.method = 'password' and w.require_totp and t.confirmed_at is null as totp_needed,
      u.scope_kind, u.staff_id, ${seenStoresSql} as stores
    from session s join user_account u on u.workspace_id = s.workspace_id and u.user_id = s.user_id join workspace w on w.workspace_id = s.workspace_id
      left join user_totp t on t.workspace_id = s.workspace_id and t.user_id = s.user_id
    where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3 and u.disabled_at is null`,
  [hash, new Date(nowMs - idleMs), new Date(nowMs - absoluteMs)]);
  return row && { workspaceId: row.workspace_id, userId: row.user_id, role: row.role, language: row.language, createdAtMs: row.created_at, seenAtMs: row.seen_at, totpNeeded: row.totp_needed, dataScope: dataScopeOf(row) };
}

/** The sessions of a user that are alive, the newest first. */
export async function listSessions(tx: Transaction, workspaceId: bigint, userId: bigint, page: { before: bigint | undefined; limit: number; current: Buffer | undefined; nowMs: number }): Promise<SessionEntry[]> {
  const rows = await tx.query<{ session_id: bigint; browser: Browser; system: System; address: string | null; method: SignInMethod; created_at: number; seen_at: number; current: boolean }>(`
    select session_id, browser, system, address, method, created_at, seen_at, coalesce(token_hash = $5, false) as current from session
    where workspace_id = $1 and user_id = $2 and seen_at > $6 and created_at > $7 and ($3::bigint is null or session_id < $3) order by session_id desc limit $4`,
  [workspaceId, userId, page.before ?? null, page.limit, page.current ?? null, new Date(page.nowMs - idleMs), new Date(page.nowMs - absoluteMs)]);
  return rows.map((row) => ({ sessionId: row.session_id, browser: row.browser, system: row.system, address: row.address, method: row.method, createdAtMs: row.created_at, seenAtMs: row.seen_at, current: row.current }));
}

export async function deleteSessionById(tx: Transaction, workspaceId: bigint, userId: bigint, sessionId: bigint): Promise<boolean> {
  const gone = await tx.query('delete from session where workspace_id = $1 and user_id = $2 and session_id = $3 returning 1', [workspaceId, userId, sessionId]);
  return gone.length > 0;
}

export async function touchSession(tx: Transaction, hash: Buffer, nowMs: number, address: string): Promise<void> {
  await tx.query('update session set seen_at = $2, address = $3 where token_hash = $1 and seen_at < $2', [hash, new Date(nowMs), maskAddress(address)]);
}

export async function deleteSession(tx: Transaction, hash: Buffer): Promise<void> {
  await tx.query('delete from session where token_hash = $1', [hash]);
}

/** Signs a user out everywhere, but for the session that asks; a sign-in that waits for its code starts anew. Answers how many ended. */
export async function deleteSessionsOf(tx: Transaction, workspaceId: bigint, userId: bigint, except?: Buffer): Promise<number> {
  // A sign-in that is under way holds the account: what it opens is seen by the next statement.
  await tx.query('select from user_account where workspace_id = $1 and user_id = $2 for no key update', [workspaceId, userId]);
  const gone = await tx.query('delete from session where workspace_id = $1 and user_id = $2 and ($3::bytea is null or token_hash <> $3) returning 1', [workspaceId, userId, except ?? null]);
  await tx.query('delete from sign_in_ticket where workspace_id = $1 and user_id = $2', [workspaceId, userId]);
  await tx.query('update sign_in_ticket set beside = array_remove(beside, $1) where $1 = any (beside)', [userId]);
  return gone.length;
}

/** A right password whose code is still to come. `beside`: users whom it opens besides, without a code of theirs. */
export const ticketMs = 10 * minuteMs;
export type TicketRow = { keep: boolean; beside: bigint[] };

export async function insertTicket(tx: Transaction, ticket: TicketRow & { tokenHash: Buffer; workspaceId: bigint; userId: bigint; nowMs: number }): Promise<void> {
  await tx.query('insert into sign_in_ticket (token_hash, workspace_id, user_id, created_at, keep, beside) values ($1, $2, $3, $4, $5, $6)',
    [ticket.tokenHash, ticket.workspaceId, ticket.userId, new Date(ticket.nowMs), ticket.keep, ticket.beside]);
}

export async function findTicket(tx: Transaction, hash: Buffer, nowMs: number): Promise<{ workspaceId: bigint; userId: bigint; beside: bigint[] } | undefined> {
  const [row] = await tx.query<{ workspace_id: bigint; user_id: bigint; beside: bigint[] }>('select workspace_id, user_id, beside from sign_in_ticket where token_hash = $1 and created_at > $2', [hash, new Date(nowMs - ticketMs)]);
  return row && { workspaceId: row.workspace_id, userId: row.user_id, beside: row.beside };
}

/** Uses it up: undefined when somebody else was faster. */
export async function deleteTicket(tx: Transaction, hash: Buffer): Promise<TicketRow | undefined> {
  return (await tx.query<TicketRow>('delete from sign_in_ticket where token_hash = $1 returning keep, beside', [hash]))[0];
}

export async function sweepSessions(tx: Transaction, nowMs: number): Promise<number> {
  const gone = await tx.query(`delete from session where token_hash = any (array(
    select token_hash from session where created_at < $2 or seen_at < $1 limit 2000)) returning 1`, [new Date(nowMs - idleMs), new Date(nowMs - absoluteMs)]);
  const over = await tx.query('delete from sign_in_ticket where token_hash = any (array(select token_hash from sign_in_ticket where created_at < $1 limit 2000)) returning 1', [new Date(nowMs - ticketMs)]);
  return Math.max(gone.length, over.length);
}

/** None of a disabled user: their keys are deleted with the disabling, and one that was made at that very moment opens nothing. */
export async function findApiKey(tx: Transaction, hash: Buffer, nowMs: number): Promise<ApiKeyRow | undefined> {
  const [row] = await tx.query<{ workspace_id: bigint; api_key_id: bigint; scopes: Scope[]; last_used_at: number | null; language: Language | null; role: Role | null; scope_kind: ScopeKind | null }>(`
    select k.workspace_id, k.api_key_id, k.scopes, k.last_used_at, coalesce(u.language, k.language) as language, u.role, u.scope_kind
    from api_key k left join user_account u on u.workspace_id = k.workspace_id and u.user_id = k.created_by
    where k.key_hash = $1 and u.disabled_at is null and (k.expires_at is null or k.expires_at > $2)`, [hash, new Date(nowMs)]);
  return row && { workspaceId: row.workspace_id, apiKeyId: row.api_key_id, scopes: row.scopes, lastUsedAtMs: row.last_used_at, language: row.language, maker: row.role && row.scope_kind && { role: row.role, scopeKind: row.scope_kind } };
}

export async function touchApiKey(tx: Transaction, { workspaceId, apiKeyId }: ApiKeyRow, nowMs: number, address: string): Promise<void> {
  await tx.query('update api_key set last_used_at = $3, last_address = $4 where workspace_id = $1 and api_key_id = $2', [workspaceId, apiKeyId, new Date(nowMs), maskAddress(address)]);
}

import type { Transaction } from '../engines/index.ts';

export type TotpRow = { secret: Buffer; /** When its set-up began, and in which session. */ begunAtMs: number | null; session: Buffer | null; confirmedAtMs: number | null; lastStep: number | null };

/** For `db.asEngine` only: requests cannot read the sealed secret. Locked, so that a code is taken once however many come at once. */
export async function lockTotp(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<TotpRow | undefined> {
  const [row] = await tx.query<{ secret: Buffer; begun_at: number | null; begun_session: Buffer | null; confirmed_at: number | null; last_step: bigint | null }>(
    'select secret, begun_at, begun_session, confirmed_at, last_step from user_totp where workspace_id = $1 and user_id = $2 for update', [workspaceId, userId]);
  return row && { secret: row.secret, begunAtMs: row.begun_at, session: row.begun_session, confirmedAtMs: row.confirmed_at, lastStep: row.last_step === null ? null : Number(row.last_step) };
}

/** A secret that is not confirmed yet replaces the one before it. */
export async function beginTotp(tx: Transaction, workspaceId: bigint, userId: bigint, secret: Buffer, { nowMs, session }: { nowMs: number; session: Buffer | undefined }): Promise<void> {
  await tx.query(`
    insert into user_totp (workspace_id, user_id, secret, begun_at, begun_session) values ($1, $2, $3, $4, $5)
    on conflict (workspace_id, user_id) do update set secret = excluded.secret, begun_at = excluded.begun_at, begun_session = excluded.begun_session, last_step = null where user_totp.confirmed_at is null`, [workspaceId, userId, secret, new Date(nowMs), session ?? null]);
}

export async function noteStep(tx: Transaction, workspaceId: bigint, userId: bigint, step: number): Promise<void> {
  await tx.query('update user_totp set last_step = $3 where workspace_id = $1 and user_id = $2', [workspaceId, userId, step]);
}

export async function confirmTotp(tx: Transaction, workspaceId: bigint, userId: bigint, nowMs: number): Promise<void> {
  await tx.query('update user_totp set confirmed_at = $3 where workspace_id = $1 and user_id = $2', [workspaceId, userId, new Date(nowMs)]);
}

export async function dropTotp(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<boolean> {
  await tx.query('delete from recovery_code where workspace_id = $1 and user_id = $2', [workspaceId, userId]);
  return (await tx.query('delete from user_totp where workspace_id = $1 and user_id = $2 returning 1', [workspaceId, userId])).length > 0;
}

export async function replaceRecoveryCodes(tx: Transaction, workspaceId: bigint, userId: bigint, hashes: readonly Buffer[]): Promise<void> {
  await tx.query('delete from recovery_code where workspace_id = $1 and user_id = $2', [workspaceId, userId]);
  await tx.query('insert into recovery_code (workspace_id, user_id, code_hash) select $1, $2, h from unnest($3::bytea[]) as h', [workspaceId, userId, hashes]);
}

/** True once: the code is gone afterwards. */
export async function useRecoveryCode(tx: Transaction, workspaceId: bigint, userId: bigint, hash: Buffer): Promise<boolean> {
  return (await tx.query('delete from recovery_code where workspace_id = $1 and user_id = $2 and code_hash = $3 returning 1', [workspaceId, userId, hash])).length > 0;
}

/** `confirmedAtMs` null: no second factor. */
export async function readTotpState(tx: Transaction, workspaceId: bigint, userId: bigint): Promise<{ confirmedAtMs: number | null; codesLeft: number }> {
  const [row] = await tx.query<{ confirmed_at: number | null; codes: number }>(`
    select (select confirmed_at from user_totp where workspace_id = $1 and user_id = $2) as confirmed_at,
      (select count(*)::int from recovery_code where workspace_id = $1 and user_id = $2) as codes`, [workspaceId, userId]);
  return { confirmedAtMs: row?.confirmed_at ?? null, codesLeft: row?.codes ?? 0 };
}

/** Which of the users, of whatever brand, have a second factor: for `db.asEngine` only. */
export async function withFactor(tx: Transaction, userIds: readonly bigint[]): Promise<ReadonlySet<bigint>> {
  const rows = await tx.query<{ user_id: bigint }>('select user_id from user_totp where user_id = any ($1) and confirmed_at is not null limit $2', [userIds, userIds.length]);
  return new Set(rows.map(({ user_id: id }) => id));
}

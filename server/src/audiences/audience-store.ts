import type { Rule } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Sentence } from '../kernel/index.ts';

export async function insertAudience(tx: Transaction, workspaceId: bigint, audience: { id: bigint; name: string; rule: Rule; nowMs: number }): Promise<boolean> {
  const rows = await tx.query(`
    insert into audience (workspace_id, audience_id, name, rule, created_at) values ($1, $2, $3, $4, $5)
    on conflict (workspace_id, lower(name)) where archived_at is null do nothing returning 1`,
  [workspaceId, audience.id, audience.name, JSON.stringify(audience.rule), new Date(audience.nowMs)]);
  return rows.length > 0;
}

/** Writes name and rule when the version is still the one that was read. A new rule forgets the old count. */
export async function updateAudience(tx: Transaction, workspaceId: bigint, audienceId: bigint, change: { name: string; rule: Rule; version: number }): Promise<boolean> {
  const rows = await tx.query(`
    update audience set name = $3, version = version + 1, rule = $4::jsonb, is_sample = false,
      size = case when rule = $4::jsonb then size end, counted_at = case when rule = $4::jsonb then counted_at end,
      refreshed_at = case when rule = $4::jsonb then refreshed_at end, refresh_error = case when rule = $4::jsonb then refresh_error end
    where workspace_id = $1 and audience_id = $2 and version = $5 and archived_at is null returning 1`,
  [workspaceId, audienceId, change.name, JSON.stringify(change.rule), change.version]);
  return rows.length > 0;
}

export async function nameIsTaken(tx: Transaction, workspaceId: bigint, name: string, exceptId: bigint): Promise<boolean> {
  const rows = await tx.query('select 1 from audience where workspace_id = $1 and lower(name) = lower($2) and archived_at is null and audience_id <> $3 limit 1', [workspaceId, name, exceptId]);
  return rows.length > 0;
}

/** Archives: the name becomes free, nobody is told to leave. Answers the name; undefined when there is nothing to archive. */
export async function archiveAudience(tx: Transaction, workspaceId: bigint, audienceId: bigint, nowMs: number): Promise<string | undefined> {
  const [row] = await tx.query<{ name: string }>(
    'update audience set archived_at = $3, live = false, generation = generation + 1 where workspace_id = $1 and audience_id = $2 and archived_at is null returning name',
    [workspaceId, audienceId, new Date(nowMs)]);
  return row?.name;
}

/** Takes an archived audience back. Nothing uses it, so it is not live, and its count is the one of before. */
export async function restoreAudience(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<void> {
  await tx.query('update audience set archived_at = null where workspace_id = $1 and audience_id = $2', [workspaceId, audienceId]);
}

/**
 * Makes the audiences live that `inUse` names, and the others not. It is asked behind the lock of their rows, so that of two uses that end
 * and begin at once the later one sees the other. An audience that becomes live is refreshed before all others.
 */
export async function deriveLive(tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[], inUse: () => Promise<ReadonlySet<bigint>>): Promise<void> {
  await tx.query('select 1 from audience where workspace_id = $1 and audience_id = any ($2) order by audience_id for no key update', [workspaceId, audienceIds]);
  const used = await inUse();
  await tx.query(`
    update audience set live = audience_id = any ($3), refreshed_at = case when live then refreshed_at end, refresh_error = case when audience_id = any ($3) then refresh_error end
    where workspace_id = $1 and audience_id = any ($2) and archived_at is null and live <> (audience_id = any ($3))`, [workspaceId, audienceIds, [...used]]);
}

export async function storeCount(tx: Transaction, workspaceId: bigint, audienceId: bigint, count: { version: number; size: number; atMs: number }): Promise<void> {
  await tx.query('update audience set size = $4, counted_at = $5 where workspace_id = $1 and audience_id = $2 and version = $3',
    [workspaceId, audienceId, count.version, count.size, new Date(count.atMs)]);
}

/** Begins a refresh. Whoever holds an older generation stops at its next batch. */
export async function beginRefresh(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<{ generation: bigint; rule: Rule; version: number } | undefined> {
  const [row] = await tx.query<{ generation: bigint; rule: Rule; version: number }>(
    'update audience set generation = generation + 1 where workspace_id = $1 and audience_id = $2 and archived_at is null returning generation, rule, version',
    [workspaceId, audienceId]);
  return row;
}

/** True while the generation is the newest; locks it until the end of the transaction, so that batches of two refreshes never mix. */
export async function holdGeneration(tx: Transaction, workspaceId: bigint, audienceId: bigint, generation: bigint): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from audience where workspace_id = $1 and audience_id = $2 and generation = $3 and archived_at is null for no key update', [workspaceId, audienceId, generation]);
  return rows.length > 0;
}

/** Those of the customers that were not members before. */
export async function addMembers(tx: Transaction, workspaceId: bigint, audienceId: bigint, entry: { customerIds: readonly bigint[]; generation: bigint; atMs: number }): Promise<bigint[]> {
  const rows = await tx.query<{ customer_id: bigint }>(`
    insert into audience_member (workspace_id, audience_id, customer_id, generation, entered_at)
    select $1, $2, customer_id, $4, $5 from unnest($3::bigint[]) as customer_id
    on conflict do nothing returning customer_id`, [workspaceId, audienceId, entry.customerIds, entry.generation, new Date(entry.atMs)]);
  return rows.map((row) => row.customer_id);
}

/** Those of the customers that were members. */
export async function removeMembers(tx: Transaction, workspaceId: bigint, audienceId: bigint, customerIds: readonly bigint[]): Promise<bigint[]> {
  const rows = await tx.query<{ customer_id: bigint }>(
    'delete from audience_member where workspace_id = $1 and audience_id = $2 and customer_id = any($3::bigint[]) returning customer_id', [workspaceId, audienceId, customerIds]);
  return rows.map((row) => row.customer_id);
}

export async function endRefresh(tx: Transaction, workspaceId: bigint, audienceId: bigint, end: { generation: bigint; version: number; size: number; atMs: number }): Promise<void> {
  await tx.query(`
    update audience set refreshed_at = $4, refresh_error = null,
      size = case when version = $6 then $5 else size end, counted_at = case when version = $6 then $4 else counted_at end
    where workspace_id = $1 and audience_id = $2 and generation = $3`,
  [workspaceId, audienceId, end.generation, new Date(end.atMs), end.size, end.version]);
}

/** A failed refresh is tried again later, not at once, and its reason is kept for the screen. */
export async function failRefresh(tx: Transaction, workspaceId: bigint, audienceId: bigint, failure: { atMs: number; reason: Sentence }): Promise<void> {
  await tx.query('update audience set refreshed_at = $3, refresh_error = $4 where workspace_id = $1 and audience_id = $2',
    [workspaceId, audienceId, new Date(failure.atMs), JSON.stringify(failure.reason)]);
}

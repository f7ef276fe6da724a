import type { Rule } from '@homefield/contract';
import { ofScope } from '../customers/index.ts';
import { newestJobSql, openJobSql } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { DataScope, Sentence, Viewer } from '../kernel/index.ts';
import { modelTexts } from '../models/index.ts';
import { audiencesMax } from './audience.ts';
import type { CatalogModel } from './rule/catalog.ts';

export type AudienceRow = {
  audience_id: bigint; name: string; rule: Rule; version: number; live: boolean; size: bigint | null; counted_at: number | null; created_at: number; refreshed_at: number | null; refresh_error: Sentence | null;
};

const columns = 'audience_id, name, rule, version, live, size, counted_at, created_at, refreshed_at, refresh_error';

/** All audiences that are not archived, newest first. At most a thousand exist. */
export async function listAudiences(tx: Transaction, workspaceId: bigint): Promise<AudienceRow[]> {
  return tx.query<AudienceRow>(`select ${columns} from audience where workspace_id = $1 and archived_at is null order by audience_id desc limit ${audiencesMax}`, [workspaceId]);
}

export async function findAudience(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<AudienceRow | undefined> {
  const [row] = await tx.query<AudienceRow>(`select ${columns} from audience where workspace_id = $1 and audience_id = $2 and archived_at is null`, [workspaceId, audienceId]);
  return row;
}

/** The name of one that is archived. */
export async function findArchived(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<string | undefined> {
  const [row] = await tx.query<{ name: string }>('select name from audience where workspace_id = $1 and audience_id = $2 and archived_at is not null for update', [workspaceId, audienceId]);
  return row?.name;
}

export async function countAudiences(tx: Transaction, workspaceId: bigint): Promise<number> {
  const [row] = await tx.query<{ count: bigint }>('select count(*) as count from audience where workspace_id = $1 and archived_at is null', [workspaceId]);
  return Number(row?.count ?? 0);
}

/** Names of the audiences whose rule mentions this one. */
export async function usersOf(tx: Transaction, workspaceId: bigint, audienceIdText: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(`
    select name from audience where workspace_id = $1 and archived_at is null
      and jsonb_path_exists(rule, 'strict $.**.audience ? (@ == $id)', jsonb_build_object('id', $2::text), true) order by name limit 5`, [workspaceId, audienceIdText]);
  return rows.map(({ name }) => name);
}

/** Whether SOPs that run begin with an audience, or with one that is built on it, however many lie between them. */
export async function reachesLive(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<boolean> {
  const seen = new Set([audienceId]);
  for (let level = [audienceId]; level.length > 0;) {
    const [row] = await tx.query<{ live: boolean }>('select exists (select 1 from audience where workspace_id = $1 and audience_id = any ($2) and live) as live', [workspaceId, level]);
    if (row?.live) return true;
    const users = await tx.query<{ audience_id: bigint }>(`
      select audience_id from audience where workspace_id = $1 and archived_at is null
        and jsonb_path_exists(rule, 'strict $.**.audience ? (@ == $ids[*])', jsonb_build_object('ids', to_jsonb($2::text[])), true)`, [workspaceId, level.map((id) => formatId('audience', id))]);
    level = users.map((user) => user.audience_id).filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
  }
  return false;
}

/** A page of the kept members of a live audience whom the viewer sees, in the order of their ids. */
export async function memberPage(tx: Transaction, { workspaceId, dataScope }: Viewer, audienceId: bigint, afterId: bigint, limit: number): Promise<bigint[]> {
  const seen = ofScope(dataScope, 'customer_id', 5);
  const rows = await tx.query<{ customer_id: bigint }>(`
    select customer_id from audience_member where workspace_id = $1 and audience_id = $2 and customer_id > $3 and ${seen.sql}
    order by customer_id limit $4`, [workspaceId, audienceId, afterId, limit, ...seen.values]);
  return rows.map((row) => row.customer_id);
}

/** How many kept members of each live audience are in a scope; one without is left out. */
export async function memberCounts(tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[], dataScope: DataScope): Promise<Map<bigint, number>> {
  const seen = ofScope(dataScope, 'customer_id', 3);
  const rows = await tx.query<{ audience_id: bigint; members: number }>(`
    select audience_id, count(*)::int as members from audience_member
    where workspace_id = $1 and audience_id = any ($2) and ${seen.sql} group by audience_id`, [workspaceId, audienceIds, ...seen.values]);
  return new Map(rows.map((row) => [row.audience_id, row.members]));
}

/** A page of the kept members with the instant of their entry, in the order of their ids; `after`: only who entered later than that. */
export async function entrantPage(tx: Transaction, workspaceId: bigint, audienceId: bigint, page: { afterId: bigint; enteredAfterMs: number | null; limit: number }): Promise<{ customerId: bigint; enteredAtMs: number }[]> {
  return tx.query(`
    select customer_id as "customerId", entered_at as "enteredAtMs" from audience_member
    where workspace_id = $1 and audience_id = $2 and customer_id > $3 and ($4::timestamptz is null or entered_at > $4) order by customer_id limit $5`,
  [workspaceId, audienceId, page.afterId, page.enteredAfterMs === null ? null : new Date(page.enteredAfterMs), page.limit]);
}

export type DueAudience = { workspace_id: bigint; audience_id: bigint; imported: bigint | null };

/** Refreshed in the order of their waiting; the others come when these are done. */
const dueMax = 200;

/**
 * Live audiences whose time has come, over all workspaces, those first that have waited longest. A workspace whose orders are being
 * imported waits: its customers have half of their orders. `imported`: the import that was started last.
 */
export async function listDue(tx: Transaction, dueBeforeMs: number, importKinds: readonly string[]): Promise<DueAudience[]> {
  return tx.query<DueAudience>(`
    select a.workspace_id, a.audience_id, (${newestJobSql('a.workspace_id', '$2')}) as imported from audience a
    where a.live and a.archived_at is null and (a.refreshed_at is null or a.refreshed_at <= $1)
      and not exists (${openJobSql('a.workspace_id', '$2')})
    order by a.refreshed_at nulls first, a.audience_id limit ${dueMax}`, [new Date(dueBeforeMs), importKinds]);
}

export async function findWorkspace(tx: Transaction, workspaceId: bigint): Promise<{ zone: string; currency: string }> {
  const [row] = await tx.query<{ zone: string; currency: string }>('select zone, currency from workspace where workspace_id = $1', [workspaceId]);
  return row ?? { zone: 'Asia/Shanghai', currency: 'CNY' };
}

/** The models with their newest snapshots at an instant. Joins the tables of `models`. */
export async function findModels(tx: Transaction, workspaceId: bigint, atMs: number): Promise<Map<string, CatalogModel>> {
  const rows = await tx.query<{ name: string; snapshot_id: bigint }>(`
    select distinct on (m.name) m.name, s.snapshot_id from model m join model_snapshot s using (workspace_id, model_id)
    where workspace_id = $1 and s.as_of <= $2 order by m.name, s.as_of desc limit 100`, [workspaceId, new Date(atMs)]);
  const newest = new Map(rows.map((row) => [row.name, row.snapshot_id]));
  return new Map(modelTexts.map(({ name, title, classes }) => [name, { name, title, classes, snapshotId: newest.get(name) ?? null }]));
}

import type { SopDefinition } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { parseId } from '../kernel/index.ts';
import { definitionChanges } from './sop-changes.ts';

export type SopState = 'draft' | 'live' | 'paused' | 'ended';
export type Sop = {
  sopId: bigint; name: string; state: SopState; definition: SopDefinition; revision: number; publishedVersion: number | null;
  /** The definition of the published version, and whether the draft says something else. */
  published: SopDefinition | null; unpublishedChanges: boolean;
  entersPresent: boolean; createdAtMs: number; publishedAtMs: number | null; endedAtMs: number | null;
  /** When the draft was last saved, and the name of who did. */
  changedAtMs: number; changedBy: string | null;
};

/** As it is stored. */
export type SopRecord = {
  sop_id: bigint; name: string; state: SopState; definition: SopDefinition; revision: number; published_version: number | null; published: SopDefinition | null; enters_present: boolean; created_at: number; published_at: number | null; ended_at: number | null; changed_at: number; changed_by_name: string | null;
};
/** Reads the tables of accounts and API keys for the name behind the last save. */
export const sopColumns = `(select v.definition from sop_version v where v.workspace_id = sop.workspace_id and v.sop_id = sop.sop_id and v.version = sop.published_version) as published,
  sop_id, name, state, definition, revision, published_version, enters_present, created_at, published_at, ended_at, coalesce(changed_at, created_at) as changed_at,
  coalesce((select u.name from user_account u where u.workspace_id = sop.workspace_id and u.user_id = sop.changed_by), (select k.name from api_key k where k.workspace_id = sop.workspace_id and k.api_key_id = sop.changed_by)) as changed_by_name`;

export function sopOf(row: SopRecord): Sop {
  return {
    sopId: row.sop_id, name: row.name, state: row.state, definition: row.definition, revision: row.revision,
    publishedVersion: row.published_version, published: row.published, unpublishedChanges: row.published !== null && definitionChanges(row.published, row.definition).length > 0,
    entersPresent: row.enters_present, createdAtMs: row.created_at, publishedAtMs: row.published_at, endedAtMs: row.ended_at,
    changedAtMs: row.changed_at, changedBy: row.changed_by_name,
  };
}

export async function insertSop(tx: Transaction, workspaceId: bigint, sop: { sopId: bigint; name: string; definition: SopDefinition; nowMs: number; byId: bigint | null }): Promise<Sop> {
  const [row] = await tx.query<SopRecord>(`
    insert into sop (workspace_id, sop_id, name, definition, created_at, changed_by) values ($1, $2, $3, $4, $5, $6) returning ${sopColumns}`,
  [workspaceId, sop.sopId, sop.name, JSON.stringify(sop.definition), new Date(sop.nowMs), sop.byId]);
  if (!row) throw new Error('The SOP was not stored.');
  return sopOf(row);
}

export async function findSop(tx: Transaction, workspaceId: bigint, sopId: bigint, lock: 'for update' | '' = ''): Promise<Sop | undefined> {
  const [row] = await tx.query<SopRecord>(`select ${sopColumns} from sop where workspace_id = $1 and sop_id = $2 ${lock}`, [workspaceId, sopId]);
  return row && sopOf(row);
}

/** Changes the draft if nobody did since `revision`. Undefined: somebody did. */
export async function changeDraft(tx: Transaction, workspaceId: bigint, sop: { sopId: bigint; name: string; definition: SopDefinition; revision: number; nowMs: number; byId: bigint | null }): Promise<Sop | undefined> {
  const [row] = await tx.query<SopRecord>(`
    update sop set name = $3, definition = $4, revision = revision + 1, changed_at = $6, changed_by = $7 where workspace_id = $1 and sop_id = $2 and revision = $5 returning ${sopColumns}`,
  [workspaceId, sop.sopId, sop.name, JSON.stringify(sop.definition), sop.revision, new Date(sop.nowMs), sop.byId]);
  return row && sopOf(row);
}

/**
 * Publishes the draft as the next version. `entering`: the present members of the audience enter too. From when entries count is set
 * when the SOP gets its audience, and not by every version: what is in the log and not read yet would be lost.
 */
export async function publishDraft(tx: Transaction, workspaceId: bigint, sop: Sop, at: { audienceId: bigint; nowMs: number; entering: boolean; txOffset: bigint }): Promise<Sop> {
  const now = new Date(at.nowMs);
  const version = (sop.publishedVersion ?? 0) + 1;
  await tx.query(`
    insert into sop_version (workspace_id, sop_id, version, definition, published_at) values ($1, $2, $3, $4, $5)`,
  [workspaceId, sop.sopId, version, JSON.stringify(sop.definition), now]);
  const [row] = await tx.query<SopRecord>(`
    update sop set state = case when state = 'paused' then 'paused' else 'live' end, published_version = $3, audience_id = $4, published_at = $5, enters_present = $6,
      entering_after = case when $6 then 0 when audience_id = $4 then entering_after end,
      enters_from = case when $6 then null when audience_id = $4 then enters_from else $5 end,
      entries_from_tx = case when audience_id = $4 then entries_from_tx when $6 then 0 else pg_current_xact_id()::text::bigint + $7 end
    where workspace_id = $1 and sop_id = $2 returning ${sopColumns}`, [workspaceId, sop.sopId, version, at.audienceId, now, at.entering, at.txOffset]);
  if (!row) throw new Error('The SOP was not published.');
  return sopOf(row);
}

export async function setState(tx: Transaction, workspaceId: bigint, sopId: bigint, change: { state: SopState; nowMs: number }): Promise<Sop> {
  const [row] = await tx.query<SopRecord>(`
    update sop set state = $3, ended_at = case when $3 = 'ended' then $4::timestamptz end,
      entering_after = case $3 when 'live' then 0 when 'ended' then null else entering_after end,
      paused_at = case when $3 = 'paused' then coalesce(paused_at, $4::timestamptz) else paused_at end
    where workspace_id = $1 and sop_id = $2 returning ${sopColumns}`, [workspaceId, sopId, change.state, new Date(change.nowMs)]);
  if (!row) throw new Error('The SOP is gone.');
  return sopOf(row);
}

/** Of the audiences, those by which a live or paused SOP is entered. */
export async function audiencesInUse(tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[]): Promise<Set<bigint>> {
  const rows = await tx.query<{ audience_id: bigint }>(
    "select distinct audience_id from sop where workspace_id = $1 and audience_id = any ($2) and state in ('live', 'paused')", [workspaceId, audienceIds]);
  return new Set(rows.map((row) => row.audience_id));
}

/** The audience of the published version. */
export async function publishedAudience(tx: Transaction, workspaceId: bigint, sopId: bigint): Promise<bigint[]> {
  const rows = await tx.query<{ audience_id: bigint }>('select audience_id from sop where workspace_id = $1 and sop_id = $2 and audience_id is not null', [workspaceId, sopId]);
  return rows.map((row) => row.audience_id);
}

export type Entering = { workspaceId: bigint; sopId: bigint; version: number; definition: SopDefinition; audienceId: bigint; after: bigint; fromMs: number | null; pausedMs: number | null };

/**
 * A live SOP into which members of its audience are still to be taken, locked until the transaction ends. The members are those of an
 * earlier use until the audience has been refreshed. Reads the table of audiences.
 */
export async function lockEntering(tx: Transaction): Promise<Entering | undefined> {
  const [row] = await tx.query<{ workspace_id: bigint; sop_id: bigint; version: number; definition: SopDefinition; audience_id: bigint; entering_after: bigint; enters_from: number | null; paused_at: number | null }>(`
    select s.workspace_id, s.sop_id, v.version, v.definition, s.audience_id, s.entering_after, s.enters_from, s.paused_at from sop s
    join sop_version v on v.workspace_id = s.workspace_id and v.sop_id = s.sop_id and v.version = s.published_version
    where s.state = 'live' and s.entering_after is not null
      and not exists (select from audience a where a.workspace_id = s.workspace_id and a.audience_id = s.audience_id and a.live and (a.refreshed_at is null or a.refresh_error is not null))
    order by s.workspace_id, s.sop_id limit 1 for update of s skip locked`);
  return row && {
    workspaceId: row.workspace_id, sopId: row.sop_id, version: row.version, definition: row.definition, audienceId: row.audience_id, after: row.entering_after,
    fromMs: row.enters_from, pausedMs: row.paused_at,
  };
}

/** How far the present members have entered; null: all of them. */
export async function noteEntering(tx: Transaction, entering: Entering, after: bigint | null): Promise<void> {
  await tx.query('update sop set entering_after = $3, paused_at = case when $3::bigint is not null then paused_at end where workspace_id = $1 and sop_id = $2', [entering.workspaceId, entering.sopId, after]);
}

/** Names of the SOPs that customers enter through this audience, by their published version or by their draft (paused ones too); at most 5. */
export async function sopsUsing(tx: Transaction, workspaceId: bigint, audienceIdText: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(`
    select name from sop where workspace_id = $1 and state <> 'ended' and (definition -> 'trigger' ->> 'audienceId' = $2 or audience_id = $3) order by sop_id limit 5`,
  [workspaceId, audienceIdText, parseId('audience', audienceIdText)]);
  return rows.map(({ name }) => name);
}

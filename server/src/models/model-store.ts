import type { Transaction } from '../engines/index.ts';
import type { Ids } from '../kernel/index.ts';
import { rfmDefaults, type ModelName, type RfmSettings, type RfmSummary } from './model.ts';

export type ModelRow = { model_id: bigint; settings: RfmSettings };

/** The model of the workspace; made with its default settings when it is asked for first. */
export async function ensureModel(tx: Transaction, workspaceId: bigint, name: ModelName, ids: Ids, nowMs: number): Promise<ModelRow> {
  const find = () => tx.query<ModelRow>('select model_id, settings from model where workspace_id = $1 and name = $2', [workspaceId, name]);
  const [found] = await find();
  if (found) return found;
  await tx.query(
    'insert into model (workspace_id, model_id, name, settings, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [workspaceId, ids.next('model'), name, JSON.stringify(rfmDefaults), new Date(nowMs)]);
  const [made] = await find();
  if (!made) throw new Error('A model that was just made is not there.');
  return made;
}

/** Only the first time is kept, and nothing is written after it. */
export async function noteSeen(tx: Transaction, workspaceId: bigint, name: ModelName, nowMs: number): Promise<void> {
  await tx.query('update model set seen_at = $3 where workspace_id = $1 and name = $2 and seen_at is null', [workspaceId, name, new Date(nowMs)]);
}

export async function changeSettings(tx: Transaction, workspaceId: bigint, modelId: bigint, settings: RfmSettings): Promise<void> {
  await tx.query('update model set settings = $3 where workspace_id = $1 and model_id = $2', [workspaceId, modelId, JSON.stringify(settings)]);
}

export type NewSnapshot = {
  modelId: bigint; snapshotId: bigint; asOfMs: number; takenAtMs: number; settings: RfmSettings; summary: RfmSummary;
};

/**
 * Makes the snapshot the one of its instant; false when another attempt was first. It is compared with the one before it, except when
 * a later one exists already (history that is filled in afterwards changes nobody's class), and when none before it placed anybody: those
 * of a new brand's first nights are empty, and its first import would be thousands of changes.
 */
export async function insertSnapshot(tx: Transaction, workspaceId: bigint, snapshot: NewSnapshot): Promise<boolean> {
  // Two snapshots of one model must not both find the same predecessor.
  await tx.query('select 1 from model where workspace_id = $1 and model_id = $2 for update', [workspaceId, snapshot.modelId]);
  const rows = await tx.query(`
    insert into model_snapshot (workspace_id, model_id, as_of, snapshot_id, taken_at, settings, summary, previous_snapshot_id, told_to)
    select $1, $2, $3, $4, $5, $6, $7, previous.snapshot_id, case when previous.snapshot_id is null then null else 0 end
    from (select (
      select s.snapshot_id from model_snapshot s
      where s.workspace_id = $1 and s.model_id = $2 and s.as_of < $3
        and not exists (select 1 from model_snapshot later where later.workspace_id = $1 and later.model_id = $2 and later.as_of > $3)
        and exists (select 1 from model_snapshot placed where placed.workspace_id = $1 and placed.model_id = $2 and placed.as_of < $3 and (placed.summary ->> 'buyers')::bigint > 0)
      order by s.as_of desc limit 1) as snapshot_id) as previous
    on conflict do nothing returning 1`,
  [workspaceId, snapshot.modelId, new Date(snapshot.asOfMs), snapshot.snapshotId, new Date(snapshot.takenAtMs),
    JSON.stringify(snapshot.settings), JSON.stringify(snapshot.summary)]);
  return rows.length > 0;
}

export type Untold = { snapshot_id: bigint; previous_snapshot_id: bigint; as_of: number; told_to: bigint };

/** The oldest snapshot whose changes have not all been told. */
export async function oldestUntold(tx: Transaction, workspaceId: bigint, modelId: bigint): Promise<Untold | undefined> {
  const [row] = await tx.query<Untold>(`
    select snapshot_id, previous_snapshot_id, as_of, told_to from model_snapshot
    where workspace_id = $1 and model_id = $2 and told_to is not null order by as_of limit 1`, [workspaceId, modelId]);
  return row;
}

/** Moves the mark from where the teller believes it is; false when another one was faster. null: all told. */
export async function moveTold(tx: Transaction, workspaceId: bigint, untold: Untold, to: bigint | null): Promise<boolean> {
  const rows = await tx.query(
    'update model_snapshot set told_to = $4 where workspace_id = $1 and snapshot_id = $2 and told_to = $3 returning 1',
    [workspaceId, untold.snapshot_id, untold.told_to, to]);
  return rows.length > 0;
}

import { rfmClasses, type RfmPicture } from '@homefield/contract';
import { newestJobSql, openJobSql } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import { bandText, frequencyBands, recencyBands, rfmTexts, type ModelName, type RfmSettings, type RfmSummary, type Snapshot } from './model.ts';

/** The newest snapshot at an instant (default: of all). */
export async function findSnapshot(tx: Transaction, workspaceId: bigint, name: ModelName, atMs?: number): Promise<Snapshot | null> {
  const [row] = await tx.query<{ snapshot_id: bigint; as_of: number; taken_at: number; settings: RfmSettings; summary: RfmSummary }>(`
    select s.snapshot_id, s.as_of, s.taken_at, s.settings, s.summary
    from model_snapshot s join model m using (workspace_id, model_id)
    where workspace_id = $1 and m.name = $2 and ($3::timestamptz is null or s.as_of <= $3)
    order by s.as_of desc limit 1`, [workspaceId, name, atMs === undefined ? null : new Date(atMs)]);
  return row ? { snapshotId: row.snapshot_id, asOfMs: row.as_of, takenAtMs: row.taken_at, settings: row.settings, summary: row.summary } : null;
}

export async function findSnapshotAt(tx: Transaction, workspaceId: bigint, modelId: bigint, asOfMs: number): Promise<Snapshot | null> {
  const [row] = await tx.query<{ snapshot_id: bigint; as_of: number; taken_at: number; settings: RfmSettings; summary: RfmSummary }>(`
    select snapshot_id, as_of, taken_at, settings, summary from model_snapshot
    where workspace_id = $1 and model_id = $2 and as_of = $3`, [workspaceId, modelId, new Date(asOfMs)]);
  return row ? { snapshotId: row.snapshot_id, asOfMs: row.as_of, takenAtMs: row.taken_at, settings: row.settings, summary: row.summary } : null;
}

export type WorkspaceDay = { workspace_id: bigint; zone: string; newest: number | null; imported: bigint | null };

/** Every workspace with its zone, the instant of its newest RFM snapshot and its newest import; without those whose orders are being imported. */
export async function workspacesWithNewest(tx: Transaction, importKinds: readonly string[]): Promise<WorkspaceDay[]> {
  return tx.query(`
    select w.workspace_id, w.zone, (${newestJobSql('w.workspace_id', '$1')}) as imported,
      (select max(s.as_of) from model m join model_snapshot s using (workspace_id, model_id) where m.workspace_id = w.workspace_id and m.name = 'rfm') as newest
    from workspace w where not exists (${openJobSql('w.workspace_id', '$1')}) order by w.workspace_id limit 10000`, [importKinds]);
}

export async function findZone(tx: Transaction, workspaceId: bigint): Promise<string> {
  const [row] = await tx.query<{ zone: string }>('select zone from workspace where workspace_id = $1', [workspaceId]);
  return row?.zone ?? 'Asia/Shanghai';
}

/** A snapshot as the screen shows it: all eight classes with their texts, and the cube seen from above (recency × frequency). */
export function pictureOf(snapshot: Snapshot, newcomers: number): RfmPicture {
  const { summary } = snapshot;
  const byClass = new Map(summary.classes.map((entry) => [entry.class, entry]));
  const cells = new Map<string, { recencyBand: string; frequencyBand: string; customers: number; salesMinor: number }>();
  for (const cell of summary.cells) {
    const recencyBand = bandText(recencyBands, cell.recency, 0);
    const frequencyBand = bandText(frequencyBands, cell.frequency, 1);
    const key = `${recencyBand} ${frequencyBand}`;
    const sum = cells.get(key) ?? { recencyBand, frequencyBand, customers: 0, salesMinor: 0 };
    cells.set(key, { ...sum, customers: sum.customers + cell.customers, salesMinor: sum.salesMinor + cell.salesMinor });
  }
  return {
    snapshot: {
      id: formatId('model', snapshot.snapshotId), asOfMs: snapshot.asOfMs, takenAtMs: snapshot.takenAtMs,
      buyers: summary.buyers, newcomers, lines: summary.lines, linesBy: snapshot.settings.lines.by,
      classes: rfmClasses.map((name) => {
        const found = byClass.get(name) ?? { customers: 0, salesMinor: 0, averageRecencyDays: 0, averageFrequency: 0, averageAmountMinor: 0 };
        return { ...found, class: name, ...rfmTexts[name] };
      }),
      cells: [...cells.values()],
    },
  };
}

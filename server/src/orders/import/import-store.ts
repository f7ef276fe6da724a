import { bigints, jsonbs, texts } from '../../engines/index.ts';
import type { Transaction } from '../../engines/index.ts';
import { ImportFileChanged } from '../problems.ts';
import type { CsvRecord } from './csv.ts';
import type { LineRead } from './row-reader.ts';

/** Counts of an import so far; committed with the rows they count. `incomplete`: of those taken in, rows whose refund could not be. */
export type Tally = { rows: number; imported: number; rejected: number; unchanged: number; incomplete: number; orders: number; refunds: number; amountMinor: bigint; refundedMinor: bigint };

/** How far an import is. */
export type Checkpoint = { state: 'reading' | 'taking' | 'done'; rowsDone: number; errorBytes: number; tally: Tally };

export const emptyTally: Tally = { rows: 0, imported: 0, rejected: 0, unchanged: 0, incomplete: 0, orders: 0, refunds: 0, amountMinor: 0n, refundedMinor: 0n };

type ImportKey = { workspaceId: bigint; importId: bigint };

/** Begins an import, or finds where it stood. Refuses (409) to go on with another file or mapping. */
export async function openImport(tx: Transaction, { workspaceId, importId }: ImportKey, begun: { fileName: string; mapping: string; contentHash: string; nowMs: number }): Promise<Checkpoint> {
  await tx.query(`
    insert into order_import (workspace_id, import_id, file_name, mapping, content_hash, started_at)
    values ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0)) on conflict do nothing`,
  [workspaceId, importId, begun.fileName, begun.mapping, begun.contentHash, begun.nowMs]);
  const [row] = await tx.query<{ mapping: string; content_hash: string; state: Checkpoint['state']; rows_done: bigint; error_bytes: bigint; figures: Record<string, number | string> }>(
    'select mapping, content_hash, state, rows_done, error_bytes, figures from order_import where workspace_id = $1 and import_id = $2', [workspaceId, importId]);
  if (!row || row.mapping !== begun.mapping || row.content_hash !== begun.contentHash) throw ImportFileChanged();
  const { amountMinor = '0', refundedMinor = '0', ...counts } = row.figures;
  return {
    state: row.state, rowsDone: Number(row.rows_done), errorBytes: Number(row.error_bytes),
    tally: { ...emptyTally, ...(counts as Partial<Tally>), amountMinor: BigInt(amountMinor), refundedMinor: BigInt(refundedMinor) },
  };
}

/** In the transaction of the rows that it counts. */
export async function saveCheckpoint(tx: Transaction, { workspaceId, importId }: ImportKey, { state, rowsDone, errorBytes, tally }: Checkpoint, endedAtMs?: number): Promise<void> {
  const figures = JSON.stringify({ ...tally, amountMinor: String(tally.amountMinor), refundedMinor: String(tally.refundedMinor) });
  await tx.query(`
    update order_import set state = $3, rows_done = $4, error_bytes = $5, figures = $6, ended_at = to_timestamp($7 / 1000.0)
    where workspace_id = $1 and import_id = $2`, [workspaceId, importId, state, rowsDone, errorBytes, figures, endedAtMs ?? null]);
}

/** Distinct customers whose orders or refunds an import brought. */
export async function countImportedCustomers(tx: Transaction, { workspaceId, importId }: ImportKey): Promise<number> {
  await tx.query("set local statement_timeout = '300s'");
  // Ids sort by time: what an import made lies behind its own id, the rest of what it touched is in an index of its own.
  const of = (table: string, id: string) => `
    select customer_id from ${table} where workspace_id = $1 and import_id = $2 and ${id} >= $2
    union all select customer_id from ${table} where workspace_id = $1 and import_id = $2 and ${id} < import_id`;
  const [row] = await tx.query<{ count: number }>(`
    select count(distinct customer_id)::int as count from (${of('customer_order', 'order_id')} union all ${of('refund', 'refund_id')}) named`, [workspaceId, importId]);
  return row?.count ?? 0;
}

/** Sales sort before refunds: a refund is linked to an order that has to be there. */
export function groupKey({ refund, number }: LineRead): string {
  return `${refund ? 'r' : 'a'}${number}`;
}

export async function stageLines(tx: Transaction, { workspaceId, importId }: ImportKey, lines: readonly { key: string; record: CsvRecord }[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(`
    insert into order_import_line (workspace_id, import_id, group_key, line, cells)
    select $1, $2, l.group_key, l.line, l.cells from unnest($3::text[], $4::bigint[], $5::jsonb[]) as l (group_key, line, cells)`,
  [workspaceId, importId, texts(lines.map(({ key }) => key)), bigints(lines.map(({ record }) => BigInt(record.line))), jsonbs(lines.map(({ record }) => JSON.stringify(record.cells)))]);
}

/** `lines` is how many there are; `records` holds them all unless there are more than an order can have. */
export type StagedGroup = { key: string; lines: number; records: CsvRecord[] };

/**
 * The next whole groups of staged lines, at most `linesMax` lines together. A single group that is larger comes alone, with at
 * most `groupMax` + 1 of its lines.
 */
export async function nextGroups(tx: Transaction, key: ImportKey, linesMax: number, groupMax: number): Promise<StagedGroup[]> {
  const rows = await readStaged(tx, key, linesMax + 1);
  const groups = gather(rows);
  if (rows.length <= linesMax) return groups;
  if (groups.length > 1) return groups.slice(0, -1);
  const [large] = gather(await readStaged(tx, key, groupMax + 1));
  if (!large) return [];
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from order_import_line where workspace_id = $1 and import_id = $2 and group_key = $3', [key.workspaceId, key.importId, large.key]);
  return [{ ...large, lines: row?.count ?? 0 }];
}

type StagedRow = { group_key: string; line: bigint; cells: string[] };

function readStaged(tx: Transaction, { workspaceId, importId }: ImportKey, limit: number): Promise<StagedRow[]> {
  return tx.query<StagedRow>(`
    select group_key, line, cells from order_import_line where workspace_id = $1 and import_id = $2
    order by group_key, line limit $3`, [workspaceId, importId, limit]);
}

function gather(rows: readonly StagedRow[]): StagedGroup[] {
  const groups: StagedGroup[] = [];
  for (const row of rows) {
    let group = groups.at(-1);
    if (group?.key !== row.group_key) groups.push(group = { key: row.group_key, lines: 0, records: [] });
    group.records.push({ line: Number(row.line), cells: row.cells });
    group.lines += 1;
  }
  return groups;
}

/** What was taken in is deleted in the same transaction: what is left is what is to do, also after a crash. */
export async function removeStaged(tx: Transaction, { workspaceId, importId }: ImportKey, throughKey: string): Promise<void> {
  await tx.query('delete from order_import_line where workspace_id = $1 and import_id = $2 and group_key <= $3', [workspaceId, importId, throughKey]);
}

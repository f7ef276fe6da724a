import type { Transaction } from '../engines/index.ts';

/** Reads the tables of audiences and SOPs. A brand has hundreds of each at most; the newest thousand are looked through. */
const namesMax = 1_000;

export function readAudienceNames(tx: Transaction, workspaceId: bigint): Promise<{ audience_id: bigint; name: string; size: bigint | null }[]> {
  return tx.query(`select audience_id, name, size from audience where workspace_id = $1 and archived_at is null order by audience_id desc limit ${namesMax}`, [workspaceId]);
}

export function readSopNames(tx: Transaction, workspaceId: bigint): Promise<{ sop_id: bigint; name: string; state: string }[]> {
  return tx.query(`select sop_id, name, state from sop where workspace_id = $1 order by sop_id desc limit ${namesMax}`, [workspaceId]);
}

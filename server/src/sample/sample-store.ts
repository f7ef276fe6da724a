import { formatId } from '../kernel/index.ts';
import type { SampleState } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';

/** A range of the identities' primary key: `SAMPLE-` up to what would follow it. */
const isSample = "kind = 'member_no' and value_key >= 'SAMPLE-' and value_key < 'SAMPLE.'";

/** Everybody of the sample. */
export async function sampleCustomers(db: Database, workspaceId: bigint): Promise<bigint[]> {
  const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint }>(`select customer_id from identity where workspace_id = $1 and ${isSample} order by customer_id limit 100000`, [workspaceId]));
  return rows.map(({ customer_id }) => customer_id);
}

/** Lets one at a time decide about the sample of a brand, until the transaction ends: of two clicks the second sees what the first began. */
export async function takeTurn(tx: Transaction, workspaceId: bigint): Promise<void> {
  await tx.query('select 1 from workspace where workspace_id = $1 for no key update', [workspaceId]);
}

/** How it stands with the sample in a brand. */
export async function readSampleState(tx: Transaction, workspaceId: bigint): Promise<SampleState> {
  const [row] = await tx.query<{ customers: number; others: boolean; job_id: bigint | null; kind: string | null; sop_id: bigint | null }>(`
    select (select count(*)::int from identity where workspace_id = $1 and ${isSample}) as customers,
      exists (select from customer where workspace_id = $1 limit 1) as others, j.job_id, j.kind,
      (select sop_id from sop where workspace_id = $1 and is_sample limit 1) as sop_id
    from (select 1) one left join lateral (
      select job_id, kind from job where workspace_id = $1 and kind like 'sample.%' and state in ('waiting', 'running') order by job_id desc limit 1
    ) j on true`, [workspaceId]);
  const { customers = 0, others = false, job_id: jobId = null, kind = null, sop_id: sopId = null } = row ?? {};
  const state = kind === null ? (customers > 0 || sopId !== null ? 'loaded' : others ? 'impossible' : 'none') : kind === 'sample.remove' ? 'removing' : 'loading';
  return { state, customers, jobId: jobId === null ? null : formatId('job', jobId), sopId: sopId === null ? null : formatId('sop', sopId) };
}

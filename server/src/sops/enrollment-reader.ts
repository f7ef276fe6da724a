import type { MessageOutcome, MissReason } from '@homefield/contract';
import { ofScope } from '../customers/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { missReasonSql, outcomeSql } from '../messages/index.ts';
import { messageKey } from './sop.ts';

export type EnrollmentRow = {
  enrollmentId: bigint; customerId: bigint; customerName: string; heldOut: boolean; version: number; entry: number; state: 'active' | 'watching' | 'ended';
  stepId: string | null; wakeAtMs: number | null; enteredAtMs: number; goalReachedAtMs: number | null; salesMinor: number; missReason: MissReason | null;
};

type Page = { stepId: string | undefined; outcome?: MessageOutcome | undefined; reason?: MissReason | undefined; after: { customerId: bigint; entry: number } | undefined; limit: number };

/**
 * Runs of an SOP by customer whom the viewer sees, in the order of its unique key; with a step, those who stand there now; with an outcome, those
 * whose message of the step stands so. Joins the tables of customers, for their names, and of messages.
 */
export async function listEnrollments(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint, { stepId, outcome, reason, after, limit }: Page): Promise<EnrollmentRow[]> {
  const seen = ofScope(dataScope, 'e.customer_id', 9);
  const rows = await tx.query<Record<'enrollment_id' | 'customer_id' | 'sales_minor', bigint> & {
    name: string | null; held_out: boolean; version: number; entry: number; state: EnrollmentRow['state']; step_id: string | null; visit: number;
    wake_at: number | null; entered_at: number; goal_reached_at: number | null;
  }>(`
    select e.enrollment_id, e.customer_id, c.name, e.held_out, e.version, e.entry, e.state, e.step_id, e.visit, e.wake_at, e.entered_at, e.goal_reached_at, e.sales_minor
    from enrollment e left join customer c on c.workspace_id = e.workspace_id and c.customer_id = e.customer_id
    where e.workspace_id = $1 and e.sop_id = $2 and (e.customer_id, e.entry) > ($3, $4) and ${seen.sql}
      and ($5::text is null or $7::text is not null or (e.step_id = $5 and e.state = 'active'))
      and ($7::text is null or e.enrollment_id in (
        select enrollment_id from message where workspace_id = $1 and sop_id = $2 and step_id = $5 and ${outcomeSql} = $7 and ($8::text is null or ${missReasonSql} = $8)))
    order by e.customer_id, e.entry limit $6`, [workspaceId, sopId, after?.customerId ?? 0n, after?.entry ?? -1, stepId ?? null, limit, outcome ?? null, reason ?? null, ...seen.values]);
  const reasons = outcome === 'missed' && stepId !== undefined ? await missReasons(tx, workspaceId, stepId, rows) : undefined;
  return rows.map((row) => ({
    enrollmentId: row.enrollment_id, customerId: row.customer_id, customerName: row.name ?? '', heldOut: row.held_out, version: row.version, entry: row.entry,
    state: row.state, stepId: row.state === 'active' ? row.step_id : null, wakeAtMs: row.wake_at, enteredAtMs: row.entered_at,
    goalReachedAtMs: row.goal_reached_at, salesMinor: Number(row.sales_minor), missReason: reasons?.get(row.enrollment_id) ?? null,
  }));
}

/** Why the message of the step missed each of a page. By key: read with the page, the reasons of all messages of the step are worked out for every page: 565 instead of 135 ms a page among 400,000. */
async function missReasons(tx: Transaction, workspaceId: bigint, stepId: string, page: readonly { enrollment_id: bigint; visit: number }[]): Promise<ReadonlyMap<bigint, MissReason>> {
  const keys = page.flatMap(({ enrollment_id: id, visit }) => Array.from({ length: visit + 1 }, (_, past) => messageKey(id, stepId, past)));
  const rows = await tx.query<{ enrollment_id: bigint; miss_reason: MissReason }>(`
    select enrollment_id, max(${missReasonSql}) as miss_reason from message where workspace_id = $1 and key = any ($2) and ${outcomeSql} = 'missed' group by enrollment_id limit $3`, [workspaceId, keys, page.length]);
  return new Map(rows.map((row) => [row.enrollment_id, row.miss_reason]));
}

import type { MessageOutcome, MissReason } from '@homefield/contract';
import { ofScope } from '../customers/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { missReasonSql, outcomeSql } from '../messages/index.ts';

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
    name: string | null; held_out: boolean; version: number; entry: number; state: EnrollmentRow['state']; step_id: string | null;
    wake_at: number | null; entered_at: number; goal_reached_at: number | null; miss_reason: MissReason | null;
  }>(`
    select e.enrollment_id, e.customer_id, c.name, e.held_out, e.version, e.entry, e.state, e.step_id, e.wake_at, e.entered_at, e.goal_reached_at, e.sales_minor, case when $7 = 'missed' then m.miss_reason end as miss_reason
    from enrollment e left join customer c on c.workspace_id = e.workspace_id and c.customer_id = e.customer_id
    left join (
      select enrollment_id, max(${missReasonSql}) as miss_reason from message
      where $7::text is not null and workspace_id = $1 and sop_id = $2 and step_id = $5 and ${outcomeSql} = $7 and ($8::text is null or ${missReasonSql} = $8) group by enrollment_id
    ) m on m.enrollment_id = e.enrollment_id
    where e.workspace_id = $1 and e.sop_id = $2 and (e.customer_id, e.entry) > ($3, $4) and ${seen.sql}
      and ($5::text is null or $7::text is not null or (e.step_id = $5 and e.state = 'active')) and ($7::text is null or m.enrollment_id is not null)
    order by e.customer_id, e.entry limit $6`, [workspaceId, sopId, after?.customerId ?? 0n, after?.entry ?? -1, stepId ?? null, limit, outcome ?? null, reason ?? null, ...seen.values]);
  return rows.map((row) => ({
    enrollmentId: row.enrollment_id, customerId: row.customer_id, customerName: row.name ?? '', heldOut: row.held_out, version: row.version, entry: row.entry,
    state: row.state, stepId: row.state === 'active' ? row.step_id : null, wakeAtMs: row.wake_at, enteredAtMs: row.entered_at,
    goalReachedAtMs: row.goal_reached_at, salesMinor: Number(row.sales_minor), missReason: row.miss_reason,
  }));
}

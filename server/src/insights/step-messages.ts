import type { MessageOutcome, MissReason, StepMessages } from '@homefield/contract';
import { ofScope } from '../customers/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { missReasonSql, outcomeSql } from '../messages/index.ts';

/** What came of the messages of each step among the customers whom the viewer sees. */
export async function readStepMessages(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint): Promise<Map<string, StepMessages>> {
  const seen = ofScope(dataScope, 'customer_id', 3);
  const rows = await tx.query<{ step_id: string; outcome: MessageOutcome; reason: MissReason; count: number }>(`
    select step_id, ${outcomeSql} as outcome, ${missReasonSql} as reason, count(*)::int as count
    from message where workspace_id = $1 and sop_id = $2 and step_id is not null and ${seen.sql} group by 1, 2, 3 order by count desc, 3`, [workspaceId, sopId, ...seen.values]);
  return new Map([...Map.groupBy(rows, (row) => row.step_id)].map(([stepId, ofStep]) => {
    const of = (outcome: MessageOutcome) => ofStep.filter((row) => row.outcome === outcome).reduce((total, { count }) => total + count, 0);
    const missed = ofStep.filter(({ outcome }) => outcome === 'missed').map(({ reason, count }) => ({ reason, count }));
    return [stepId, { sent: of('sent'), withStaff: of('with_staff'), queued: of('queued'), missed }];
  }));
}

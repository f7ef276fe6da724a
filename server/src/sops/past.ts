import { durationMs } from '@homefield/contract';
import type { SopDefinition } from '@homefield/contract';
import type { Log, NewEvent, Transaction } from '../engines/index.ts';
import { dayMs, formatId, parseId } from '../kernel/index.ts';
import type { Ids } from '../kernel/index.ts';
import type { Messages } from '../messages/index.ts';
import { goalEvents } from './goal-event.ts';
import { takeOrders } from './goal-store.ts';
import type { GoalOrder } from './goal-store.ts';
import { messageKey } from './sop.ts';

export type PastRun = Readonly<{ customerId: bigint; heldOut: boolean; /** How its message ended, when and with whom; null for those who were held out. */ message: { outcome: 'sent' | 'not_confirmed'; atMs: number; staffUserId: string } | null }>;
export type PastSop = Readonly<{
  name: string; definition: SopDefinition; startedAtMs: number; runs: readonly PastRun[];
  /** Orders of these customers, of the goal's window or not. */
  orders: readonly GoalOrder[];
}>;

type Deps = Readonly<{ log: Pick<Log, 'append'>; ids: Ids; messages: Pick<Messages, 'recordPast'> }>;

/**
 * Writes down an SOP of the sample brand as if it had been published, run and ended here: one step that sends, everybody entered at once, and the
 * goal's window is over. Its orders have to be known to every reader of the log already, or they would count twice.
 */
export async function recordPast(deps: Deps, tx: Transaction, workspaceId: bigint, past: PastSop): Promise<bigint> {
  const sopId = deps.ids.next('sop');
  const goalUntilMs = past.startedAtMs + past.definition.goal.withinDays * dayMs;
  await insertEnded(tx, workspaceId, { sopId, endedAtMs: goalUntilMs, past });
  const runs = past.runs.map((run) => ({ ...run, enrollmentId: deps.ids.next('enrollment') }));
  const [step] = past.definition.steps;
  if (step?.kind !== 'send') throw new Error('The first step of a past SOP sends.');
  await tx.query(`
    insert into enrollment (workspace_id, enrollment_id, sop_id, version, customer_id, entry, held_out, entered_at, state, step_id, steps_done, ended_at, end_reason, goal_until)
    select $1, r.enrollment_id, $2, 1, r.customer_id, 0, r.held_out, $3, 'ended', case when not r.held_out then $4 end, not r.held_out, $5, 'completed', $5
    from unnest($6::bigint[], $7::bigint[], $8::boolean[]) as r (enrollment_id, customer_id, held_out)`, [
    workspaceId, sopId, new Date(past.startedAtMs), step.id, new Date(goalUntilMs), runs.map((run) => run.enrollmentId), runs.map((run) => run.customerId), runs.map((run) => run.heldOut)]);
  await deps.log.append(tx, workspaceId, runs.map(({ enrollmentId, customerId, heldOut }): NewEvent => ({
    name: heldOut ? 'sop.held_out' : 'sop.enrolled', customerId, occurredAtMs: past.startedAtMs, source: 'sops', subject: formatId('sop', sopId), properties: { enrollmentId: formatId('enrollment', enrollmentId), version: 1 },
  })));
  await deps.messages.recordPast(tx, workspaceId, runs.flatMap(({ message, customerId, enrollmentId }) => (message ? [{
    key: messageKey(enrollmentId, step.id, 0), customerId, channel: step.channel, text: step.text, sopId, enrollmentId, stepId: step.id, quietHours: past.definition.quietHours,
    confirmWithinMs: durationMs(step.confirmWithin), outcome: message.outcome, staffUserId: message.staffUserId, plannedAtMs: past.startedAtMs, settledAtMs: message.atMs,
  }] : [])));
  await deps.log.append(tx, workspaceId, goalEvents(await takeOrders(tx, workspaceId, past.orders)));
  return sopId;
}

async function insertEnded(tx: Transaction, workspaceId: bigint, { sopId, endedAtMs, past }: { sopId: bigint; endedAtMs: number; past: PastSop }): Promise<void> {
  const definition = JSON.stringify(past.definition);
  const [started, ended] = [new Date(past.startedAtMs), new Date(endedAtMs)];
  await tx.query(`
    insert into sop (workspace_id, sop_id, name, state, definition, published_version, audience_id, created_at, published_at, ended_at, is_sample)
    values ($1, $2, $3, 'ended', $4, 1, $5, $6, $6, $7, true)`, [workspaceId, sopId, past.name, definition, parseId('audience', past.definition.trigger.audienceId), started, ended]);
  await tx.query('insert into sop_version (workspace_id, sop_id, version, definition, published_at) values ($1, $2, 1, $3, $4)', [workspaceId, sopId, definition, started]);
}

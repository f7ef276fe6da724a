import type { NewEvent, Transaction } from '../engines/index.ts';
import type { Ids } from '../kernel/index.ts';
import { messageEvent } from './message-event.ts';
import { hashOf, putContents } from './message-store.ts';

/** A message of the past: `plannedAtMs`, and when it came to its end. */
export type PastMessage = Readonly<{
  key: string; customerId: bigint; channel: string; text: string; sopId: bigint; enrollmentId: bigint; stepId: string; quietHours: { from: string; to: string }; confirmWithinMs: number;
  outcome: 'sent' | 'not_confirmed'; staffUserId: string; plannedAtMs: number; settledAtMs: number;
}>;

/** Stores messages that have come to their end already; answers the events that tell of them. Nothing is sent. */
export async function insertPast(tx: Transaction, workspaceId: bigint, messages: readonly PastMessage[], ids: Ids): Promise<NewEvent[]> {
  await putContents(tx, workspaceId, messages.map(({ text }) => text));
  const numbered = messages.map((message) => ({ ...message, messageId: ids.next('message') }));
  await tx.query(`
    insert into message (workspace_id, message_id, key, customer_id, channel, template_hash, sop_id, enrollment_id, step_id, quiet_from, quiet_to, confirm_within_ms,
      state, staff_user_id, not_before, planned_at, handed_at, sent_at, settled_at)
    select $1, m.message_id, m.key, m.customer_id, m.channel, m.template_hash, m.sop_id, m.enrollment_id, m.step_id, m.quiet_from, m.quiet_to, m.confirm_within_ms,
      m.state, m.staff_user_id, to_timestamp(m.planned_ms / 1000.0), to_timestamp(m.planned_ms / 1000.0), to_timestamp(m.planned_ms / 1000.0),
      case when m.state = 'sent' then to_timestamp(m.settled_ms / 1000.0) end, to_timestamp(m.settled_ms / 1000.0)
    from unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[], $14::text[], $15::float8[], $16::float8[])
      as m (message_id, key, customer_id, channel, template_hash, sop_id, enrollment_id, step_id, quiet_from, quiet_to, confirm_within_ms, state, staff_user_id, planned_ms, settled_ms)`, [
    workspaceId, numbered.map((each) => each.messageId), numbered.map((each) => each.key), numbered.map((each) => each.customerId), numbered.map((each) => each.channel), numbered.map((each) => hashOf(each.text)),
    numbered.map((each) => each.sopId), numbered.map((each) => each.enrollmentId), numbered.map((each) => each.stepId), numbered.map((each) => each.quietHours.from), numbered.map((each) => each.quietHours.to),
    numbered.map((each) => each.confirmWithinMs), numbered.map((each) => each.outcome), numbered.map((each) => each.staffUserId), numbered.map((each) => each.plannedAtMs), numbered.map((each) => each.settledAtMs),
  ]);
  return numbered.map((message) => messageEvent(`message.${message.outcome}`, message, message.settledAtMs, { staffUserId: message.staffUserId }));
}

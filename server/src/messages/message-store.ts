import { createHash } from 'node:crypto';
import type { Transaction } from '../engines/index.ts';
import type { Ids } from '../kernel/index.ts';
import type { MessageDraft, MessageState, Received } from './message.ts';
import { capWindows } from './quiet.ts';

/** What events about a message tell of it. */
export type MessageOrigin = {
  messageId: bigint; customerId: bigint; channel: string; sopId: bigint; enrollmentId: bigint | null; stepId: string | null;
};

export const originColumns = 'message_id, customer_id, channel, sop_id, enrollment_id, step_id';
export type OriginRow = { message_id: bigint; customer_id: bigint; channel: string; sop_id: bigint; enrollment_id: bigint | null; step_id: string | null };

export function originOf(row: OriginRow): MessageOrigin {
  return { messageId: row.message_id, customerId: row.customer_id, channel: row.channel, sopId: row.sop_id, enrollmentId: row.enrollment_id, stepId: row.step_id };
}

/** Stores drafts as planned messages; answers those that are new. */
export async function insertDrafts(tx: Transaction, workspaceId: bigint, drafts: readonly MessageDraft[], at: { nowMs: number; ids: Ids }): Promise<MessageOrigin[]> {
  await putContents(tx, workspaceId, drafts.map(({ text }) => text));
  await tx.query(`
    insert into message_sop (workspace_id, sop_id) select $1, s from unnest($2::bigint[]) as s order by s on conflict do nothing`, [workspaceId, [...new Set(drafts.map(({ sopId }) => sopId))]]);
  const rows = await tx.query<OriginRow>(`
    insert into message (workspace_id, message_id, key, customer_id, channel, template_hash, sop_id, enrollment_id, step_id, quiet_from, quiet_to, confirm_within_ms, not_before, planned_at)
    select $1, d.*, $2, $2 from unnest($3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::bigint[]) as d
    on conflict do nothing returning ${originColumns}`, [
    workspaceId, new Date(at.nowMs), drafts.map(() => at.ids.next('message')), drafts.map((draft) => draft.key), drafts.map((draft) => draft.customerId),
    drafts.map((draft) => draft.channel), drafts.map((draft) => hashOf(draft.text)), drafts.map((draft) => draft.sopId), drafts.map((draft) => draft.enrollmentId),
    drafts.map((draft) => draft.stepId), drafts.map((draft) => draft.quietHours.from), drafts.map((draft) => draft.quietHours.to), drafts.map((draft) => draft.confirmWithinMs),
  ]);
  return sorted(rows.map(originOf));
}

/** Texts once each. */
export async function putContents(tx: Transaction, workspaceId: bigint, given: readonly string[]): Promise<void> {
  const texts = new Map(given.map((text) => [hashOf(text), text]));
  await tx.query(`
    insert into message_content (workspace_id, hash, text) select $1, c.hash, c.text from unnest($2::text[], $3::text[]) as c (hash, text)
    order by c.hash on conflict do nothing`, [workspaceId, [...texts.keys()], [...texts.values()]]);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * Holds the customers until the transaction ends, so that nobody else counts what they have received at the same time. In the
 * order of their ids: two workers wait for each other and never in a circle.
 */
export async function lockCustomers(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<void> {
  await tx.query(`
    insert into message_customer (workspace_id, customer_id) select $1, c from unnest($2::bigint[]) as c order by c on conflict do nothing`, [workspaceId, customerIds]);
  await tx.query(`
    select customer_id from message_customer where workspace_id = $1 and customer_id = any ($2) order by customer_id for update`, [workspaceId, customerIds]);
}

/** Only after `lockCustomers`: a count of its own statement, so that it sees what the holder before has written. */
export async function receivedBy(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[], at: { nowMs: number; zone: string }): Promise<Map<bigint, Received>> {
  const windows = capWindows(at.nowMs, at.zone);
  const rows = await tx.query<{ customer_id: bigint; in_flight: number; today: number; week: number }>(`
    select customer_id, count(*) filter (where state = 'handed_over')::int as in_flight,
      count(*) filter (where state = 'sent' and sent_at >= $3)::int as today,
      count(*) filter (where state = 'sent' and sent_at >= $4)::int as week
    from message where workspace_id = $1 and customer_id = any ($2) and state in ('handed_over', 'sent')
    group by customer_id`, [workspaceId, customerIds, new Date(windows.dayStartMs), new Date(windows.weekStartMs)]);
  return new Map(rows.map((row) => [row.customer_id, { inFlight: row.in_flight, today: row.today, week: row.week }]));
}

export async function consentsOf(tx: Transaction, workspaceId: bigint, channel: string, customerIds: readonly bigint[]): Promise<Map<bigint, boolean>> {
  const rows = await tx.query<{ customer_id: bigint; allowed: boolean }>(`
    select customer_id, allowed from message_consent where workspace_id = $1 and channel = $2 and customer_id = any ($3)`, [workspaceId, channel, customerIds]);
  return new Map(rows.map((row) => [row.customer_id, row.allowed]));
}

export async function suppressionsOf(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[], nowMs: number): Promise<Map<bigint, string>> {
  const rows = await tx.query<{ customer_id: bigint; reason: string }>(`
    select customer_id, reason from message_suppression where workspace_id = $1 and customer_id = any ($2) and (until is null or until > $3)`,
  [workspaceId, customerIds, new Date(nowMs)]);
  return new Map(rows.map((row) => [row.customer_id, row.reason]));
}

export async function zoneOf(tx: Transaction, workspaceId: bigint): Promise<string> {
  const [row] = await tx.query<{ zone: string }>('select zone from workspace where workspace_id = $1', [workspaceId]);
  return row?.zone ?? 'Asia/Shanghai';
}

export type Decision = {
  messageId: bigint; state: MessageState; reason: string | null; checks: readonly (readonly [string, string])[]; notBeforeMs: number | null; staffUserId: string | null;
  /** Of the words that it went out with; null: as they were. */
  hash: string | null;
};

export async function storeDecisions(tx: Transaction, workspaceId: bigint, decisions: readonly Decision[], nowMs: number): Promise<void> {
  const final = (state: MessageState) => ['capped', 'suppressed', 'failed'].includes(state);
  await tx.query(`
    update message m set state = d.state, reason = d.reason, verdicts = d.verdicts::jsonb,
      not_before = coalesce(to_timestamp(d.not_before_ms / 1000.0), m.not_before), staff_user_id = d.staff_user_id, template_hash = coalesce(d.hash, m.template_hash),
      handed_at = case when d.state = 'handed_over' then coalesce(m.handed_at, $8::timestamptz) when d.state = 'deferred' then m.handed_at end, settled_at = case when d.final then $8::timestamptz end
    from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::text[], $9::boolean[], $10::text[])
      as d (message_id, state, reason, verdicts, not_before_ms, staff_user_id, final, hash)
    where m.workspace_id = $1 and m.message_id = d.message_id`, [
    workspaceId, decisions.map((each) => each.messageId), decisions.map((each) => each.state), decisions.map((each) => each.reason),
    decisions.map((each) => JSON.stringify(each.checks)), decisions.map((each) => each.notBeforeMs), decisions.map((each) => each.staffUserId), new Date(nowMs),
    decisions.map((each) => final(each.state)), decisions.map((each) => each.hash),
  ]);
}

export type Settled = MessageOrigin & { state: MessageState; reason: string | null; atMs: number; staffUserId: string };

/**
 * Writes what channels tell. A message that was given up as not confirmed and arrives after all counts as sent: what happened
 * wins over what was expected.
 */
export async function settleMessages(tx: Transaction, workspaceId: bigint, receipts: readonly { messageId: bigint; outcome: MessageState; reason: string | null; atMs: number; staffUserId: string }[]): Promise<Settled[]> {
  const rows = await tx.query<OriginRow & { state: MessageState; reason: string | null; settled_at: number; staff_user_id: string }>(`
    update message m set state = r.outcome, reason = r.reason, staff_user_id = r.staff_user_id, settled_at = to_timestamp(r.at_ms / 1000.0),
      sent_at = case when r.outcome = 'sent' then to_timestamp(r.at_ms / 1000.0) end
    from unnest($2::bigint[], $3::text[], $4::text[], $5::float8[], $6::text[]) as r (message_id, outcome, reason, at_ms, staff_user_id)
    where m.workspace_id = $1 and m.message_id = r.message_id and (m.state = 'handed_over' or (m.state = 'not_confirmed' and r.outcome = 'sent'))
    returning ${originColumns.split(', ').map((column) => `m.${column}`).join(', ')}, m.state, m.reason, m.settled_at, m.staff_user_id`, [
    workspaceId, receipts.map((each) => each.messageId), receipts.map((each) => each.outcome), receipts.map((each) => each.reason),
    receipts.map((each) => each.atMs), receipts.map((each) => each.staffUserId),
  ]);
  return sorted(rows.map((row) => ({ ...originOf(row), state: row.state, reason: row.reason, atMs: row.settled_at, staffUserId: row.staff_user_id })));
}

/** Rows come back in any order; what follows from them (events, ids) must not depend on it. */
function sorted<T extends MessageOrigin>(rows: T[]): T[] {
  return rows.sort((one, other) => (one.messageId < other.messageId ? -1 : 1));
}
export { sorted as sortedByMessage };

import type { Database, Transaction } from '../../engines/index.ts';
import type { LastCheck, ReceiveReceipts, Receipt } from '../channel.ts';

export type BroadcastState = 'planned' | 'attempting' | 'created' | 'done';

export type Broadcast = {
  workspaceId: bigint; broadcastId: bigint; staffUserId: string; text: string; textHash: string; state: BroadcastState; msgid: string | null;
  attempts: number; attemptedMs: number; createdMs: number; confirmUntilMs: number; confirmWithinMs: number; reminders: number;
  troubles: number; trouble: string | null; leaseToken: bigint; zone: string; nextMs: number;
};

/** What one receiver's part of a broadcast came to. */
export type Outcome = { externalUserId: string; outcome: Receipt['outcome']; reason: string | null; atMs: number };

type Row = {
  workspace_id: bigint; broadcast_id: bigint; staff_user_id: string; text: string; text_hash: string; state: BroadcastState; msgid: string | null; attempts: number;
  attempted_at: number | null; created_at: number | null; confirm_until: number; confirm_within_ms: bigint; reminders: number; troubles: number; trouble: string | null;
  zone: string; next_at: number | null;
};

/** Broadcasts of a workspace whose next call is due, leased, those that wait longest first. */
export async function claimBroadcasts(tx: Transaction, options: { workspaceId: bigint; nowMs: number; leaseUntilMs: number; token: bigint; max: number }): Promise<Broadcast[]> {
  const rows = await tx.query<Row>(`
    with due as (
      select workspace_id, broadcast_id from wecom_broadcast
      where workspace_id = $4 and next_at <= $1 and (lease_until is null or lease_until <= $1)
      order by next_at, broadcast_id limit $5 for update skip locked
    )
    update wecom_broadcast b set lease_token = $2, lease_until = $3
    from due, workspace w, wecom_text t
    where b.workspace_id = due.workspace_id and b.broadcast_id = due.broadcast_id and w.workspace_id = b.workspace_id
      and t.workspace_id = b.workspace_id and t.hash = b.text_hash
    returning b.*, w.zone, t.text`, [new Date(options.nowMs), options.token, new Date(options.leaseUntilMs), options.workspaceId, options.max]);
  return rows.map((row) => broadcastOf(row, options.token)).sort((one, other) => one.nextMs - other.nextMs || (one.broadcastId < other.broadcastId ? -1 : 1));
}

function broadcastOf(row: Row, leaseToken: bigint): Broadcast {
  return {
    workspaceId: row.workspace_id, broadcastId: row.broadcast_id, staffUserId: row.staff_user_id, text: row.text, textHash: row.text_hash, state: row.state,
    msgid: row.msgid, attempts: row.attempts, attemptedMs: row.attempted_at ?? 0, createdMs: row.created_at ?? 0,
    confirmUntilMs: row.confirm_until, confirmWithinMs: Number(row.confirm_within_ms), reminders: row.reminders, troubles: row.troubles, trouble: row.trouble,
    leaseToken, zone: row.zone, nextMs: row.next_at ?? 0,
  };
}

/** Gives back what a turn had no time for. */
export async function releaseBroadcasts(tx: Transaction, broadcasts: readonly Broadcast[]): Promise<void> {
  await tx.query(`
    update wecom_broadcast b set lease_token = null, lease_until = null from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as o (workspace_id, broadcast_id, token)
    where b.workspace_id = o.workspace_id and b.broadcast_id = o.broadcast_id and b.lease_token = o.token`,
  [broadcasts.map((each) => each.workspaceId), broadcasts.map((each) => each.broadcastId), broadcasts.map((each) => each.leaseToken)]);
}

export type Change = Partial<{
  state: BroadcastState; msgid: string; nextMs: number | null; attemptedMs: number; attempts: number; createdMs: number; confirmUntilMs: number;
  confirmedMs: number; reminders: number; troubles: number; trouble: string | null; keepLease: boolean;
}>;

/** Writes what changed and gives the lease back, if it is still ours. Answers false when another one has taken over. */
export async function changeBroadcast(tx: Transaction, broadcast: Broadcast, change: Change): Promise<boolean> {
  const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
  const rows = await tx.query(`
    update wecom_broadcast set state = coalesce($4, state), msgid = coalesce($5, msgid),
      next_at = case when $6 then $7::timestamptz else next_at end, attempted_at = coalesce($8, attempted_at), attempts = coalesce($9, attempts),
      created_at = coalesce($10, created_at), confirm_until = coalesce($11, confirm_until), confirmed_at = coalesce($12, confirmed_at),
      reminders = coalesce($13, reminders), troubles = coalesce($14, troubles), trouble = case when $15 then $16 else trouble end,
      lease_token = case when $17 then lease_token end, lease_until = case when $17 then lease_until end
    where workspace_id = $1 and broadcast_id = $2 and lease_token = $3 returning broadcast_id`, [
    broadcast.workspaceId, broadcast.broadcastId, broadcast.leaseToken, change.state ?? null, change.msgid ?? null,
    change.nextMs !== undefined, instant(change.nextMs ?? undefined), instant(change.attemptedMs), change.attempts ?? null, instant(change.createdMs),
    instant(change.confirmUntilMs), instant(change.confirmedMs), change.reminders ?? null, change.troubles ?? null,
    change.trouble !== undefined, change.trouble ?? null, change.keepLease ?? false,
  ]);
  return rows.length > 0;
}

/** Receivers who have no result yet. */
export async function waitingReceivers(tx: Transaction, broadcast: Broadcast): Promise<string[]> {
  const rows = await tx.query<{ external_user_id: string }>(`
    select external_user_id from wecom_delivery
    where workspace_id = $1 and broadcast_id = $2 and state = 'waiting' order by external_user_id limit 10000`, [broadcast.workspaceId, broadcast.broadcastId]);
  return rows.map((row) => row.external_user_id);
}

/** At most this many receivers are asked about in one transaction: long ones hold every reader of the log back. */
const checkMax = 5_000;

/**
 * Asks the owner of the messages who may still get the broadcast, and lets go of the others: they are back with their owner.
 * Answers the receivers; undefined when another worker has taken the broadcast over.
 */
export async function checkReceivers(deps: { db: Database; lastCheck: LastCheck }, broadcast: Broadcast, nowMs: number): Promise<string[] | undefined> {
  const { workspaceId, broadcastId, leaseToken } = broadcast;
  const receivers: string[] = [];
  for (let after = 0n; ;) {
    const part = await deps.db.inWorkspace(workspaceId, async (tx) => {
      const ours = await tx.query('select 1 from wecom_broadcast where workspace_id = $1 and broadcast_id = $2 and lease_token = $3 for update', [workspaceId, broadcastId, leaseToken]);
      if (ours.length === 0) return undefined;
      const rows = await tx.query<{ message_id: bigint; external_user_id: string }>(`
        select message_id, external_user_id from wecom_delivery
        where workspace_id = $1 and broadcast_id = $2 and state = 'waiting' and message_id > $3 order by message_id limit ${checkMax}`, [workspaceId, broadcastId, after]);
      if (rows.length === 0) return rows;
      const mayGo = await deps.lastCheck(tx, workspaceId, rows.map((row) => row.message_id), nowMs);
      const back = rows.filter((row) => !mayGo.has(row.message_id));
      if (back.length > 0) await tx.query('delete from wecom_delivery where workspace_id = $1 and message_id = any ($2)', [workspaceId, back.map((row) => row.message_id)]);
      receivers.push(...rows.filter((row) => mayGo.has(row.message_id)).map((row) => row.external_user_id));
      return rows;
    });
    if (!part) return undefined;
    if (part.length < checkMax) return receivers.sort();
    after = part.at(-1)?.message_id ?? after;
  }
}

/** One transaction settles at most this many deliveries: long ones hold every reader of the log back. */
const settleMax = 5_000;

/** Settles deliveries that wait, and tells what came of them in the same transaction. Twice is the same as once. */
export async function settle(deps: { db: Database; receive: ReceiveReceipts }, broadcast: Broadcast, outcomes: readonly Outcome[]): Promise<void> {
  for (let start = 0; start < outcomes.length; start += settleMax) {
    const part = outcomes.slice(start, start + settleMax);
    await deps.db.inWorkspace(broadcast.workspaceId, async (tx) => {
      const rows = await tx.query<{ message_id: bigint; outcome: Receipt['outcome']; reason: string | null; settled_at: number }>(`
        update wecom_delivery d set state = o.outcome, reason = o.reason, settled_at = to_timestamp(o.at_ms / 1000.0)
        from unnest($3::text[], $4::text[], $5::text[], $6::float8[]) as o (external_user_id, outcome, reason, at_ms)
        where d.workspace_id = $1 and d.broadcast_id = $2 and d.external_user_id = o.external_user_id and d.state = 'waiting'
        returning d.message_id, o.outcome, o.reason, d.settled_at`, [
        broadcast.workspaceId, broadcast.broadcastId, part.map((each) => each.externalUserId), part.map((each) => each.outcome),
        part.map((each) => each.reason), part.map((each) => each.atMs),
      ]);
      const receipts = rows.map((row): Receipt => (
        { messageId: row.message_id, outcome: row.outcome, reason: row.reason, atMs: row.settled_at, staffUserId: broadcast.staffUserId }));
      if (receipts.length > 0) await deps.receive(tx, broadcast.workspaceId, receipts.sort((one, other) => (one.messageId < other.messageId ? -1 : 1)));
    });
  }
}

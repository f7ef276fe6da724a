import type { Database, Transaction } from '../../engines/index.ts';
import type { Clock, Ids } from '../../kernel/index.ts';

/** A delivery that is in no broadcast yet. */
export type Unplanned = { workspaceId: bigint; messageId: bigint; staffUserId: string; textHash: string; confirmWithinMs: bigint; externalUserId: string; tryUntilMs: number };

/** The receivers of one call, all of the same staff member, text and time to confirm. */
export type PlannedBroadcast = { workspaceId: bigint; staffUserId: string; textHash: string; confirmWithinMs: bigint; tryUntilMs: number; messageIds: bigint[] };

/** WeCom's limit of receivers in one call. */
export const receiversMax = 10_000;

/**
 * The fewest broadcasts that carry the deliveries. `rows` come sorted by group. When there are more rows than were read, the last
 * group may be incomplete and is left for the next round, unless it fills a broadcast by itself. A second message to the same
 * customer waits for the next round too: a call names each customer once.
 */
export function planBroadcasts(rows: readonly Unplanned[], more: boolean): PlannedBroadcast[] {
  const groups = new Map<string, PlannedBroadcast & { addresses: Set<string> }>();
  let last = '';
  for (const row of rows) {
    last = [row.workspaceId, row.staffUserId, row.textHash, row.confirmWithinMs].join(' ');
    const group = groups.get(last) ?? { ...row, messageIds: [], addresses: new Set<string>() };
    groups.set(last, group);
    if (group.addresses.has(row.externalUserId)) continue;
    group.addresses.add(row.externalUserId);
    group.messageIds.push(row.messageId);
    group.tryUntilMs = Math.min(group.tryUntilMs, row.tryUntilMs);
  }
  if (more && groups.size > 1) groups.delete(last);
  return [...groups.values()].map(({ workspaceId, staffUserId, textHash, confirmWithinMs, tryUntilMs, messageIds }) => (
    { workspaceId, staffUserId, textHash, confirmWithinMs, tryUntilMs, messageIds }));
}

type Deps = { db: Database; clock: Clock; ids: Ids; gatherMs: number };

/** Puts handed messages into broadcasts. Answers whether it did anything. */
export async function planStep({ db, clock, ids, gatherMs }: Deps): Promise<boolean> {
  const nowMs = clock.now();
  return db.asEngine(async (tx) => {
    const rows = await unplanned(tx, nowMs - gatherMs);
    const planned = planBroadcasts(rows, rows.length === receiversMax);
    if (planned.length === 0) return false;
    const broadcasts = planned.map((each) => ({ ...each, broadcastId: ids.next('broadcast') }));
    await tx.query(`
      insert into wecom_broadcast (workspace_id, broadcast_id, staff_user_id, text_hash, receivers, next_at, planned_at, confirm_within_ms, confirm_until)
      select b.workspace_id, b.broadcast_id, b.staff_user_id, b.text_hash, b.receivers, $7, $7, b.confirm_within_ms, to_timestamp(b.try_until_ms / 1000.0)
      from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::int[], $6::bigint[], $8::float8[])
        as b (workspace_id, broadcast_id, staff_user_id, text_hash, receivers, confirm_within_ms, try_until_ms)`, [
      broadcasts.map((each) => each.workspaceId), broadcasts.map((each) => each.broadcastId), broadcasts.map((each) => each.staffUserId),
      broadcasts.map((each) => each.textHash), broadcasts.map((each) => each.messageIds.length), broadcasts.map((each) => each.confirmWithinMs), new Date(nowMs),
      broadcasts.map((each) => each.tryUntilMs),
    ]);
    const members = broadcasts.flatMap(({ workspaceId, broadcastId, messageIds }) => messageIds.map((messageId) => ({ workspaceId, broadcastId, messageId })));
    await tx.query(`
      update wecom_delivery d set broadcast_id = m.broadcast_id
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as m (workspace_id, broadcast_id, message_id)
      where d.workspace_id = m.workspace_id and d.message_id = m.message_id`,
    [members.map((each) => each.workspaceId), members.map((each) => each.broadcastId), members.map((each) => each.messageId)]);
    return true;
  });
}

/** `skip locked`: two processes that plan at once take different deliveries. */
async function unplanned(tx: Transaction, handedBeforeMs: number): Promise<Unplanned[]> {
  const rows = await tx.query<{ workspace_id: bigint; message_id: bigint; staff_user_id: string; text_hash: string; confirm_within_ms: bigint; external_user_id: string; try_until: number }>(`
    select workspace_id, message_id, staff_user_id, text_hash, confirm_within_ms, external_user_id, try_until from wecom_delivery
    where broadcast_id is null and handed_at <= $1
    order by workspace_id, staff_user_id, text_hash, confirm_within_ms, message_id
    limit ${receiversMax} for update skip locked`, [new Date(handedBeforeMs)]);
  return rows.map((row) => ({
    workspaceId: row.workspace_id, messageId: row.message_id, staffUserId: row.staff_user_id, textHash: row.text_hash,
    confirmWithinMs: row.confirm_within_ms, externalUserId: row.external_user_id, tryUntilMs: row.try_until,
  }));
}

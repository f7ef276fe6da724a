import { WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import { secondMs } from '../../kernel/index.ts';
import { changeBroadcast, settle, waitingReceivers } from './broadcast-store.ts';
import type { Broadcast, Outcome } from './broadcast-store.ts';
import { end } from './create.ts';
import { giveUpAfterMs, nextPollMs, reminderDue } from './schedule.ts';
import type { TurnDeps } from './worker.ts';

/** Asks WeCom what became of a broadcast, reminds staff, and closes it when their time is over. */
export async function pollAtWecom(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<void> {
  const nowMs = deps.clock.now();
  let confirmed = await collect(deps, client, broadcast);
  if (!confirmed && nowMs >= broadcast.confirmUntilMs) {
    // Canceled first and asked once more after: what a member sends in between counts as sent, and nothing goes out later.
    await cancel(client, broadcast);
    confirmed = await collect(deps, client, broadcast);
    if (!confirmed) return close(deps, broadcast, 'not_confirmed', null);
  }
  const waiting = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast));
  if (waiting.length === 0) return end(deps, broadcast, []);
  if (nowMs >= broadcast.confirmUntilMs + giveUpAfterMs) return close(deps, broadcast, 'failed', 'result_unknown');
  if (!confirmed && reminderDue(broadcast, deps.remindAfterMs, { ms: nowMs, zone: broadcast.zone })) await remind(deps, client, broadcast);
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, {
    troubles: 0, trouble: null, ...(confirmed && { confirmedMs: nowMs }), nextMs: nextPollMs(broadcast, nowMs),
  }));
}

/** Settles every result that WeCom tells. Answers whether the staff member has confirmed. */
async function collect(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<boolean> {
  const msgid = broadcast.msgid ?? '';
  for await (const task of client.massMessages.eachTask(msgid)) {
    if (task.userid.toLowerCase() !== broadcast.staffUserId.toLowerCase() || task.status !== 2) continue;
    await settle(deps, broadcast, await resultsOf(deps, client, broadcast, task.userid));
    return true;
  }
  return false;
}

async function resultsOf(deps: TurnDeps, client: WecomClient, broadcast: Broadcast, userid: string): Promise<Outcome[]> {
  const nowMs = deps.clock.now();
  const missing = new Set(await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast)));
  const outcomes: Outcome[] = [];
  for await (const { external_userid: externalUserId, status, send_time: sentSeconds } of client.massMessages.eachResult(broadcast.msgid ?? '', userid)) {
    if (externalUserId === undefined) continue;
    missing.delete(externalUserId);
    // WeCom's clock may be ahead of ours; an event of the future would be refused.
    if (status === 1) outcomes.push({ externalUserId, outcome: 'sent', reason: null, atMs: Math.min((sentSeconds ?? nowMs / secondMs) * secondMs, nowMs) });
    if (status === 2) outcomes.push({ externalUserId, outcome: 'failed', reason: 'not_a_friend', atMs: nowMs });
    if (status === 3) outcomes.push({ externalUserId, outcome: 'failed', reason: 'wecom_cap', atMs: nowMs });
  }
  for (const externalUserId of missing) outcomes.push({ externalUserId, outcome: 'failed', reason: 'not_reachable', atMs: nowMs });
  return outcomes;
}

async function close(deps: TurnDeps, broadcast: Broadcast, outcome: 'not_confirmed' | 'failed', reason: string | null): Promise<void> {
  const waiting = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast));
  const atMs = deps.clock.now();
  await end(deps, broadcast, waiting.map((externalUserId) => ({ externalUserId, outcome, reason, atMs })));
}

async function cancel(client: WecomClient, { msgid }: Broadcast): Promise<void> {
  try {
    await client.massMessages.cancel(msgid ?? '');
  } catch (error) {
    // Already canceled: an earlier round did it and did not hear the answer.
    if (!(error instanceof WecomError) || error.kind !== 'drop') throw error;
  }
}

/** Counted before the call: a reminder without an answer is not repeated. */
async function remind(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<void> {
  const ours = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, { reminders: broadcast.reminders + 1, keepLease: true }));
  if (!ours) return;
  try {
    await client.massMessages.remind(broadcast.msgid ?? '');
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
  }
}

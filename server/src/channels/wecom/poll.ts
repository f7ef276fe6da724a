import { WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import { secondMs } from '../../kernel/index.ts';
import { changeBroadcast, settle, waitingReceivers } from './broadcast-store.ts';
import type { Broadcast, Outcome } from './broadcast-store.ts';
import { end } from './create.ts';
import { giveUpAfterMs, nextPollMs, reminderDue } from './schedule.ts';
import type { TurnDeps } from './worker.ts';

/** Asks WeCom what became of a broadcast, reminds staff, and closes it when their time is over. While nothing has changed that is one call and one write. */
export async function pollAtWecom(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<void> {
  const nowMs = deps.clock.now();
  let found = await collect(deps, client, broadcast);
  if (!found && nowMs >= broadcast.confirmUntilMs) {
    // Canceled first and asked once more after: what a member sends in between counts as sent, and nothing goes out later.
    await cancel(client, broadcast);
    found = await collect(deps, client, broadcast);
    if (!found) return close(deps, broadcast, 'not_confirmed', null);
  }
  if (found && found.open === 0) return end(deps, broadcast, found.outcomes);
  if (found) await settle(deps, broadcast, found.outcomes);
  if (nowMs >= broadcast.confirmUntilMs + giveUpAfterMs) return close(deps, broadcast, 'failed', 'result_unknown');
  if (!found && reminderDue(broadcast, deps.remindAfterMs, { ms: nowMs, zone: broadcast.zone })) await remind(deps, client, broadcast);
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, {
    troubles: 0, trouble: null, ...(found && { confirmedMs: nowMs }), nextMs: nextPollMs(broadcast, nowMs),
  }));
}

/** `open`: receivers of whom WeCom does not know yet how it went. */
type Found = { outcomes: Outcome[]; open: number };

/** Every result that WeCom tells; undefined while the staff member has not confirmed. */
async function collect(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<Found | undefined> {
  const msgid = broadcast.msgid ?? '';
  for await (const task of client.massMessages.eachTask(msgid)) {
    if (task.userid.toLowerCase() === broadcast.staffUserId.toLowerCase() && task.status === 2) return resultsOf(deps, client, broadcast, task.userid);
  }
  return undefined;
}

async function resultsOf(deps: TurnDeps, client: WecomClient, broadcast: Broadcast, userid: string): Promise<Found> {
  const nowMs = deps.clock.now();
  const waiting = new Set(await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast)));
  const outcomes: Outcome[] = [];
  let open = 0;
  for await (const { external_userid: externalUserId, status, send_time: sentSeconds } of client.massMessages.eachResult(broadcast.msgid ?? '', userid)) {
    if (externalUserId === undefined || !waiting.delete(externalUserId)) continue;
    // WeCom's clock may be ahead of ours; an event of the future would be refused.
    if (status === 1) outcomes.push({ externalUserId, outcome: 'sent', reason: null, atMs: Math.min((sentSeconds ?? nowMs / secondMs) * secondMs, nowMs) });
    else if (status === 2) outcomes.push({ externalUserId, outcome: 'failed', reason: 'not_a_friend', atMs: nowMs });
    else if (status === 3) outcomes.push({ externalUserId, outcome: 'failed', reason: 'wecom_cap', atMs: nowMs });
    else open += 1;
  }
  for (const externalUserId of waiting) outcomes.push({ externalUserId, outcome: 'failed', reason: 'not_reachable', atMs: nowMs });
  return { outcomes, open };
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

import { LOCAL_CODES, WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import { minuteMs, secondMs } from '../../kernel/index.ts';
import { changeBroadcast, checkReceivers, settle, waitingReceivers } from './broadcast-store.ts';
import type { Broadcast } from './broadcast-store.ts';
import { backoffMs, configRetryMs, lookUpAfterMs, nextPollMs } from './schedule.ts';
import { faultOf } from './turns.ts';
import type { TurnDeps } from './worker.ts';

const attemptsMax = 5;

/**
 * Creates the broadcast at WeCom, for those whose messages may still go out. The attempt is recorded before the call: when no answer comes back, or the process dies, the
 * broadcast is looked for at WeCom before anything is sent again. Answers whether WeCom answered well.
 */
export async function createAtWecom(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<boolean> {
  const nowMs = deps.clock.now();
  const lost = nowMs >= broadcast.confirmUntilMs ? broadcast.trouble ?? 'channel_unavailable' : broadcast.attempts >= attemptsMax ? 'create_failed' : null;
  if (lost !== null) {
    await fail(deps, broadcast, await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast)), lost);
    return false;
  }
  const receivers = await checkReceivers(deps, broadcast, nowMs);
  if (!receivers) return false;
  if (receivers.length === 0) {
    await end(deps, broadcast, []);
    return false;
  }
  const ours = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, {
    state: 'attempting', attemptedMs: nowMs, attempts: broadcast.attempts + 1, nextMs: nowMs + lookUpAfterMs, keepLease: true,
  }));
  if (!ours) return false;
  await deps.stage?.('attempted');
  try {
    const { msgid, fail_list: failed } = await client.massMessages.create({
      chat_type: 'single', external_userid: receivers, sender: broadcast.staffUserId, text: { content: broadcast.text },
    });
    await deps.stage?.('answered');
    await created(deps, broadcast, { msgid, failed, open: receivers.length - failed.length });
    return true;
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    await refused(deps, broadcast, receivers, error);
    return false;
  }
}

/** `open`: receivers to whom the staff member can send it; when there is none, nothing is waited for. */
async function created(deps: TurnDeps, broadcast: Broadcast, { msgid, failed, open }: { msgid: string; failed: readonly string[]; open: number }): Promise<void> {
  const nowMs = deps.clock.now();
  const confirmUntilMs = nowMs + broadcast.confirmWithinMs;
  await settle(deps, broadcast, failed.map((externalUserId) => ({ externalUserId, outcome: 'failed', reason: 'not_reachable', atMs: nowMs })));
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, {
    state: open > 0 ? 'created' : 'done', msgid, createdMs: nowMs, confirmUntilMs, troubles: 0, trouble: null,
    nextMs: open > 0 ? nextPollMs({ createdMs: nowMs, confirmUntilMs }, nowMs) : null,
  }));
}

const unknownCodes: ReadonlySet<number> = new Set([LOCAL_CODES.timedOut, LOCAL_CODES.network, LOCAL_CODES.unreadable]);

async function refused(deps: TurnDeps, broadcast: Broadcast, receivers: readonly string[], error: WecomError): Promise<void> {
  const nowMs = deps.clock.now();
  const trouble = { troubles: broadcast.troubles + 1, trouble: error.name };
  const fault = faultOf(error);
  await deps.note(error);
  if (unknownCodes.has(error.code)) {
    await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, { ...trouble, nextMs: nowMs + lookUpAfterMs }));
    return;
  }
  if (error.kind === 'data' || error.kind === 'drop') return fail(deps, broadcast, receivers, error.name);
  // Refused credentials are waited for by the connection, so that all go on at once when it is mended.
  const waitMs = fault === 'refused' ? 0 : error.kind === 'config' ? configRetryMs : backoffMs(broadcast.troubles);
  // WeCom said no: nothing was created, so trying again is safe, and the attempt does not count.
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, {
    ...trouble, state: 'planned', attempts: broadcast.attempts, nextMs: Math.min(nowMs + waitMs, broadcast.confirmUntilMs),
  }));
}

/** Looks for a broadcast whose creation was never answered: adopts it when WeCom has it, else lets it be tried again. */
export async function lookUp(deps: TurnDeps, client: WecomClient, broadcast: Broadcast): Promise<void> {
  const nowMs = deps.clock.now();
  const msgid = await find(deps, client, broadcast, nowMs);
  if (msgid !== undefined) return created(deps, broadcast, { msgid, failed: [], open: 1 });
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, { state: 'planned', nextMs: nowMs }));
}

/** The clocks of WeCom and of this machine may differ by this much. */
const skewMs = 5 * minuteMs;

async function find(deps: TurnDeps, client: WecomClient, broadcast: Broadcast, nowMs: number): Promise<string | undefined> {
  const receivers = new Set(await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast)));
  const seconds = (ms: number) => Math.floor(ms / secondMs);
  const listed = client.massMessages.each({
    chat_type: 'single', start_time: seconds(broadcast.attemptedMs - skewMs), end_time: seconds(nowMs + skewMs), filter_type: 0,
  });
  for await (const { msgid, text } of listed) {
    if (text?.content !== broadcast.text || await isKnown(deps, broadcast.workspaceId, msgid)) continue;
    if (await isOurs(client, msgid, broadcast.staffUserId, receivers)) return msgid;
  }
  return undefined;
}

async function isKnown(deps: TurnDeps, workspaceId: bigint, msgid: string): Promise<boolean> {
  const rows = await deps.db.inWorkspace(workspaceId, (tx) => tx.query(
    'select broadcast_id from wecom_broadcast where workspace_id = $1 and msgid = $2 limit 1', [workspaceId, msgid]));
  return rows.length > 0;
}

/** The same text of the same member may be two broadcasts: the receivers tell them apart. */
async function isOurs(client: WecomClient, msgid: string, staffUserId: string, receivers: ReadonlySet<string>): Promise<boolean> {
  const { task_list: tasks } = await client.massMessages.tasks({ msgid });
  const userid = tasks[0]?.userid;
  if (tasks.length !== 1 || userid?.toLowerCase() !== staffUserId.toLowerCase()) return false;
  const { send_list: rows } = await client.massMessages.results({ msgid, userid });
  return rows.some((row) => row.external_userid !== undefined && receivers.has(row.external_userid));
}

async function fail(deps: TurnDeps, broadcast: Broadcast, receivers: readonly string[], reason: string): Promise<void> {
  const atMs = deps.clock.now();
  await end(deps, broadcast, receivers.map((externalUserId) => ({ externalUserId, outcome: 'failed', reason, atMs })));
}

export async function end(deps: TurnDeps, broadcast: Broadcast, outcomes: Parameters<typeof settle>[2]): Promise<void> {
  await settle(deps, broadcast, outcomes);
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, { state: 'done', nextMs: null }));
}

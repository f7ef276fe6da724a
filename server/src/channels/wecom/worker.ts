import { WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import type { Database, Worker } from '../../engines/index.ts';
import { createStopwatch, isProblem, minuteMs } from '../../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../../kernel/index.ts';
import type { LastCheck, ReceiveReceipts } from '../channel.ts';
import { ChannelMissing, SecretUnreadable } from '../problems.ts';
import { changeBroadcast, claimBroadcasts, releaseBroadcasts, settle, waitingReceivers } from './broadcast-store.ts';
import type { Broadcast } from './broadcast-store.ts';
import type { Connections } from './connection.ts';
import { createAtWecom, lookUp } from './create.ts';
import { planStep } from './plan.ts';
import { pollAtWecom } from './poll.ts';
import { backoffMs, configRetryMs, giveUpAfterMs } from './schedule.ts';
import { endTurn, faultOf, takeTurn } from './turns.ts';
import type { Turn } from './turns.ts';

export type BroadcastDeps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  randomness: Randomness;
  connections: Connections;
  receive: ReceiveReceipts;
  lastCheck: LastCheck;
  remindAfterMs: readonly number[];
  /** How long handed messages wait for others with the same text, so that staff get few tasks. */
  gatherMs: number;
  /** Called between the parts of a step: tests crash here. */
  stage?: ((name: 'attempted' | 'answered') => Promise<void> | void) | undefined;
};

/** What the work on one broadcast is given: `note` tells the connection how a call went, and the turn whether to go on. `client` is opened once a turn. */
export type TurnDeps = BroadcastDeps & { note(error: WecomError | null): Promise<void>; client(): Promise<WecomClient> };

/** Longer than a turn with all repeats of its last call may take. */
const leaseMs = 5 * minuteMs;
const broadcastsPerTurn = 20;
/** After this time no further broadcast of the turn is begun: the others are waiting. */
const turnMs = 10_000;
/** As many brands whose WeCom does not answer can be waited for at once before others have to wait with them. */
const loops = 4;

/**
 * Brands take turns, each in portions of bounded time, several at once; those of one brand go out one after the other. In virtual
 * time only the first loop steps, so that a virtual world is the same every time.
 */
export function broadcastWorkers(deps: BroadcastDeps): Worker[] {
  const turn = async () => ((await takeOne(deps)) ? 'more' as const : 'idle' as const);
  return Array.from({ length: loops }, (_, index): Worker => (index === 0
    ? { name: 'channels.wecom', pollMs: 1_000, step: async () => ((await planStep(deps)) ? 'more' : turn()) }
    : { name: `channels.wecom ${index + 1}`, pollMs: 1_000, realTime: true, step: turn }));
}

async function takeOne(deps: BroadcastDeps): Promise<boolean> {
  const nowMs = deps.clock.now();
  const token = deps.randomness.bytes(8).readBigUInt64BE() >> 1n;
  const untilMs = nowMs + leaseMs;
  const taken = await deps.db.asEngine(async (tx) => {
    const turn = await takeTurn(tx, { nowMs, untilMs, token });
    return turn && { turn, broadcasts: await claimBroadcasts(tx, { workspaceId: turn.workspaceId, nowMs, leaseUntilMs: untilMs, token, max: broadcastsPerTurn }) };
  });
  if (!taken) return false;
  const waiting = [...taken.broadcasts];
  try {
    await workThrough(deps, taken.turn, waiting);
  } finally {
    // What failed unexpectedly keeps its lease and is left alone until that has run out.
    await deps.db.asEngine(async (tx) => {
      if (waiting.length > 0) await releaseBroadcasts(tx, waiting);
      await endTurn(tx, taken.turn);
    });
  }
  return true;
}

/** Works on broadcasts and takes them out of the list, until the time of the turn is over or the connection turns out to be at fault. */
async function workThrough(deps: BroadcastDeps, { workspaceId }: Turn, waiting: Broadcast[]): Promise<void> {
  const stopwatch = createStopwatch();
  let fault = false;
  const note = async (error: WecomError | null) => {
    fault = await deps.connections.note(workspaceId, error) || fault;
  };
  let opened: Promise<WecomClient> | undefined;
  const client = () => (opened ??= deps.connections.client(workspaceId));
  let worked = false;
  while (!fault && stopwatch.elapsedMs() < turnMs) {
    const broadcast = waiting.shift();
    if (!broadcast) break;
    worked = await work({ ...deps, note, client }, broadcast) || worked;
  }
  if (worked && !fault) await note(null);
}

/** Answers whether WeCom answered well. */
async function work(deps: TurnDeps, broadcast: Broadcast): Promise<boolean> {
  try {
    const client = await deps.client();
    if (broadcast.state === 'planned') return await createAtWecom(deps, client, broadcast);
    if (broadcast.state === 'attempting') await lookUp(deps, client, broadcast);
    else await pollAtWecom(deps, client, broadcast);
    return true;
  } catch (error) {
    if (error instanceof WecomError) await askLater(deps, broadcast, error);
    // The connection is gone or its secret cannot be read: somebody has to mend it, and the others go on meanwhile.
    else if (isProblem(error) && (error.code === ChannelMissing.code || error.code === SecretUnreadable.code)) await askLater(deps, broadcast, { kind: 'config', name: error.code });
    else throw error;
    return false;
  }
}

/** A question (poll, look-up) that WeCom did not answer is asked again; in the end what is unknown is settled as unknown. */
async function askLater(deps: TurnDeps, broadcast: Broadcast, error: Pick<WecomError, 'kind' | 'name'>): Promise<void> {
  const nowMs = deps.clock.now();
  const fault = error instanceof WecomError ? faultOf(error) : null;
  if (error instanceof WecomError) await deps.note(error);
  const lost = error.kind === 'data' || nowMs >= broadcast.confirmUntilMs + giveUpAfterMs;
  if (lost) {
    const waiting = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast));
    await settle(deps, broadcast, waiting.map((externalUserId) => ({ externalUserId, outcome: 'failed', reason: error.kind === 'data' ? error.name : 'result_unknown', atMs: nowMs })));
  }
  const waitMs = fault === 'refused' ? 0 : error.kind === 'config' ? configRetryMs : backoffMs(broadcast.troubles);
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, lost
    ? { state: 'done', nextMs: null, trouble: error.name }
    : { troubles: broadcast.troubles + 1, trouble: error.name, nextMs: nowMs + waitMs }));
}

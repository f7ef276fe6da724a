import { WecomError } from '@homefield/wecom';
import type { Database, Worker } from '../../engines/index.ts';
import { isProblem, minuteMs } from '../../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../../kernel/index.ts';
import type { LastCheck, ReceiveReceipts } from '../channel.ts';
import { ChannelMissing, SecretUnreadable } from '../problems.ts';
import { changeBroadcast, claimBroadcast, settle, waitingReceivers } from './broadcast-store.ts';
import type { Broadcast } from './broadcast-store.ts';
import type { Connections } from './connection.ts';
import { createAtWecom, lookUp } from './create.ts';
import { planStep } from './plan.ts';
import { pollAtWecom } from './poll.ts';
import { backoffMs, configRetryMs, giveUpAfterMs } from './schedule.ts';

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

/** Longer than a call with all its repeats may take. */
const leaseMs = 5 * minuteMs;

/** One broadcast a step: the calls go out one after the other, so a virtual world is the same every time. */
export function broadcastWorker(deps: BroadcastDeps): Worker {
  return {
    name: 'channels.wecom',
    pollMs: 1_000,
    async step() {
      if (await planStep(deps)) return 'more';
      const nowMs = deps.clock.now();
      const token = deps.randomness.bytes(8).readBigUInt64BE() >> 1n;
      const broadcast = await deps.db.asEngine((tx) => claimBroadcast(tx, { nowMs, leaseUntilMs: nowMs + leaseMs, token }));
      if (!broadcast) return 'idle';
      await work(deps, broadcast);
      return 'more';
    },
  };
}

async function work(deps: BroadcastDeps, broadcast: Broadcast): Promise<void> {
  try {
    const client = await deps.connections.client(broadcast.workspaceId);
    if (broadcast.state === 'planned') await createAtWecom(deps, client, broadcast);
    else if (broadcast.state === 'attempting') await lookUp(deps, client, broadcast);
    else await pollAtWecom(deps, client, broadcast);
  } catch (error) {
    if (error instanceof WecomError) await askLater(deps, broadcast, error);
    // The connection is gone or its secret cannot be read: somebody has to mend it, and the others go on meanwhile.
    else if (isProblem(error) && (error.code === ChannelMissing.code || error.code === SecretUnreadable.code)) await askLater(deps, broadcast, { kind: 'config', name: error.code });
    else throw error;
  }
}

/** A question (poll, look-up) that WeCom did not answer is asked again; in the end what is unknown is settled as unknown. */
async function askLater(deps: BroadcastDeps, broadcast: Broadcast, error: Pick<WecomError, 'kind' | 'name'>): Promise<void> {
  const nowMs = deps.clock.now();
  if (error instanceof WecomError && error.kind === 'config') await deps.connections.note(broadcast.workspaceId, error);
  const lost = error.kind === 'data' || nowMs >= broadcast.confirmUntilMs + giveUpAfterMs;
  if (lost) {
    const waiting = await deps.db.inWorkspace(broadcast.workspaceId, (tx) => waitingReceivers(tx, broadcast));
    await settle(deps, broadcast, waiting.map((externalUserId) => ({ externalUserId, outcome: 'failed', reason: error.kind === 'data' ? error.name : 'result_unknown', atMs: nowMs })));
  }
  await deps.db.inWorkspace(broadcast.workspaceId, (tx) => changeBroadcast(tx, broadcast, lost
    ? { state: 'done', nextMs: null, trouble: error.name }
    : { troubles: broadcast.troubles + 1, trouble: error.name, nextMs: nowMs + (error.kind === 'config' ? configRetryMs : backoffMs(broadcast.troubles)) }));
}

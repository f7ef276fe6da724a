import type { ClientLimits } from '@homefield/wecom';
import type { Database, Worker } from '../engines/index.ts';
import { hourMs } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import type { LastCheck, MessageChannel, ReceiveReceipts } from './channel.ts';
import { createConnections } from './wecom/connection.ts';
import type { Connections, WecomConnection } from './wecom/connection.ts';
import { contactsOf, wecomOutbox } from './wecom/outbox.ts';
import type { OfCustomers } from './wecom/outbox.ts';
import { checkReminders, remindAfterMsDefault } from './wecom/schedule.ts';
import { syncContacts } from './wecom/sync.ts';
import type { SyncCount, WecomDirectory } from './wecom/sync.ts';
import { syncWorker } from './wecom/sync-worker.ts';
import { broadcastWorkers } from './wecom/worker.ts';

export type ChannelDeps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  randomness: Randomness;
  /** The installation's key, 32 bytes. */
  secretKey: Buffer;
  directory: WecomDirectory;
  /** When staff are reminded of a broadcast, after its creation; at most 3 in 24 h, one after 4 h by default. */
  remindAfterMs?: readonly number[];
  /** How long handed messages wait for company before their broadcast is made; default 15 s, 0 for virtual time. */
  gatherMs?: number;
  /** How often contacts are brought up to date by themselves; default 6 h, 0 never. */
  syncEveryMs?: number;
  /** Bounds of the WeCom client. */
  limits?: Partial<ClientLimits>;
  /** For crash tests. */
  stage?: (name: 'attempted' | 'answered') => Promise<void> | void;
};

export type Channels = {
  connectWecom: Connections['connect'];
  checkWecom: Connections['check'];
  wecomConnection(workspaceId: bigint): Promise<WecomConnection | undefined>;
  /** How many customers each staff member is in contact with now, by WeCom user id; none: left out. */
  contactsOf(workspaceId: bigint, wecomUserIds: readonly string[], ofCustomers: OfCustomers): Promise<Map<string, number>>;
  /** Brings staff and contacts up to date with WeCom. */
  syncContacts(workspaceId: bigint): Promise<SyncCount>;
  /** The outbox of a channel by its name in a message: `wecom.broadcast`. */
  outbox(name: string): MessageChannel | undefined;
  /** Who is told what came of deliveries, in the transaction that settles them. Messages registers itself; last one wins. */
  onReceipts(receive: ReceiveReceipts): void;
  /** Who is asked right before deliveries go out. Messages registers itself; last one wins. */
  onLastCheck(check: LastCheck): void;
  workers(): Worker[];
};

const gatherMsDefault = 15_000;
const syncEveryMsDefault = 6 * hourMs;
/** What fails is tried again by our own schedule: a WeCom that does not answer holds a turn for 20 s and not for 45. */
const limitsDefault: Partial<ClientLimits> = { retriesMax: 1 };

export function createChannels(deps: ChannelDeps): Channels {
  const connections = createConnections({ ...deps, limits: { ...limitsDefault, ...deps.limits } });
  const syncEveryMs = deps.syncEveryMs ?? syncEveryMsDefault;
  let receive: ReceiveReceipts = () => { throw new Error('Nobody takes the receipts of the channels: createMessages has to register.'); };
  let lastCheck: LastCheck = () => { throw new Error('Nobody checks the deliveries of the channels: createMessages has to register.'); };
  const workers = broadcastWorkers({
    db: deps.db, clock: deps.clock, ids: deps.ids, randomness: deps.randomness, connections,
    receive: (tx, workspaceId, receipts) => receive(tx, workspaceId, receipts),
    lastCheck: (tx, workspaceId, messageIds, nowMs) => lastCheck(tx, workspaceId, messageIds, nowMs),
    remindAfterMs: checkReminders(deps.remindAfterMs ?? remindAfterMsDefault), gatherMs: deps.gatherMs ?? gatherMsDefault, stage: deps.stage,
  });
  return {
    connectWecom: connections.connect,
    checkWecom: connections.check,
    wecomConnection: connections.find,
    contactsOf: (workspaceId, wecomUserIds, ofCustomers) => deps.db.inWorkspace(workspaceId, (tx) => contactsOf(tx, workspaceId, wecomUserIds, ofCustomers)),
    syncContacts: (workspaceId) => syncContacts({ ...deps, connections }, workspaceId),
    outbox: (name) => (name === 'wecom.broadcast' ? wecomOutbox : undefined),
    onReceipts: (handler) => { receive = handler; },
    onLastCheck: (check) => { lastCheck = check; },
    workers: () => (syncEveryMs > 0 ? [...workers, syncWorker({ ...deps, connections, everyMs: syncEveryMs })] : workers),
  };
}

/** Workers of the channels, in the order of stepping. */
export function channelWorkers({ channels }: { channels: Channels }): Worker[] {
  return channels.workers();
}

import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerMax } from '../../kernel/index.ts';

/**
 * One connection that is held for the life of the process: it listens for wake-ups, sends ours, and holds the lease of the
 * worker number in our ids (an advisory lock: the server takes it back when the process dies).
 */
export type Signals = {
  worker: number;
  /** Tells every process of the installation, this one too. At most one NOTIFY per topic and 10 ms leaves a process. */
  notify(topic: string): void;
  /** Calls `listener` on a signal, and once after each reconnection (signals may have been missed). Returns the way to stop. */
  on(topic: string, listener: () => void): () => void;
  close(): Promise<void>;
};

const channel = 'homefield';
const workerLockClass = 4_700;
/** A coalesced NOTIFY costs the readers 6-8 ms at the median; one per write cost the writers more than it gave. */
const coalesceMs = 10;

export async function openSignals(target: pg.ClientConfig, options: { onLost?: (error: unknown) => void } = {}): Promise<Signals> {
  const listeners = new Map<string, Set<() => void>>();
  const waiting = new Map<string, NodeJS.Timeout>();
  let sending: Promise<unknown> = Promise.resolve();
  const tell = (topic: string) => { for (const listener of listeners.get(topic) ?? []) listener(); };
  const line = await keepConnected(target, {
    onMessage: tell,
    onLost: (error) => options.onLost?.(error),
    onBack: () => { for (const topic of listeners.keys()) tell(topic); },
  });
  return {
    worker: line.worker,
    notify(topic) {
      if (waiting.has(topic) || line.closed()) return;
      waiting.set(topic, setTimeout(() => {
        waiting.delete(topic);
        // One after the other: a connection carries no two statements. A lost signal is made good by the readers' slow poll.
        sending = sending.then(async () => { if (!line.closed()) await line.client().query('select pg_notify($1, $2)', [channel, topic]); }).catch(() => undefined);
      }, coalesceMs));
    },
    on(topic, listener) {
      const group = listeners.get(topic) ?? new Set();
      listeners.set(topic, group.add(listener));
      return () => { group.delete(listener); };
    },
    async close() {
      for (const timer of waiting.values()) clearTimeout(timer);
      await line.close();
    },
  };
}

type Line = { worker: number; client(): pg.Client; closed(): boolean; close(): Promise<void> };
type Reactions = { onMessage(topic: string): void; onLost(error: unknown): void; onBack(): void };

/** A connection that comes back by itself, with the same worker number: ids that this process made before stay its own. */
async function keepConnected(target: pg.ClientConfig, react: Reactions): Promise<Line> {
  let [closed, reconnecting] = [false, false];
  let client = await connect(target);
  const worker = await leaseWorker(client);
  if (worker === undefined) throw new Error('No free worker number: too many processes share this database.');
  const attach = () => {
    client.on('notification', (message) => react.onMessage(message.payload ?? ''));
    client.once('error', (error) => void reconnect(error));
    client.once('end', () => void reconnect(new Error('The connection for signals ended.')));
  };
  const detach = () => {
    client.removeAllListeners();
    client.on('error', () => undefined);
    return client.end().catch(() => undefined);
  };
  const reconnect = async (error: unknown) => {
    if (closed || reconnecting) return;
    reconnecting = true;
    react.onLost(error);
    void detach();
    for (let back: pg.Client | undefined; !closed && !back;) {
      await sleep(200, undefined, { ref: false });
      back = await connect(target).catch(() => undefined);
      if (back && (await leaseWorker(back, worker).catch(() => undefined)) === undefined) {
        await back.end().catch(() => undefined);
        back = undefined;
      }
      if (back) client = back;
    }
    reconnecting = false;
    if (closed) return;
    attach();
    react.onBack();
  };
  attach();
  return {
    worker,
    client: () => client,
    closed: () => closed,
    async close() {
      closed = true;
      await detach();
    },
  };
}

async function connect(target: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...target, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`listen ${channel}`);
  return client;
}

async function leaseWorker(client: pg.Client, wanted?: number): Promise<number | undefined> {
  const first = wanted ?? 0;
  for (let worker = first; worker <= (wanted ?? workerMax); worker += 1) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [workerLockClass, worker]);
    if (rows[0]?.got) return worker;
  }
  return undefined;
}

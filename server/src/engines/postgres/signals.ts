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
  let closed = false;
  let client = await connect(target);
  const worker = await leaseWorker(client);
  if (worker === undefined) throw new Error('No free worker number: too many processes share this database.');
  const tell = (topic: string) => { for (const listener of listeners.get(topic) ?? []) listener(); };
  const attach = () => {
    client.on('notification', (message) => tell(message.payload ?? ''));
    client.once('error', (error) => void reconnect(error));
    client.once('end', () => void reconnect(new Error('The connection for signals ended.')));
  };
  let reconnecting = false;
  const reconnect = async (error: unknown) => {
    if (closed || reconnecting) return;
    reconnecting = true;
    options.onLost?.(error);
    client.removeAllListeners();
    client.on('error', () => undefined);
    void client.end().catch(() => undefined);
    while (!closed) {
      await sleep(200, undefined, { ref: false });
      try {
        const next = await connect(target);
        // The same number again: ids that this process made before stay its own.
        if ((await leaseWorker(next, worker)) === undefined) { await next.end(); continue; }
        client = next;
        break;
      } catch { /* the server is not back yet */ }
    }
    reconnecting = false;
    if (closed) return;
    attach();
    for (const topic of listeners.keys()) tell(topic);
  };
  attach();
  return {
    worker,
    notify(topic) {
      if (waiting.has(topic) || closed) return;
      waiting.set(topic, setTimeout(() => {
        waiting.delete(topic);
        // A lost signal is made good by the readers' slow poll.
        if (!closed) void client.query('select pg_notify($1, $2)', [channel, topic]).catch(() => undefined);
      }, coalesceMs));
    },
    on(topic, listener) {
      const group = listeners.get(topic) ?? new Set();
      listeners.set(topic, group.add(listener));
      return () => { group.delete(listener); };
    },
    async close() {
      closed = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      client.removeAllListeners();
      client.on('error', () => undefined);
      await client.end().catch(() => undefined);
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

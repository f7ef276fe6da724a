import { setTimeout as sleep } from 'node:timers/promises';
import { Session } from 'chdb';
import type { Statement } from './protocol.ts';

/**
 * Connections of the embedded engine, kept apart by lane. One connection runs one query at a time: behind a heavy query on the
 * same one `select 1` waited 2.8 s, on another a real count took 33 ms.
 */
const laneSizes: Readonly<Record<string, number>> = { interactive: 2, live: 1, batch: 1, insert: 1 };
/** A query whose caller has gone still runs inside; its connection is replaced meanwhile, up to this many per lane. */
const abandonedMax = 3;
const queueMax = 2_000;

type Connection = { session: Session; settings: Set<string> };
type Waiter = { run(connection: Connection): void };
type LaneState = { idle: Connection[]; waiting: Waiter[]; size: number; abandoned: number };

export type Lanes = {
  run(statement: Statement, data: Buffer | undefined, gone: AbortSignal): Promise<Uint8Array>;
  /** Resolves when nothing runs, or after that time. */
  idle(waitMs: number): Promise<void>;
};

export class QueueFull extends Error {}

export function createLanes(path: string): Lanes {
  const open = (): Connection => ({ session: new Session(path), settings: new Set() });
  const lanes = new Map<string, LaneState>();
  for (const [name, size] of Object.entries(laneSizes)) {
    lanes.set(name, { idle: Array.from({ length: size }, open), waiting: [], size, abandoned: 0 });
  }
  let running = 0;
  return {
    async idle(waitMs) {
      for (let waitedMs = 0; running > 0 && waitedMs < waitMs; waitedMs += 20) await sleep(20);
    },
    async run(statement, data, gone) {
      const lane = lanes.get(statement.lane) ?? lanes.get('interactive');
      if (!lane) throw new Error('No lanes.');
      running += 1;
      try {
        return await runOn(lane, open, gone, (connection) => execute(connection, statement, data));
      } finally {
        running -= 1;
      }
    },
  };
}

/** Waits for a connection of the lane and works on it. When the caller goes away meanwhile, another connection takes its place. */
async function runOn(lane: LaneState, open: () => Connection, gone: AbortSignal, work: (connection: Connection) => Promise<Uint8Array>): Promise<Uint8Array> {
  const connection = await acquire(lane);
  if (gone.aborted) {
    release(lane, connection);
    throw new Error('The caller has gone.');
  }
  let replaced = false;
  const onGone = () => {
    if (lane.abandoned >= abandonedMax) return;
    replaced = true;
    lane.abandoned += 1;
    release(lane, open());
  };
  gone.addEventListener('abort', onGone, { once: true });
  try {
    return await work(connection);
  } finally {
    gone.removeEventListener('abort', onGone);
    if (replaced) {
      lane.abandoned -= 1;
      connection.session.close();
    } else release(lane, connection);
  }
}

function acquire(lane: LaneState): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = lane.idle.pop();
    if (connection) resolve(connection);
    else if (lane.waiting.length >= queueMax) reject(new QueueFull('Too many queries wait for the embedded ClickHouse.'));
    else lane.waiting.push({ run: resolve });
  });
}

function release(lane: LaneState, connection: Connection): void {
  const next = lane.waiting.shift();
  if (next) next.run(connection);
  else if (lane.idle.length >= lane.size) connection.session.close();
  else lane.idle.push(connection);
}

/**
 * Settings stick to a connection of the embedded engine (after one insert with a deduplication token, later inserts without one
 * were dropped silently). So every call first puts back what earlier calls have set and this one does not.
 */
async function execute(connection: Connection, statement: Statement, data: Buffer | undefined): Promise<Uint8Array> {
  const assignments: string[] = [];
  for (const name of connection.settings) if (!(name in statement.settings)) assignments.push(`${name} = DEFAULT`);
  for (const [name, value] of Object.entries(statement.settings)) {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is not the name of a setting.`);
    assignments.push(`${name} = ${typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : Number(value)}`);
    connection.settings.add(name);
  }
  if (assignments.length > 0) await connection.session.queryAsync(`SET ${assignments.join(', ')}`);
  if (data) return insert(connection, statement.query, data);
  const options = statement.format ? { format: statement.format } : {};
  const result = Object.keys(statement.params).length > 0
    ? await connection.session.queryBindAsync(statement.query, statement.params, options)
    : await connection.session.queryAsync(statement.query, options);
  return result.bytes();
}

/** Rows go to the engine as the bytes that they are: as part of a statement's text they were decoded and encoded again. */
async function insert({ session }: Connection, query: string, data: Buffer): Promise<Uint8Array> {
  const [, table, columns] = /^insert into (\w+) \(([\w, ]+)\) format JSONCompactEachRow$/.exec(query) ?? [];
  if (!table || !columns) throw new Error(`No way to insert: ${query.slice(0, 200)}`);
  await session.insert({ table, columns: columns.split(', '), values: data, format: 'JSONCompactEachRow' });
  return new Uint8Array();
}

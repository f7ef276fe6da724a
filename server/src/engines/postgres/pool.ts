import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { problem } from '../../kernel/index.ts';
import { codeOf } from '../home.ts';
import type { Database, Row, Transaction } from './database.ts';

export const DatabaseUnavailable = problem('database_unavailable', 503, {
  en: 'The database does not answer just now. Nothing was saved; please try again in a moment.',
  zh: '数据库暂时无法响应，本次操作未保存，请稍后重试。',
});
export const DiskFull = problem('disk_full', 507, {
  en: 'The disk of the database is full. Nothing was saved; free some space and try again.',
  zh: '数据库磁盘已满，本次操作未保存。请清理空间后重试。',
});

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return (text: string) => BigInt(text);
    if (oid === 1016) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
    if (oid === 1184) return parseInstant;
    if (oid === 1082) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** timestamptz as milliseconds: our sessions run in UTC (see `inUtc`), so the text ends in +00. Anything else would be a wrong time without a word. */
function parseInstant(text: string): number {
  if (!text.endsWith('+00')) throw new Error(`PostgreSQL answered an instant outside UTC: ${text}`);
  return Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
}

/** SQLSTATE classes that mean "the server is not there", not "the statement is wrong". */
const unavailableCodes = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return unavailableCodes.has(codeOf(error)) || /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

/** Whether a statement was refused because a unique index holds the same value already. */
export function isTaken(error: unknown): boolean {
  return codeOf(error) === '23505';
}

function translate(error: unknown): unknown {
  if (isUnavailable(error)) return DatabaseUnavailable({}, { cause: error });
  if (codeOf(error) === '53100') return DiskFull({}, { cause: error });
  return error;
}

export type Pools = Database & { close(): Promise<void> };

/** One pool per role: `app` sees a single brand at a time, `engine` crosses brands. */
export function createPools(targets: { app: pg.ClientConfig; engine: pg.ClientConfig }, options: { appMax?: number; engineMax?: number; onError?: (error: Error) => void } = {}): Pools {
  const make = (target: pg.ClientConfig, max: number) => {
    const pool = new pg.Pool({ ...target, max, types, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000, allowExitOnIdle: true });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    pool.on('error', (error) => options.onError?.(error));
    return pool;
  };
  const app = make(targets.app, options.appMax ?? 10);
  const engine = make(targets.engine, options.engineMax ?? 10);
  return {
    inWorkspace: (workspaceId, work) => inTransaction(app, work, workspaceId),
    asEngine: (work) => inTransaction(engine, work),
    async close() {
      await Promise.all([app.end(), engine.end()]);
    },
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>, workspaceId?: bigint): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => { throw translate(error); });
  let broken: Error | undefined;
  const onError = (error: Error) => { broken = error; };
  client.on('error', onError);
  try {
    // One round trip opens the transaction and names the brand; a workspace id is a number of ours, never a text of a user.
    await client.query(workspaceId === undefined ? 'begin' : `begin; set local homefield.workspace = '${workspaceId}'`);
    const committed: (() => void)[] = [];
    const result = await work(transactionOn(client, committed));
    // A statement that failed and was swallowed leaves an aborted transaction, whose COMMIT is answered by ROLLBACK.
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('The transaction was aborted by an error that its work did not pass on.');
    for (const tell of committed) tell();
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => { broken = rollbackError; });
    throw translate(error);
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

function transactionOn(client: pg.PoolClient, committed: (() => void)[]): Transaction {
  // One statement at a time, in the order of the calls: a connection carries no two, and the driver will soon refuse to queue them.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    afterCommit(tell) { committed.push(tell); },
    query: <R extends object = Row>(text: string, params: readonly unknown[] = []) => inTurn(async () => (await client.query<R & pg.QueryResultRow>(text, [...params])).rows),
    copyIn: (text, lines) => inTurn(() => pipeline(Readable.from(lines), client.query(copyFrom(text)))),
  };
}

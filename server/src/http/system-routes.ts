import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { systemState } from '@homefield/contract';
import type { SystemState } from '@homefield/contract';
import type { Engines } from '../engines/index.ts';
import { createStopwatch } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { HttpServer } from './server-types.ts';

type Deps = { engines: Pick<Engines, 'home' | 'postgres' | 'clickhouse' | 'log'>; clock: Clock };

const answerMaxMs = 3_000;
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** How the installation stands, for the people who look after it: whatever does not answer is told as such, never as an error of the page. */
export function systemRoutes(app: HttpServer, deps: Deps): void {
  app.get('/api/system', {
    config: { access: { may: 'system.read' } },
    schema: { summary: 'How the installation stands: engines, log, disk, memory, jobs', tags: ['operation'], response: { 200: systemState } },
  }, () => readSystem(deps));
}

async function readSystem({ engines: { home, postgres, clickhouse, log }, clock }: Deps): Promise<SystemState> {
  const asEngine = <Row extends object>(text: string) => postgres.db.asEngine((tx) => tx.query<Row>(text));
  const [ofPostgres, ofClickHouse, status, jobs, disk] = await Promise.all([
    engineState(() => asEngine<{ bytes: bigint }>('select pg_database_size(current_database()) as bytes').then(([row]) => Number(row?.bytes ?? 0))),
    engineState(() => clickhouse.admin.read<{ bytes: string }>('select sum(bytes_on_disk) as bytes from system.parts where database = currentDatabase()').then(([row]) => Number(row?.bytes ?? 0))),
    inTime(log.status()),
    inTime(asEngine<{ state: string; count: number }>(`
      select state, count(*)::int as count from job where state in ('waiting', 'running') or ended_at > (select max(ended_at) from job) - interval '1 day' group by state`)),
    statfs(home.path),
  ]);
  const count = (state: string) => jobs?.find((row) => row.state === state)?.count ?? 0;
  return {
    asOfMs: clock.now(), version, node: process.versions.node, upForMs: Math.round(process.uptime() * 1_000),
    postgres: { version: postgres.version, embedded: postgres.embedded, ...ofPostgres },
    clickhouse: { version: (await inTime(clickhouse.version())) ?? '', embedded: clickhouse.embedded, ...ofClickHouse },
    log: status && { readers: status.readers, oldestTransactionMs: status.oldestTransactionMs, parked: status.parkedBatches },
    disk: { freeBytes: Number(disk.bavail) * Number(disk.bsize), totalBytes: Number(disk.blocks) * Number(disk.bsize) },
    memory: { processBytes: process.memoryUsage().rss, freeBytes: freemem(), totalBytes: totalmem() },
    jobs: jobs && { waiting: count('waiting'), running: count('running'), failed: count('failed'), done: count('done') },
  };
}

async function engineState(ask: () => Promise<number>): Promise<{ answeredInMs: number | null; bytes: number | null }> {
  const watch = createStopwatch();
  const bytes = await inTime(ask());
  return bytes === null ? { answeredInMs: null, bytes: null } : { answeredInMs: Math.round(watch.elapsedMs()), bytes };
}

/** Null when it fails, or does not come in time: an engine that is away must not take the page with it. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), answerMaxMs); });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

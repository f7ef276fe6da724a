/**
 * `log`: events appended per second in transactions (batches, and single events that share transactions), beside raw COPY of the
 * same rows into a table without indexes; and the time from commit to visible in ClickHouse at 2,000 events a second.
 */
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEventWriter, createRunner, projectorWorker } from '../../../server/src/engines/index.ts';
import type { Engines, NewEvent } from '../../../server/src/engines/index.ts';
import { quantile, round, withEngines } from './engines.ts';

const eventOf = (index: number): NewEvent => ({
  customerId: BigInt(1 + (index % 50_000)), name: index % 4 === 0 ? 'order.paid' : 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1) + index,
  source: 'bench', amountMinor: BigInt(index % 10_000), subject: `subject-${index}`, properties: { channel: 'store', items: index % 7, category: '精华' },
});

export function run({ size = 'full' }: { size?: 'full' | 'smoke' }): Promise<Record<string, unknown>> {
  const [rows, seconds, singles] = size === 'full' ? [200_000, 30, 20_000] : [20_000, 4, 2_000];
  return withEngines(async (engines, workspaceId) => {
    const copied = await rawCopy(engines, workspaceId, rows);
    const batched = await appendBatches(engines, workspaceId, rows);
    const single = await appendSingles(engines, workspaceId, singles);
    const drainStartedMs = performance.now();
    const drained = await engines.projector.drain();
    const projected = drained / ((performance.now() - drainStartedMs) / 1000);
    return {
      rows,
      rawCopyPerSecond: Math.round(copied), appendPerSecond: Math.round(batched), copyToAppend: round(copied / batched, 2),
      singlesPerSecond: Math.round(single), projectedPerSecond: Math.round(projected),
      commitToVisible: await visibility(engines, workspaceId, seconds),
    };
  });
}

async function rawCopy(engines: Engines, workspaceId: bigint, rows: number): Promise<number> {
  const client = new pg.Client(engines.postgres.admin);
  await client.connect();
  await client.query('create table raw_copy (workspace_id bigint, customer_id bigint, name text, occurred_at timestamptz, source text, amount bigint, subject text, properties jsonb)');
  const lines = Array.from({ length: rows }, (_, index) => {
    const event = eventOf(index);
    return `${workspaceId}\t${event.customerId}\t${event.name}\t${new Date(event.occurredAtMs).toISOString()}\t${event.source}\t${event.amountMinor}\t${event.subject}\t${JSON.stringify(event.properties)}\n`;
  });
  const startedMs = performance.now();
  await pipeline(Readable.from(lines), client.query(copyFrom('copy raw_copy from stdin')));
  const perSecond = rows / ((performance.now() - startedMs) / 1000);
  await client.end();
  return perSecond;
}

async function appendBatches({ postgres, log }: Engines, workspaceId: bigint, rows: number): Promise<number> {
  const batch = 5_000;
  const events = Array.from({ length: rows }, (_, index) => eventOf(index));
  const startedMs = performance.now();
  for (let from = 0; from < rows; from += batch) {
    await postgres.db.inWorkspace(workspaceId, (tx) => log.append(tx, workspaceId, events.slice(from, from + batch)));
  }
  return rows / ((performance.now() - startedMs) / 1000);
}

async function appendSingles({ postgres, log }: Engines, workspaceId: bigint, count: number): Promise<number> {
  const writer = createEventWriter({ db: postgres.db, log });
  const startedMs = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: 64 }, async () => {
    while (next < count) {
      next += 1;
      await writer.write(workspaceId, eventOf(next));
    }
  }));
  return count / ((performance.now() - startedMs) / 1000);
}

/** 2,000 events a second in commits of 20; a reader asks ClickHouse for the newest one it has every few milliseconds. */
async function visibility(engines: Engines, workspaceId: bigint, seconds: number): Promise<Record<string, unknown>> {
  const runner = createRunner({ onError: (_, error) => { throw error; } });
  runner.add(projectorWorker(engines));
  runner.start();
  const committed: { index: number; atMs: number }[] = [];
  const delays: number[] = [];
  let writing = true;
  const watching = (async () => {
    for (let seen = -1; writing || committed.length > 0;) {
      const [row] = await engines.clickhouse.analytics.query<{ last: string }>({ workspaceId, text: "select max(toInt64OrZero(subject)) as last from event where workspace_id = {workspace:UInt64} and name = 'bench.visible'" });
      const nowMs = performance.now();
      seen = Math.max(seen, Number(row?.last ?? -1));
      while (committed[0] && committed[0].index <= seen) delays.push(nowMs - (committed.shift()?.atMs ?? nowMs));
      await sleep(10);
    }
  })();
  const startedMs = performance.now();
  let index = 0;
  for (let commit = 0; commit < seconds * 100; commit += 1) {
    const events = Array.from({ length: 20 }, () => ({ ...eventOf(index), name: 'bench.visible', subject: String(++index) }));
    await engines.postgres.db.inWorkspace(workspaceId, (tx) => engines.log.append(tx, workspaceId, events));
    committed.push({ index, atMs: performance.now() });
    await sleep(Math.max(0, startedMs + (commit + 1) * 10 - performance.now()));
  }
  const perSecond = index / ((performance.now() - startedMs) / 1000);
  writing = false;
  await watching;
  await runner.stop();
  return { eventsPerSecond: Math.round(perSecond), p50Ms: Math.round(quantile(delays, 0.5)), p99Ms: Math.round(quantile(delays, 0.99)), maxMs: Math.round(quantile(delays, 1)) };
}

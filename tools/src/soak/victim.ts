/**
 * The process that the crash test kills: it writes events and reads them, as fast as `perSecond` allows, until `total` are written
 * and both readers have passed them all. Arguments: home, total, perSecond.
 */
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRunner, startEngines } from '../../../server/src/engines/index.ts';
import type { Engines } from '../../../server/src/engines/index.ts';
import { createRandomness, createRealClock } from '../../../server/src/kernel/index.ts';

const [, , home = '', totalText = '0', perSecondText = '0'] = process.argv;
const [total, perSecond] = [Number(totalText), Number(perSecondText)];
export const soakWorkspace = 7n;
const batch = 100;
const tell = (message: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(message)}\n`);

const engines = await startEngines({
  config: { home, databaseUrl: undefined, clickhouseUrl: undefined, secretKey: undefined },
  clock: createRealClock(), randomness: createRandomness(),
  onTrouble: (message) => tell({ trouble: message }),
});
const admin = new pg.Client(engines.postgres.admin);
admin.on('error', () => undefined);
await admin.connect();
await admin.query('create table if not exists soak_written (singleton boolean primary key default true, written bigint not null)');
await admin.query('insert into soak_written (written) values (0) on conflict do nothing');
await admin.query('create table if not exists soak_seen (subject text not null)');
await admin.query('grant select, insert, update on soak_written, soak_seen to homefield_engine');
await admin.end();
await engines.log.register('soak');
const runner = createRunner({ onError: () => undefined });
runner.add({ name: 'projector', pollMs: 200, restMs: 300, wake: engines.log.onAppended, step: async () => ((await engines.projector.step()) > 0 ? 'more' : 'idle') });
runner.add({ name: 'soak', pollMs: 200, wake: engines.log.onAppended, step: async () => ((await readSome(engines)) > 0 ? 'more' : 'idle') });
runner.start();
tell({ ready: { server: process.pid, clickhouse: engines.clickhouse.pid(), postgres: engines.postgres.pid() } });
const pids = setInterval(() => tell({ pids: { server: process.pid, clickhouse: engines.clickhouse.pid(), postgres: engines.postgres.pid() } }), 100);
await write(engines);
await untilPassed(engines);
clearInterval(pids);
await runner.stop();
await engines.close();
tell({ done: true });

async function write({ postgres, log }: Engines): Promise<void> {
  for (;;) {
    try {
      const written = await postgres.db.asEngine(async (tx) => {
        const [row] = await tx.query<{ written: bigint }>('select written from soak_written for update');
        const from = Number(row?.written ?? 0);
        const to = Math.min(total, from + batch);
        await log.append(tx, soakWorkspace, Array.from({ length: to - from }, (_, index) => eventOf(from + index)));
        await tx.query('update soak_written set written = $1', [to]);
        return to;
      });
      if (written >= total) return;
    } catch {
      // Killed in between: what was committed is in soak_written, so nothing is written twice.
    }
    await sleep((batch / perSecond) * 1000);
  }
}

function eventOf(index: number) {
  return {
    customerId: BigInt(index % 1000), name: index % 3 === 0 ? 'order.paid' : 'page.viewed', source: 'soak', key: String(index), subject: String(index),
    occurredAtMs: Date.UTC(2024, index % 24, 1 + (index % 28)), properties: { index },
  };
}

function readSome({ log }: Engines): Promise<number> {
  return log.consume('soak', { max: 500 }, async (events, tx) => {
    await tx.query('insert into soak_seen select unnest($1::text[])', [events.map(({ subject }) => subject)]);
  });
}

async function untilPassed({ log, clickhouse, postgres }: Engines): Promise<void> {
  for (;;) {
    try {
      await log.status();
      const [seen] = await postgres.db.asEngine((tx) => tx.query<{ count: number }>('select count(*)::int as count from soak_seen'));
      const [inClickHouse] = await clickhouse.analytics.query<{ count: string }>({ workspaceId: soakWorkspace, text: 'select count() as count from event where workspace_id = {workspace:UInt64}' });
      tell({ progress: { seen: seen?.count, inClickHouse: Number(inClickHouse?.count) } });
      if ((seen?.count ?? 0) >= total && Number(inClickHouse?.count) >= total) return;
    } catch { /* being started again */ }
    await sleep(300);
  }
}

import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandomness, createRealClock, dayMs } from '../../kernel/index.ts';
import { startEngines } from '../engines.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedPostgres } from './embedded.ts';

/** A server that somebody else runs: other zone, other superuser, several databases. Reached by DATABASE_URL. */
let folder: string;
let server: EmbeddedPostgres;
let root: pg.Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homefield-foreign-'));
  await chmod(folder, 0o711);
  server = await startEmbeddedPostgres({ folder: join(folder, 'server'), logFile: join(folder, 'server.log'), password: 'root' });
  root = new pg.Client(server.admin);
  await root.connect();
}, 60_000);
afterAll(async () => {
  await root.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const urlOf = (database: string, user = 'homefield', password = 'root') => `postgresql://${user}:${password}@/${database}?host=${encodeURIComponent(String(server.admin.host))}`;
const newHome = async () => {
  const home = await mkdtemp(join(folder, 'home-'));
  await chmod(home, 0o711);
  return home;
};
const clock = createRealClock();
const start = async (databaseUrl: string, home?: string) =>
  startEngines({ config: { home: home ?? await newHome(), databaseUrl, clickhouseUrl: undefined, secretKey: undefined }, clock, randomness: createRandomness() });

describe('a PostgreSQL server of somebody else', () => {
  test('its zone does not matter: instants come back as they were written, in both engines, and partitions are days of UTC', async () => {
    await root.query('create database shanghai');
    await root.query("alter database shanghai set timezone to 'Asia/Shanghai'");
    const engines = await start(urlOf('shanghai'));
    const { db, admin } = engines.postgres;
    const workspaceId = engines.ids.next('workspace');
    const createdAtMs = Date.UTC(2026, 10, 20, 20, 30, 15, 250);
    await db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, $3)', [workspaceId, 'x', new Date(createdAtMs)]));
    const readCreated = (tx: Parameters<Parameters<typeof db.asEngine>[0]>[0]) => tx.query<{ created_at: number; day: string }>("select created_at, to_char(created_at, 'YYYYMMDD') as day from workspace");
    expect(await db.asEngine(readCreated)).toEqual([{ created_at: createdAtMs, day: '20261120' }]);
    expect(await db.inWorkspace(workspaceId, readCreated)).toEqual([{ created_at: createdAtMs, day: '20261120' }]);
    const occurredAtMs = Date.UTC(2026, 10, 20, 4);
    await db.inWorkspace(workspaceId, (tx) => engines.log.append(tx, workspaceId, [{ customerId: 1n, name: 'order.paid', occurredAtMs, source: 'test' }]));
    await engines.projector.drain();
    const [event] = await engines.clickhouse.analytics.query<{ at: string; received: string }>({
      workspaceId, text: 'select toUnixTimestamp64Milli(occurred_at) as at, toUnixTimestamp64Milli(received_at) as received from event where workspace_id = {workspace:UInt64}',
    });
    expect(Number(event?.at)).toBe(occurredAtMs);
    expect(Math.abs(Number(event?.received) - clock.now())).toBeLessThan(dayMs / 24);
    // Sessions of a person's own tool make no partition that begins at midnight in Shanghai.
    const { options: _, ...byHand } = admin;
    const client = new pg.Client(byHand);
    await client.connect();
    await client.query('select homefield_make_partitions(5)');
    const { rows: bounds } = await client.query<{ at: Date }>("select (regexp_match(pg_get_expr(relpartbound, oid), 'FROM \\(''(.+?)''\\)'))[1]::timestamptz as at from pg_class where relispartition and relname ~ '^event_log_\\d+$'");
    await client.end();
    expect(bounds.length).toBeGreaterThan(6);
    expect(bounds.filter(({ at }) => at.getTime() % dayMs !== 0)).toEqual([]);
    await engines.close();
  }, 60_000);

  test('a second home with a key of its own is refused before any password is changed, and the first goes on', async () => {
    await root.query('create database shared');
    const home = await newHome();
    const first = await start(urlOf('shared'));
    await expect(start(urlOf('shared'), home)).rejects.toMatchObject({ code: 'secret_key_foreign', sentence: { en: expect.stringContaining(join(home, 'secret.key')), zh: expect.stringContaining(join(home, 'secret.key')) } });
    // More connections than the pool holds open: some are made anew, with the password of the first.
    const busy = Array.from({ length: 8 }, () => first.postgres.db.asEngine((tx) => tx.query<{ one: number }>('select 1 as one from pg_sleep(0.1)')));
    expect((await Promise.all(busy)).flat()).toHaveLength(8);
    await first.close();
    await copyFile(join(first.home.path, 'secret.key'), join(home, 'secret.key'));
    await (await start(urlOf('shared'), home)).close();
  }, 60_000);
});

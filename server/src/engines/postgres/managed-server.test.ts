import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandomness, createRealClock } from '../../kernel/index.ts';
import { startEngines } from '../engines.ts';
import { adoptLog } from '../log/index.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedPostgres } from './embedded.ts';

/** As a provider gives it away: the user owns a database and may make roles, and is no superuser. */
let folder: string;
let server: EmbeddedPostgres;
let provider: pg.Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homefield-managed-'));
  await chmod(folder, 0o711);
  server = await startEmbeddedPostgres({ folder: join(folder, 'server'), logFile: join(folder, 'server.log'), password: 'root' });
  provider = new pg.Client(server.admin);
  await provider.connect();
  for (const user of ['tenant', 'weak']) {
    await provider.query(`create role ${user} login ${user === 'weak' ? '' : 'createrole'} password 'tenant'`);
    await provider.query(`create database ${user} owner ${user}`);
  }
}, 60_000);
afterAll(async () => {
  await provider.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = (user: string, home: string) => startEngines({
  config: { home: join(folder, home), databaseUrl: `postgresql://${user}:tenant@/${user}?host=${encodeURIComponent(String(server.admin.host))}`, clickhouseUrl: undefined, secretKey: undefined },
  clock: createRealClock(), randomness: createRandomness(),
});

describe('a managed PostgreSQL, whose user is no superuser', () => {
  test('a user who may not make roles is refused with what to grant', async () => {
    await expect(start('weak', 'weak')).rejects.toMatchObject({ code: 'roles_not_made', sentence: { en: expect.stringContaining('CREATEROLE'), zh: expect.stringContaining('CREATEROLE') } });
  }, 60_000);

  test('it starts, starts again, keeps brands apart, carries the log over, drops old partitions and can be adopted', async () => {
    await (await start('tenant', 'home')).close();
    const engines = await start('tenant', 'home');
    const { db, admin } = engines.postgres;
    const [mine, other] = [engines.ids.next('workspace'), engines.ids.next('workspace')];
    for (const id of [mine, other]) await db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [id, String(id)]));
    expect(await db.inWorkspace(mine, (tx) => tx.query('select workspace_id from workspace'))).toEqual([{ workspace_id: mine }]);
    const append = () => db.inWorkspace(mine, (tx) => engines.log.append(tx, mine, [{ customerId: 1n, name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test' }]));
    await append();
    expect(await engines.projector.drain()).toBe(1);
    await db.asEngine((tx) => tx.query('select homefield_make_partitions(3), homefield_drop_partitions(7)'));
    // ClickHouse goes on to know what a restored log has forgotten; what the log still has is counted although its owner cannot see it.
    await append();
    await db.asEngine((tx) => tx.query("update log_cursor set tx = 0, position = 0 where reader = 'clickhouse'"));
    const owner = new pg.Client(admin);
    await owner.connect();
    await owner.query("update installation set system_identifier = 'elsewhere'");
    await owner.end();
    expect(await adoptLog({ admin, db, clickhouse: engines.clickhouse.admin, states: [] })).toMatchObject({ removed: 1, repeated: 1, era: 2 });
    await engines.close();
  }, 60_000);

  test('a role that may look around row-level security is refused with the statement that mends it', async () => {
    await provider.query('alter role homefield_app bypassrls');
    await expect(start('tenant', 'home')).rejects.toMatchObject({ code: 'role_too_strong', sentence: { en: expect.stringContaining('alter role homefield_app nosuperuser nobypassrls') } });
    await provider.query('alter role homefield_app nobypassrls');
    await (await start('tenant', 'home')).close();
  }, 60_000);
});

import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandomness } from '../kernel/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { openHome, pendingMigrations, readMigrations, startEngines } from './index.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); });
afterAll(() => world.close());

const rowsOf = (workspaceId: bigint) => world.deps.analytics.query<{ count: string }>({ workspaceId, text: 'select count() as count from event where workspace_id = {workspace:UInt64}' });
const eventually = async <T>(work: () => Promise<T>, timeoutMs = 30_000): Promise<T> => {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }
};

describe('the engines', () => {
  test('a data folder that is in use is refused, and free again when its owner has closed it', async () => {
    const home = world.engines.home.path;
    await expect(openHome(home, { randomness: createRandomness() })).rejects.toThrow('Another Homefield is running');
    const other = `${home}/other`;
    const first = await openHome(other, { randomness: createRandomness() });
    await expect(openHome(other, { randomness: createRandomness() })).rejects.toThrow('Another Homefield is running');
    await first.unlock();
    const second = await openHome(other, { randomness: createRandomness() });
    expect(second.secretKey).toEqual(first.secretKey);
    await second.unlock();
  });

  test('what ClickHouse has confirmed of events, profiles and classes was written through to the disk first', async () => {
    const { admin } = world.engines.clickhouse;
    // Counted by the engine: its own calls of fsync, for files and for folders.
    const synced = async () => {
      const [row] = await admin.read<{ files: string; folders: string }>("select toString(sumIf(value, event = 'FileSync')) as files, toString(sumIf(value, event = 'DirectorySync')) as folders from system.events");
      return [Number(row?.files), Number(row?.folders)];
    };
    const workspaceId = await world.workspace();
    await world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, [{ customerId: 1n, name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test' }]));
    const inserts: (() => Promise<unknown>)[] = [
      () => world.project(),
      () => admin.insert('customer', ['workspace_id', 'customer_id', 'version'], `[${workspaceId}, 1, 1]\n`, 'a profile'),
      () => world.deps.analytics.write({ workspaceId, text: 'insert into class_member (workspace_id, model, snapshot_id, customer_id) select {workspace:UInt64}, \'rfm\', 1, 1' }),
    ];
    for (const insert of inserts) {
      const before = await synced();
      await insert();
      const after = await synced();
      expect(after.map((count, index) => count > (before[index] ?? 0))).toEqual([true, true]);
    }
  });

  test('no setting survives a call on a connection of the embedded ClickHouse', async () => {
    const { admin } = world.engines.clickhouse;
    await admin.command('create table sticky (a UInt64) engine = MergeTree order by a settings non_replicated_deduplication_window = 100');
    await admin.insert('sticky', ['a'], '[1]\n', 'one token');
    await admin.insert('sticky', ['a'], '[1]\n', 'one token');
    await admin.insert('sticky', ['a'], '[1]\n', 'another');
    // Without a token, by the way of snapshots: nothing may be dropped.
    const write = () => world.deps.analytics.write({ workspaceId: 1n, text: 'insert into sticky select 1 where {workspace:UInt64} = 1' });
    await admin.insert('sticky', ['a'], '[1]\n', 'a third');
    await write();
    await write();
    expect(await admin.read('select toString(count()) as count from sticky')).toEqual([{ count: '5' }]);
    const changed = await world.deps.analytics.query({
      workspaceId: 1n, lane: 'batch', rowsMax: 100,
      text: "select name, value from system.settings where name in ('insert_deduplication_token', 'max_result_rows') and {workspace:UInt64} = 1 order by name",
    });
    expect(changed).toEqual([{ name: 'insert_deduplication_token', value: '' }, { name: 'max_result_rows', value: '100' }]);
  });

  test('a question without the workspace parameter is refused before it is sent', async () => {
    await expect(world.deps.analytics.query({ workspaceId: 1n, text: 'select count() from event' })).rejects.toThrow('{workspace:UInt64}');
    await expect(world.deps.analytics.write({ workspaceId: 1n, text: 'insert into event select * from event' })).rejects.toThrow('{workspace:UInt64}');
  });

  test('a question that takes too long, or answers too much, ends with a sentence; the next one is answered', async () => {
    const slow = { workspaceId: 1n, timeoutMs: 1_000, text: 'select count() as c from numbers_mt(1000000000000) where sipHash64(number) = {workspace:UInt64}' };
    await expect(world.deps.analytics.query(slow)).rejects.toMatchObject({ code: 'analytics_too_long' });
    await expect(world.deps.analytics.query({ workspaceId: 1n, rowsMax: 10, text: 'select number from numbers(100) where {workspace:UInt64} = 1' })).rejects.toMatchObject({ code: 'analytics_too_large' });
    expect(await rowsOf(1n)).toEqual([{ count: '0' }]);
  });

  test('a killed ClickHouse is started again and has everything', async () => {
    const workspaceId = await world.workspace();
    const append = () => world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, [{ customerId: 1n, name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test' }]));
    await append();
    await world.project();
    process.kill(world.engines.clickhouse.pid() ?? 0, 'SIGKILL');
    await append();
    await eventually(() => world.project());
    expect(await eventually(() => rowsOf(workspaceId))).toEqual([{ count: '2' }]);
  });

  test('a killed PostgreSQL is started again, keeps what it had confirmed, and wake-ups still arrive', async () => {
    const workspaceId = await world.workspace('before the kill');
    process.kill(world.engines.postgres.pid() ?? 0, 'SIGKILL');
    const name = async () => (await world.deps.db.asEngine((tx) => tx.query<{ name: string }>('select name from workspace where workspace_id = $1', [workspaceId])))[0]?.name;
    expect(await eventually(name)).toBe('before the kill');
    await eventually(() => new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no signal')), 500);
      const stop = world.deps.signals.on('test', () => { clearTimeout(timer); stop(); resolve(); });
      world.deps.signals.notify('test');
    }));
  });

  test('a statement that fails and is swallowed does not commit the rest in silence', async () => {
    const swallowed = world.deps.db.asEngine(async (tx) => {
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('aborted');
  });

  test('requests see one brand, cannot see or write another, and cannot take off the restriction', async () => {
    const [mine, other] = [await world.workspace('mine'), await world.workspace('other')];
    const { db } = world.deps;
    expect(await db.inWorkspace(mine, (tx) => tx.query('select name from workspace'))).toEqual([{ name: 'mine' }]);
    expect(await db.inWorkspace(mine, (tx) => tx.query('select name from workspace where workspace_id = $1', [other]))).toEqual([]);
    await expect(db.inWorkspace(mine, (tx) => tx.query("insert into audit_entry (workspace_id, audit_id, at, actor_kind, action) values ($1, 1, now(), 'test', 'test')", [other]))).rejects.toThrow('row-level security');
    for (const text of ['alter table workspace disable row level security', 'set role homefield', 'create table x (a int)', 'update installation set era = 7', 'drop policy one_workspace on workspace', 'set session authorization homefield']) {
      await expect(db.inWorkspace(mine, (tx) => tx.query(text)), text).rejects.toThrow();
    }
    // Off means: refuse what the policy would hide, not show it.
    await expect(db.inWorkspace(mine, async (tx) => { await tx.query('set local row_security = off'); return tx.query('select name from workspace'); })).rejects.toThrow('row-level security');
  });

  test('every table with a brand in it that requests can reach is under row-level security, also for its owner', async () => {
    const open = await world.deps.db.asEngine((tx) => tx.query(`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not c.relispartition and not (c.relrowsecurity and c.relforcerowsecurity)
        and has_table_privilege('homefield_app', c.oid, 'select, insert, update, delete')
      limit 100`));
    expect(open).toEqual([]);
  });

  test('a database that a newer version has migrated is left alone, as is one whose migrations were changed', async () => {
    const known = await readMigrations('postgres');
    const applied = new Map(known.map(({ version, checksum }) => [version, checksum]));
    expect(pendingMigrations(known, applied)).toEqual([]);
    expect(pendingMigrations(known, new Map()).length).toBe(known.length);
    expect(() => pendingMigrations(known, new Map([...applied, ['9999_future', 'x']]))).toThrow('9999_future');
    expect(() => pendingMigrations(known, new Map([...applied, ['0001_base', 'x']]))).toThrow('0001_base');
  });

  test('without its key, or with another one, an installation does not start; with its own again it does, and nothing was changed', async () => {
    const first = await startTestEngines();
    const { path, secretKey } = first.engines.home;
    await first.engines.close();
    const file = `${path}/secret.key`;
    const kept = readFileSync(file, 'utf8');
    const start = (key?: string) => startEngines({ config: { home: path, databaseUrl: undefined, clickhouseUrl: undefined, secretKey: key }, clock: first.clock, randomness: createRandomness() });
    rmSync(file);
    await expect(start()).rejects.toMatchObject({ code: 'secret_key_missing', sentence: { en: expect.stringContaining(file), zh: expect.stringContaining(file) } });
    expect(existsSync(file)).toBe(false);
    await expect(start(createRandomness().bytes(32).toString('base64'))).rejects.toMatchObject({ code: 'secret_key_foreign', sentence: { en: expect.stringContaining('that in HOMEFIELD_SECRET_KEY') } });
    writeFileSync(file, 'half a k');
    await expect(start()).rejects.toMatchObject({ code: 'secret_key_broken' });
    writeFileSync(file, kept);
    const again = await start();
    expect(again.home.secretKey).toEqual(secretKey);
    await again.close();
    rmSync(path, { recursive: true });
  }, 60_000);

  test('the key of the installation is kept, readable by its owner only', async () => {
    expect(Buffer.from(readFileSync(`${world.engines.home.path}/secret.key`, 'utf8'), 'base64')).toEqual(world.engines.home.secretKey);
    expect(statSync(`${world.engines.home.path}/secret.key`).mode & 0o777).toBe(0o600);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestEngines } from '../../testing/engines.ts';
import type { TestEngines } from '../../testing/engines.ts';
import type { AnalyticsAdmin } from '../clickhouse/index.ts';
import { createProjector } from './index.ts';
import type { NewEvent } from './index.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); });
afterAll(() => world.close());

const event = (index: number, more: Partial<NewEvent> = {}): NewEvent => ({
  customerId: BigInt(index + 1), name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test', subject: String(index), ...more,
});
const append = (workspaceId: bigint, events: NewEvent[]) => world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, events));
const inClickHouse = async (workspaceId: bigint) => (await world.deps.analytics.query<{ subject: string }>({
  workspaceId, text: 'select subject from event where workspace_id = {workspace:UInt64} order by position',
})).map(({ subject }) => Number(subject));
const projectorWith = (admin: Partial<AnalyticsAdmin>) => createProjector({
  db: world.deps.db, log: world.deps.log, clickhouse: { ...world.engines.clickhouse.admin, ...admin },
});

describe('the projector', () => {
  test('what was written arrives as it was written', async () => {
    const workspaceId = await world.workspace();
    const properties = { text: '引号 " 反斜杠 \\ 换行 \n 制表 \t 表情 👋 ', deep: { list: [1, 2], 'a.b': true }, nothing: null };
    await append(workspaceId, [event(0, { customerId: 9_007_199_254_740_993n, amountMinor: -5n, properties, occurredAtMs: Date.UTC(1997, 0, 1, 16) + 7 })]);
    await world.project();
    const [row] = await world.deps.analytics.query<Record<string, unknown>>({
      workspaceId, text: `select customer_id, amount, toUnixTimestamp64Milli(occurred_at) as ms, properties.text::String as text, properties.deep.list::Array(Int64) as list
        from event where workspace_id = {workspace:UInt64}`,
    });
    expect(row).toEqual({ customer_id: '9007199254740993', amount: '-5', ms: String(Date.UTC(1997, 0, 1, 16) + 7), text: properties.text, list: ['1', '2'] });
  });

  test('a crash after the insert and before the confirmation doubles nothing', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, Array.from({ length: 100 }, (_, index) => event(index)));
    const { insert } = world.engines.clickhouse.admin;
    const crashing = projectorWith({ async insert(...args) { await insert(...args); throw new Error('killed'); } });
    await expect(crashing.step()).rejects.toThrow('killed');
    // More events come in between: the stored end keeps the batch what it was.
    await append(workspaceId, [event(100)]);
    await expect(crashing.step()).rejects.toThrow('killed');
    await world.project();
    expect(await inClickHouse(workspaceId)).toEqual(Array.from({ length: 101 }, (_, index) => index));
  });

  test('rows that ClickHouse noted as inserted but did not keep (a kill inside its insert) are found and inserted again', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, Array.from({ length: 60 }, (_, index) => event(index, { occurredAtMs: Date.UTC(2026, index % 3, 1) })));
    const { insert, command } = world.engines.clickhouse.admin;
    const crashing = projectorWith({ async insert(...args) { await insert(...args); if (args[0] === 'event_stored') throw new Error('killed'); } });
    await expect(crashing.step()).rejects.toThrow('killed');
    // One part is lost while its token stays: what a SIGKILL between the two leaves behind.
    await command(`alter table event_stored delete where workspace_id = ${workspaceId} and toMonth(occurred_at) = 2 settings mutations_sync = 2`);
    await world.project();
    expect(await inClickHouse(workspaceId)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  test('rows that ClickHouse kept while it forgot that they were inserted (a power cut) are not inserted again', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, Array.from({ length: 60 }, (_, index) => event(index, { occurredAtMs: Date.UTC(2026, index % 3, 1) })));
    const { insert } = world.engines.clickhouse.admin;
    const cutOff = projectorWith({ async insert(table, columns, lines, token) { await insert(table, columns, lines, `${token} forgotten`); throw new Error('no power'); } });
    await expect(cutOff.step()).rejects.toThrow('no power');
    await world.project();
    expect(await inClickHouse(workspaceId)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  test('a crash before the insert loses nothing', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, [event(0)]);
    await expect(projectorWith({ insert: async () => { throw new Error('killed'); } }).step()).rejects.toThrow('killed');
    await world.project();
    expect(await inClickHouse(workspaceId)).toEqual([0]);
  });

  test('two projectors at once carry every event over once', async () => {
    const workspaceId = await world.workspace();
    for (let part = 0; part < 10; part += 1) await append(workspaceId, Array.from({ length: 50 }, (_, index) => event(part * 50 + index)));
    await Promise.all([projectorWith({}).drain(), projectorWith({}).drain(), world.project()]);
    expect(await inClickHouse(workspaceId)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  test('an event that ClickHouse refuses is parked with the reason, and all others pass', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, Array.from({ length: 20 }, (_, index) => event(index, index === 13 ? { customerId: -1n } : {})));
    await world.project();
    expect(await inClickHouse(workspaceId)).toEqual(Array.from({ length: 20 }, (_, index) => index).filter((index) => index !== 13));
    const [parked] = await world.deps.db.asEngine((tx) => tx.query<{ reason: string }>('select reason from log_parked'));
    expect(parked?.reason).toContain('customer_id');
    expect((await world.deps.log.status()).parkedBatches).toBe(1);
  });

  test('one batch over 150 months arrives whole', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, Array.from({ length: 3_000 }, (_, index) => event(index, { occurredAtMs: Date.UTC(2010, index % 150, 2) })));
    await world.project();
    expect(new Set(await inClickHouse(workspaceId)).size).toBe(3_000);
  }, 120_000);
});

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestEngines } from '../../testing/engines.ts';
import type { TestEngines } from '../../testing/engines.ts';
import { adoptLog, createLog } from './index.ts';
import type { LogEvent, NewEvent } from './index.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); });
afterAll(() => world.close());

const event = (index: number, more: Partial<NewEvent> = {}): NewEvent => ({
  customerId: BigInt(index + 1), name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test', subject: String(index), ...more,
});

async function append(workspaceId: bigint, events: NewEvent[]): Promise<boolean[]> {
  return world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, events));
}

async function readAll(reader: string, options: { max?: number; names?: string[] } = {}): Promise<LogEvent[]> {
  const seen: LogEvent[] = [];
  while ((await world.deps.log.consume(reader, options, async (events) => { seen.push(...events); })) > 0) { /* until nothing is left */ }
  return seen;
}

const subjects = (events: readonly LogEvent[]) => events.map(({ subject }) => Number(subject));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the log', () => {
  test('a change and its event commit together, or neither does', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('together', 'end');
    const failing = world.deps.db.inWorkspace(workspaceId, async (tx) => {
      await world.deps.log.append(tx, workspaceId, [event(0)]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await readAll('together')).toEqual([]);
  });

  test('events come in commit order across transaction ids 999 → 1000 and 9,999 → 10,000', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('digits', 'end');
    const admin = new pg.Client(world.engines.postgres.admin);
    await admin.connect();
    // The id itself cannot be set, so the offset brings the sum to each boundary.
    let index = 0;
    for (const boundary of [100_000n, 1_000_000n]) {
      const { rows: [row] } = await admin.query<{ id: string }>('select pg_current_xact_id()::text as id');
      await admin.query('update installation set tx_offset = $1', [String(boundary - BigInt(row?.id ?? 0) - 4n)]);
      const log = await createLog({ db: world.deps.db, signals: world.deps.signals });
      for (let count = 0; count < 10; count += 1, index += 1) {
        await world.deps.db.inWorkspace(workspaceId, (tx) => log.append(tx, workspaceId, [event(index)]));
      }
      const seen: LogEvent[] = [];
      while ((await log.consume('digits', { max: 3 }, async (events) => { seen.push(...events); })) > 0) { /* all */ }
      expect(subjects(seen)).toEqual(upTo(10).map((place) => index - 10 + place));
      expect(String(seen.at(0)?.tx).length).toBeLessThan(String(seen.at(-1)?.tx).length);
    }
    // Later transactions have to come after these: keep the last offset, and read everything with it.
    world.deps.log = await createLog({ db: world.deps.db, signals: world.deps.signals });
    await admin.end();
  });

  test('a transaction that stays open elsewhere holds readers back, shows in the status, and loses nothing when it ends', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('patient', 'end');
    const slow = new pg.Client(world.engines.postgres.admin);
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query('select pg_current_xact_id()');
      await append(workspaceId, [event(0), event(1)]);
      expect(await readAll('patient')).toEqual([]);
      expect((await world.deps.log.status()).oldestTransactionMs).toBeGreaterThan(0);
      await slow.query('commit');
    } finally {
      await slow.end();
    }
    expect(subjects(await readAll('patient'))).toEqual([0, 1]);
  });

  test('transactions that commit out of the order of their positions are read whole, none skipped', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('gaps', 'end');
    const seen: number[] = [];
    const writers = upTo(8).map(async (writer) => {
      for (let turn = 0; turn < 20; turn += 1) {
        await world.deps.db.inWorkspace(workspaceId, async (tx) => {
          await world.deps.log.append(tx, workspaceId, [event(writer * 1000 + turn * 2)]);
          await tx.query('select pg_sleep($1)', [((writer + turn) % 3) / 200]);
          await world.deps.log.append(tx, workspaceId, [event(writer * 1000 + turn * 2 + 1)]);
        }).catch(() => undefined);
      }
    });
    let writing = true;
    const reading = (async () => {
      for (;;) {
        const last = !writing;
        const passed = await world.deps.log.consume('gaps', { max: 7 }, async (events) => { seen.push(...subjects(events)); });
        if (passed === 0 && last) return;
      }
    })();
    await Promise.all(writers);
    writing = false;
    await reading;
    expect(seen.length).toBe(320);
    expect(new Set(seen).size).toBe(320);
  });

  test('a reader whose handler fails sees the same events again; its effects and its cursor move together', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('retry', 'end');
    await append(workspaceId, [event(0)]);
    await expect(world.deps.log.consume('retry', {}, async () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(subjects(await readAll('retry'))).toEqual([0]);
  });

  test('a reader that wants some names passes the others without seeing them', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('names', 'end');
    await append(workspaceId, upTo(50).map((index) => event(index, { name: index % 10 === 0 ? 'order.paid' : 'page.viewed' })));
    expect(subjects(await readAll('names', { names: ['order.paid'], max: 7 }))).toEqual([0, 10, 20, 30, 40]);
    expect(await readAll('names')).toEqual([]);
  });

  test('a reader that wants nothing passes everything at once, and reads on when it does', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('idle', 'end');
    await append(workspaceId, [event(0), event(1)]);
    let unwanted = true;
    const seen: LogEvent[] = [];
    const step = () => world.deps.log.consume('idle', { unwanted: async () => unwanted }, async (events) => { seen.push(...events); });
    expect([await step(), await step()]).toEqual([0, 0]);
    unwanted = false;
    await append(workspaceId, [event(2)]);
    expect([await step(), subjects(seen)]).toEqual([1, [2]]);
  });

  test('the same source and key counts once, also within one call and from two writers at once', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('keys', 'end');
    expect(await append(workspaceId, [event(0, { key: 'a' }), event(1, { key: 'a' }), event(2)])).toEqual([true, false, true]);
    expect(await append(workspaceId, [event(3, { key: 'a' }), event(4, { key: 'a', source: 'other' })])).toEqual([false, true]);
    const answers = await Promise.all(upTo(10).map(() => append(workspaceId, [event(5, { key: 'b' }), event(6, { key: 'c' })])));
    expect(answers.flat().filter(Boolean).length).toBe(2);
    expect(subjects(await readAll('keys')).sort((a, b) => a - b)).toEqual([0, 2, 4, 5, 6]);
  });

  test('readers keep to the index on tables that were empty when they were first asked', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('plans', 'end');
    await readAll('plans');
    const many = upTo(20_000).map((index) => event(index));
    await append(workspaceId, many);
    const plan = await world.deps.db.asEngine((tx) => tx.query<{ 'QUERY PLAN': string }>(`
      explain select * from event_log e where (e.tx, e.position) > ($1, $2) and e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0
      order by e.tx, e.position limit 2000`, [1n, 1n]));
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Scan');
    expect(text).not.toContain('Seq Scan on event_log_');
    expect(subjects(await readAll('plans'))).toEqual(upTo(20_000));
  });

  test('listeners are woken after the commit, not before', async () => {
    const workspaceId = await world.workspace();
    await world.deps.log.register('woken', 'end');
    const woken = new Promise<number>((resolve) => {
      const stop = world.deps.log.onAppended(() => void readAll('woken').then((events) => {
        if (events.length === 0) return;
        stop();
        resolve(events.length);
      }));
    });
    await append(workspaceId, [event(0)]);
    expect(await woken).toBe(1);
  });

  test('a database that was moved refuses to run until it is adopted; then new events come after the old ones', async () => {
    const workspaceId = await world.workspace();
    await append(workspaceId, [event(1)]);
    await world.project();
    await world.deps.log.register('moved', 'end');
    const admin = new pg.Client(world.engines.postgres.admin);
    await admin.connect();
    const adopted = { admin: world.engines.postgres.admin, db: world.deps.db, clickhouse: world.engines.clickhouse.admin, states: [] };
    // As after a logical restore elsewhere: another identifier, and ids that start far below what the log has seen.
    await admin.query("update installation set system_identifier = '1', tx_offset = tx_offset - 1000000");
    await expect(createLog({ db: world.deps.db, signals: world.deps.signals })).rejects.toThrow('homefield doctor --adopt');
    const adoption = await adoptLog(adopted);
    expect(adoption.reasons.length).toBe(2);
    const log = await createLog({ db: world.deps.db, signals: world.deps.signals });
    expect(log.era).toBe(2);
    await world.deps.db.inWorkspace(workspaceId, (tx) => log.append(tx, workspaceId, [event(2)]));
    world.deps.log = log;
    expect(subjects(await readAll('moved'))).toEqual([2]);
    expect((await adoptLog(adopted)).reasons).toEqual([]);
    await admin.end();
  });
});

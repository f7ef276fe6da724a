import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalyticsUnavailable } from '../engines/index.ts';
import { dayMs, dayStart, wholeBrand } from '../kernel/index.ts';
import { startTestEngines, type TestEngines } from '../testing/engines.ts';
import { createModels, type Models, type RfmLines, type RfmSummary } from './index.ts';
import { rfmNaively, type Buyer, type OrderRow } from './naive-rfm.ts';

const zone = 'Asia/Shanghai';
const asOfMs = dayStart('1998-07-01', zone);
let test: TestEngines;
let models: Models;

beforeAll(async () => {
  test = await startTestEngines();
  models = createModels(test.deps);
}, 60_000);
afterAll(() => test?.close());

const timeText = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
let tokens = 0;

async function put(workspaceId: bigint, rows: readonly OrderRow[], excluded: readonly number[] = []): Promise<void> {
  const { admin } = test.engines.clickhouse;
  const customers = [...new Set(rows.map((row) => row.customerId))].map((id) => `[${workspaceId},${id},${tokens + 1},${excluded.includes(id) ? 1 : 0}]\n`);
  await admin.insert('customer', ['workspace_id', 'customer_id', 'version', 'excluded'], customers.join(''), `models:${tokens += 1}`);
  const lines = rows.map((row, index) => `[${workspaceId},${row.customerId},"${row.name}","${timeText(row.atMs)}",${tokens},${index},${row.amount},"${row.subject}",${JSON.stringify(row.orderId === undefined ? {} : { orderId: row.orderId })}]\n`);
  await admin.insert('event_stored', ['workspace_id', 'customer_id', 'name', 'occurred_at', 'tx', 'position', 'amount', 'subject', 'properties'], lines.join(''), `models:${tokens += 1}`);
}

async function members(workspaceId: bigint, snapshotId: bigint): Promise<Buyer[]> {
  const rows = await test.deps.analytics.query<{ customer_id: string; recency_days: number; frequency: number; amount: string; class: string }>({
    workspaceId, lane: 'batch', params: { snapshot: snapshotId },
    text: 'select customer_id, recency_days, frequency, amount, class from class_member where workspace_id = {workspace:UInt64} and snapshot_id = {snapshot:UInt64} order by customer_id',
  });
  return rows.map((row) => ({ customerId: Number(row.customer_id), recency: row.recency_days, frequency: row.frequency, amount: Number(row.amount), class: row.class }));
}

const byId = (one: Buyer, other: Buyer) => one.customerId - other.customerId;
const linesOf = ({ lines }: RfmSummary) => [lines.recencyDays, lines.frequency, lines.amountMinor];

async function expectAgreement(rows: readonly OrderRow[], lines: RfmLines): Promise<void> {
  const workspaceId = await test.workspace();
  if (lines.by !== 'mean') await models.setLines(workspaceId, 'rfm', lines);
  await put(workspaceId, rows);
  const snapshot = await models.snapshot(workspaceId, 'rfm', asOfMs);
  const expected = rfmNaively(rows, asOfMs, lines);
  expect(await members(workspaceId, snapshot.snapshotId)).toEqual(expected.buyers.sort(byId));
  expect(snapshot.summary.buyers).toBe(expected.buyers.length);
  if (expected.buyers.length > 0) expect(linesOf(snapshot.summary)).toEqual(expected.lines);
  for (const entry of snapshot.summary.classes) {
    const inside = expected.buyers.filter((buyer) => buyer.class === entry.class);
    expect([entry.class, entry.customers, entry.salesMinor]).toEqual([entry.class, inside.length, inside.reduce((sum, buyer) => sum + buyer.amount, 0)]);
  }
  expect(snapshot.summary.cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(expected.buyers.length);
}

const instant = fc.oneof(fc.constantFrom(0, -1, 1, 365 * dayMs, 365 * dayMs - 1, 365 * dayMs + 1, dayMs, dayMs - 1), fc.integer({ min: -10, max: 400 }).map((days) => days * dayMs)).map((ago) => asOfMs - ago);
const row: fc.Arbitrary<OrderRow> = fc.record({
  customerId: fc.integer({ min: 1, max: 6 }), name: fc.constantFrom('order.paid', 'order.paid', 'order.paid', 'order.refunded', 'order.canceled'),
  atMs: instant, amount: fc.constantFrom(0, 100, 100, 250, 333, 1_000), subject: fc.constantFrom('', 'A', 'B', 'C', 'D', 'E'),
  // Numbers repeat from source to source, ids do not; a source that is not ours has none, and a refund may not know its order.
  orderId: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
}).map(({ orderId, ...order }) => (orderId === undefined ? order : {
  ...order, orderId: String(7_000_000_000_000_000_000n + BigInt(orderId)), customerId: order.name === 'order.paid' ? orderId % 6 + 1 : order.customerId,
}));
const lines = fc.constantFrom<RfmLines>({ by: 'mean' }, { by: 'mean' }, { by: 'median' }, { by: 'fixed', recencyDays: 30, frequency: 2, amountMinor: 333 });

describe('RFM', () => {
  it('random orders, refunds and cancellations give every buyer the numbers and class of an independent computation', async () => {
    await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), lines, expectAgreement), { numRuns: process.env['HOMEFIELD_LONG'] === undefined ? 8 : 50 });
  }, 120_000);

  it('a partly refunded order counts with what is left, a fully refunded or canceled one does not, an order over 0 does', async () => {
    const at = (daysAgo: number) => asOfMs - daysAgo * dayMs;
    const workspaceId = await test.workspace();
    await put(workspaceId, [
      { customerId: 1, name: 'order.paid', atMs: at(10), amount: 1_000, subject: 'A' }, { customerId: 1, name: 'order.refunded', atMs: at(5), amount: 400, subject: 'A' },
      { customerId: 2, name: 'order.paid', atMs: at(10), amount: 1_000, subject: 'B' }, { customerId: 2, name: 'order.refunded', atMs: at(5), amount: 1_000, subject: 'B' },
      { customerId: 3, name: 'order.paid', atMs: at(10), amount: 1_000, subject: 'C' }, { customerId: 3, name: 'order.canceled', atMs: at(5), amount: 1_000, subject: 'C' },
      { customerId: 4, name: 'order.paid', atMs: at(10), amount: 0, subject: 'D' },
      { customerId: 5, name: 'order.paid', atMs: at(365), amount: 1_000, subject: 'E' },
      { customerId: 6, name: 'order.paid', atMs: at(10), amount: 1_000, subject: 'F' },
      { customerId: 7, name: 'order.paid', atMs: at(20), amount: 1_000, subject: 'G' }, { customerId: 7, name: 'order.refunded', atMs: at(5), amount: 200, subject: '' },
      // An after-sale list gives refunds numbers of their own.
      { customerId: 7, name: 'order.refunded', atMs: at(4), amount: 100, subject: 'R-7' },
    ], [6]);
    const { snapshotId } = await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect((await members(workspaceId, snapshotId)).map(({ customerId, recency, frequency, amount }) => [customerId, recency, frequency, amount]))
      .toEqual([[1, 10, 1, 600], [4, 10, 1, 0], [7, 20, 1, 700]]);
  });

  it('one number in two sources is two orders: what is taken back of one leaves the other alone', async () => {
    const at = (daysAgo: number) => asOfMs - daysAgo * dayMs;
    const workspaceId = await test.workspace();
    await put(workspaceId, [
      { customerId: 1, name: 'order.paid', atMs: at(10), amount: 1_000, subject: '1001', orderId: '11' },
      { customerId: 2, name: 'order.paid', atMs: at(9), amount: 500, subject: '1001', orderId: '12' }, { customerId: 2, name: 'order.canceled', atMs: at(8), amount: 500, subject: '1001', orderId: '12' },
      // The same customer in both sources, one of them given back.
      { customerId: 3, name: 'order.paid', atMs: at(7), amount: 700, subject: '1002', orderId: '13' }, { customerId: 3, name: 'order.paid', atMs: at(6), amount: 300, subject: '1002', orderId: '14' },
      { customerId: 3, name: 'order.refunded', atMs: at(5), amount: 300, subject: '1002', orderId: '14' },
      // A refund that was told before its order knows the number alone; that of another customer is not meant.
      { customerId: 4, name: 'order.refunded', atMs: at(3), amount: 100, subject: '1003' }, { customerId: 4, name: 'order.paid', atMs: at(4), amount: 900, subject: '1003', orderId: '15' },
      { customerId: 5, name: 'order.paid', atMs: at(4), amount: 900, subject: '1003', orderId: '16' },
    ]);
    const { snapshotId } = await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect((await members(workspaceId, snapshotId)).map(({ customerId, recency, frequency, amount }) => [customerId, recency, frequency, amount]))
      .toEqual([[1, 10, 1, 1_000], [3, 7, 1, 700], [4, 4, 1, 800], [5, 4, 1, 900]]);
  });

  it('a value that equals the mean is high: no rounding decides', async () => {
    // Mean 1/3 over three buyers: as a float, 3 × (1/3) could fall on either side.
    const workspaceId = await test.workspace();
    await put(workspaceId, [1, 2, 3, 4, 5, 6, 7].map((customerId) => ({ customerId, name: 'order.paid', atMs: asOfMs - 3 * dayMs, amount: 9_007_199_254_740_991 % 10 ** 12, subject: `S${customerId}` })));
    const { summary } = await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect(summary.classes.map((entry) => entry.customers)).toEqual([7, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('snapshots', () => {
  const changes = (workspaceId: bigint) => test.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint; properties: Record<string, string> }>(
    "select customer_id, properties from event_log where workspace_id = $1 and name = 'class.changed' order by position", [workspaceId]));

  it('tell each change of class once, compared with the snapshot before', async () => {
    const workspaceId = await test.workspace();
    const order = (customerId: number, daysAgo: number, amount: number) => ({ customerId, name: 'order.paid' as const, atMs: asOfMs - daysAgo * dayMs, amount, subject: `${customerId}-${daysAgo}` });
    await put(workspaceId, [order(1, 370, 100), order(2, 100, 100), order(3, 100, 900), order(4, 5, 500)]);
    await models.snapshot(workspaceId, 'rfm', asOfMs - 10 * dayMs);
    expect(await changes(workspaceId)).toEqual([]);
    const second = await models.snapshot(workspaceId, 'rfm', asOfMs);
    const told = (await changes(workspaceId)).map(({ customer_id, properties }) => [Number(customer_id), properties['from'], properties['to']]);
    expect(told).toContainEqual([1, 'general_retain', 'no_purchase']);
    expect(told.find(([id]) => id === 4)?.[1]).toBe('no_purchase');
    const again = await Promise.all([models.snapshot(workspaceId, 'rfm', asOfMs), models.snapshot(workspaceId, 'rfm', asOfMs)]);
    expect(again.map(({ snapshotId }) => snapshotId)).toEqual([second.snapshotId, second.snapshotId]);
    expect(await changes(workspaceId)).toHaveLength(told.length);
    // History that is filled in afterwards changes nobody's class.
    await models.snapshot(workspaceId, 'rfm', asOfMs - 5 * dayMs);
    expect(await changes(workspaceId)).toHaveLength(told.length);
    expect((await models.latest(workspaceId, 'rfm'))?.snapshotId).toBe(second.snapshotId);
    expect((await models.latest(workspaceId, 'rfm', asOfMs - dayMs))?.asOfMs).toBe(asOfMs - 5 * dayMs);
  });

  it('the first one that places anybody changes nobody, however many nights were empty before', async () => {
    const workspaceId = await test.workspace();
    await models.snapshot(workspaceId, 'rfm', asOfMs - 3 * dayMs);
    await models.snapshot(workspaceId, 'rfm', asOfMs - 2 * dayMs);
    await put(workspaceId, [1, 2].map((customerId) => ({ customerId, name: 'order.paid', atMs: asOfMs - 20 * dayMs, amount: customerId * 100, subject: `F${customerId}` })));
    expect((await models.snapshot(workspaceId, 'rfm', asOfMs - dayMs)).summary.buyers).toBe(2);
    expect(await changes(workspaceId)).toEqual([]);
    await put(workspaceId, [{ customerId: 3, name: 'order.paid', atMs: asOfMs - 20 * dayMs, amount: 900, subject: 'F3' }]);
    await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect((await changes(workspaceId)).map(({ customer_id }) => Number(customer_id))).toContain(3);
  });

  it('that are taken at once by two processes count once', async () => {
    const workspaceId = await test.workspace();
    await put(workspaceId, [0, 1, 2, 3].map((customerId) => ({ customerId: customerId + 1, name: 'order.paid', atMs: asOfMs - (customerId === 0 ? 370 : 20) * dayMs, amount: customerId * 100, subject: `T${customerId}` })));
    await models.snapshot(workspaceId, 'rfm', asOfMs - 30 * dayMs);
    const taken = await Promise.all([1, 2, 3].map(() => models.snapshot(workspaceId, 'rfm', asOfMs)));
    expect(new Set(taken.map(({ snapshotId }) => snapshotId)).size).toBe(1);
    // Three came, and the one of a year ago went.
    expect(await changes(workspaceId)).toHaveLength(4);
    expect(await members(workspaceId, taken[0]?.snapshotId ?? 0n)).toHaveLength(3);
  });

  it('a snapshot whose telling was cut off is told to the end by the next call', async () => {
    const workspaceId = await test.workspace();
    await put(workspaceId, [{ customerId: 6_000, name: 'order.paid', atMs: asOfMs - 370 * dayMs, amount: 100, subject: 'U' }]);
    await models.snapshot(workspaceId, 'rfm', asOfMs - 30 * dayMs);
    await put(workspaceId, Array.from({ length: 6_000 }, (_, index) => ({ customerId: index + 1, name: 'order.paid' as const, atMs: asOfMs - 20 * dayMs, amount: index === 5_999 ? 50 : 100, subject: `U${index}` })));
    let calls = 0;
    const dying = createModels({ ...test.deps, log: { append: (...args) => { calls += 1; if (calls === 2) throw new Error('killed'); return test.deps.log.append(...args); } } });
    await expect(dying.snapshot(workspaceId, 'rfm', asOfMs)).rejects.toThrow('killed');
    expect(await changes(workspaceId)).toHaveLength(5_000);
    await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect(new Set((await changes(workspaceId)).map(({ customer_id }) => customer_id)).size).toBe(6_000);
    expect(await changes(workspaceId)).toHaveLength(6_000);
  });

  it('a ClickHouse that dies inside the write leaves nothing that counts: the snapshot is written again under another id', async () => {
    const workspaceId = await test.workspace();
    await put(workspaceId, [1, 2].map((customerId) => ({ customerId, name: 'order.paid', atMs: asOfMs - 20 * dayMs, amount: 100, subject: `V${customerId}` })));
    let writes = 0;
    const { analytics } = test.deps;
    const shaken = createModels({ ...test.deps, analytics: { ...analytics, async write(query) {
      writes += 1;
      await analytics.write(query);
      if (writes === 1) throw AnalyticsUnavailable();
    } } });
    const { summary, snapshotId } = await shaken.snapshot(workspaceId, 'rfm', asOfMs);
    expect([writes, summary.buyers, (await members(workspaceId, snapshotId)).length]).toEqual([2, 2, 2]);
  });

  it('say how many buyers they do not know yet: those whose orders came after, and were kept', async () => {
    const workspaceId = await test.workspace();
    const nowMs = test.clock.now();
    const order = (customerId: number, daysAgo: number, name: OrderRow['name'] = 'order.paid') => ({ customerId, name, atMs: nowMs - daysAgo * dayMs, amount: 100, subject: `N${customerId}` });
    const newcomers = async () => (await models.picture(wholeBrand(workspaceId), 'rfm')).snapshot?.newcomers;
    await put(workspaceId, [order(1, 40), order(2, 366)]);
    await models.snapshot(workspaceId, 'rfm', nowMs - 10 * dayMs);
    expect(await newcomers()).toBe(0);
    // Bought since; bought before, but was imported after; gave all of it back; a test account; bought, and is in a class already.
    await put(workspaceId, [order(3, 1), order(4, 100), order(5, 5), order(5, 4, 'order.refunded'), order(6, 3), order(1, 2)], [6]);
    expect(await newcomers()).toBe(2);
    await models.snapshot(workspaceId, 'rfm', nowMs);
    expect(await newcomers()).toBe(0);
  });

  it('one brand sees nothing of another', async () => {
    const workspaceId = await test.workspace();
    const snapshot = await models.snapshot(workspaceId, 'rfm', asOfMs);
    expect(snapshot.summary.buyers).toBe(0);
    expect((await models.picture(wholeBrand(workspaceId), 'rfm')).snapshot?.classes).toHaveLength(8);
  });
});

const cdnow = fileURLToPath(new URL('../../../../shared/data/cdnow_master.csv.gz', import.meta.url));
describe.skipIf(!existsSync(cdnow))('CDNOW (skipped without ../shared/data/cdnow_master.csv.gz)', () => {
  it('classes, buyers and lines on 1 July 1998 are those of an independent computation', async () => {
    const rows = gunzipSync(readFileSync(cdnow)).toString().trim().split('\n').slice(1).map((line, index): OrderRow => {
      const [customerId, date = '', , dollars = ''] = line.split(',');
      return { customerId: Number(customerId), name: 'order.paid', atMs: dayStart(date, zone), amount: Math.round(Number(dollars) * 100), subject: `cd-${index}` };
    });
    const workspaceId = await test.workspace();
    await put(workspaceId, rows);
    const { summary, snapshotId } = await models.snapshot(workspaceId, 'rfm', asOfMs);
    const expected = rfmNaivelyOfPlainOrders(rows);
    expect(summary.buyers).toBe(expected.buyers.length);
    expect(linesOf(summary)).toEqual(expected.lines);
    expect(await members(workspaceId, snapshotId)).toEqual(expected.buyers.sort(byId));
    const sizes = Object.fromEntries(summary.classes.map((entry) => [entry.class, entry.customers]));
    for (const name of Object.keys(sizes)) expect(sizes[name]).toBe(expected.buyers.filter((buyer) => buyer.class === name).length);
    expect(sizes).toEqual({
      key_value: 1_481, key_growth: 332, key_retain: 195, key_win_back: 230,
      general_value: 543, general_growth: 2_345, general_retain: 125, general_win_back: 3_061,
    });
  }, 120_000);
});

/** Without refunds the definition is three sums; written down a second time so that a shared mistake would show. */
function rfmNaivelyOfPlainOrders(rows: readonly OrderRow[]): { buyers: Buyer[]; lines: number[] } {
  const groups = Map.groupBy(rows.filter((order) => order.atMs > asOfMs - 365 * dayMs && order.atMs <= asOfMs), (order) => order.customerId);
  const buyers = [...groups].map(([customerId, own]) => ({
    customerId, recency: Math.floor((asOfMs - Math.max(...own.map((order) => order.atMs))) / dayMs), frequency: own.length, amount: own.reduce((sum, order) => sum + order.amount, 0),
  }));
  const sum = (key: 'recency' | 'frequency' | 'amount') => buyers.reduce((total, buyer) => total + buyer[key], 0);
  const [r, f, m, n] = [sum('recency'), sum('frequency'), sum('amount'), buyers.length];
  const named = (high: boolean[]) => `${high[2] ? 'key' : 'general'}_${high[0] ? (high[1] ? 'value' : 'growth') : (high[1] ? 'retain' : 'win_back')}`;
  return {
    buyers: buyers.map((buyer) => ({ ...buyer, class: named([buyer.recency * n <= r, buyer.frequency * n >= f, buyer.amount * n >= m]) })),
    lines: [r / n, f / n, m / n],
  };
}

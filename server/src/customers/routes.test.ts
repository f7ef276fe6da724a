import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerRow, TimelineEntry } from '@homefield/contract';
import { createOrders } from '../orders/index.ts';
import type { Orders } from '../orders/index.ts';
import { dayMs, formatId } from '../kernel/index.ts';
import { testStartMs } from '../testing/engines.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createCustomers, customerProjection, customerRoutes, orderCustomerKind } from './index.ts';
import type { Customers } from './index.ts';

let server: TestServer;
let customers: Customers;
let orders: Orders;
const ids: bigint[] = [];
const snapshot = 'insert into class_member (workspace_id, model, snapshot_id, as_of, customer_id, class, recency_days, frequency, amount)';

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    customers = createCustomers(deps);
    orders = createOrders({ ...deps, customers });
    customerRoutes(app, { customers });
  }] });
  server.engines.engines.projector.add(customerProjection);
  const told = Array.from({ length: 25 }, (_, index) => ({
    kind: 'order' as const, orderNumber: `N-${index}`, identities: [{ kind: orderCustomerKind, value: `K-${index}` }, { kind: 'phone', value: `1380000${String(index).padStart(4, '0')}` }],
    profile: { name: `客户${index}`, firstSeenAtMs: testStartMs - (50 - index) * dayMs }, state: 'paid' as const, amountMinor: BigInt(1_000 * ((index * 7) % 25)), items: 2, orderedAtMs: testStartMs - (50 - index) * dayMs, channel: '', store: '',
  }));
  const { verdicts } = await orders.recordNow(server.workspaceId, told, { source: 'test', via: 'import' });
  for (const verdict of verdicts) if (verdict.kind === 'imported') ids.push(verdict.customerId);
  await orders.recordNow(server.workspaceId, [{ kind: 'refund', document: 'R-1', orderNumber: 'N-3', identities: [{ kind: orderCustomerKind, value: 'K-3' }], amountMinor: 500n, items: 1, refundedAtMs: testStartMs - dayMs }], { source: 'test', via: 'import' });
  await server.engines.project();
  await server.engines.deps.analytics.write({ workspaceId: server.workspaceId, text: `${snapshot} select {workspace:UInt64}, 'rfm', s.1, s.2, {customer:UInt64}, s.3, 1, 1, 1 from (select arrayJoin([(1, toDateTime64('2026-11-01 00:00:00', 3), 'key_growth'), (2, toDateTime64('2026-11-20 00:00:00', 3), 'key_value'), (3, toDateTime64('2027-01-01 00:00:00', 3), 'general_value'), (4, toDateTime64('2026-11-21 00:00:00', 3), 'key_retain')]) as s)`, params: { customer: ids[0] } });
  await countSnapshots([[1, '2026-11-01'], [2, '2026-11-20'], [3, '2027-01-01']]);
}, 120_000);
afterAll(() => server?.close());

/** What makes rows in ClickHouse count. The fourth snapshot never does: it was given up, or taken back. */
const countSnapshots = (snapshots: readonly (readonly [id: number, day: string])[]) => server.deps.db.inWorkspace(server.workspaceId, async (tx) => {
  await tx.query("insert into model (workspace_id, model_id, name, created_at) values ($1, 1, 'rfm', now()) on conflict do nothing", [server.workspaceId]);
  await tx.query('delete from model_snapshot where workspace_id = $1', [server.workspaceId]);
  for (const [id, day] of snapshots) await tx.query("insert into model_snapshot (workspace_id, model_id, as_of, snapshot_id, taken_at, settings, summary) values ($1, 1, $2, $3, $2, '{}', '{}')", [server.workspaceId, new Date(`${day}T00:00:00Z`), BigInt(id)]);
});

const page = async (query: string) => (await server.operator.get(`/api/customers?${query}`)).json as { data: CustomerRow[]; nextCursor: string | null };
const names = async (query: string) => (await page(query)).data.map(({ name }) => name);

describe('200: the list', () => {
  it('shows totals of orders less refunds, masked phones, the class of the newest snapshot that is not in the future', async () => {
    const { data } = await page('q=K-3&limit=1');
    expect(data[0]).toMatchObject({ name: '客户3', phoneMasked: '138****0003', orders: 1, netSalesMinor: 21_000 - 500, lastOrderAtMs: testStartMs - 47 * dayMs, rfmClass: null });
    expect((await page('q=K-0')).data.find(({ id }) => id === formatId('customer', ids[0] ?? 0n))).toMatchObject({ rfmClass: 'key_value' });
  });

  it.each(['-lastOrderAt', 'lastOrderAt', '-createdAt', 'createdAt', '-orders', 'orders', '-netSales', 'netSales'])('sorted by %s, every customer is on exactly one page', async (sort) => {
    const seen: CustomerRow[] = [];
    let cursor: string | null = null;
    do {
      const next = await page(`sort=${sort}&limit=7${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...next.data);
      cursor = next.nextCursor;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(25);
    expect(seen).toHaveLength(25);
    const value = (row: CustomerRow) => ({ lastOrderAt: row.lastOrderAtMs ?? 0, createdAt: row.createdAtMs, orders: row.orders, netSales: row.netSalesMinor })[sort.replace('-', '')] ?? 0;
    const sign = sort.startsWith('-') ? -1 : 1;
    expect(seen.map(value)).toEqual(seen.map(value).sort((a, b) => sign * (a - b)));
  });

  it.each([['a part of the name', '客户7'], ['the last four digits', '0007'], ['a whole phone', '138 0000 0007'], ['a customer number', 'K-7']])('is searched by %s', async (_title, q) => {
    expect(await names(`q=${encodeURIComponent(q)}`)).toContain('客户7');
    expect((await names(`q=${encodeURIComponent(q)}`)).length).toBeLessThan(5);
  });

  it('finds by id, and finds nothing for nonsense', async () => {
    expect(await names(`q=${formatId('customer', ids[9] ?? 0n)}`)).toEqual(['客户9']);
    expect(await names(`q=${encodeURIComponent("'; drop table customer; --")}`)).toEqual([]);
  });

  it('is filtered by place, contact, class, and ranges of orders, sales and days, all at once and in every order', async () => {
    const { db } = server.deps;
    await db.inWorkspace(server.workspaceId, async (tx) => {
      for (const [index, city, store] of [[11, '上海', '静安店'], [12, '上海', '徐汇店'], [13, '杭州', '静安店']] as const) await customers.updateProfile(tx, server.workspaceId, ids[index] ?? 0n, { city, store });
      await customers.markContact(tx, server.workspaceId, [{ customerId: ids[12] ?? 0n, isContact: true, ownerStaffId: null }]);
    });
    await server.engines.project();
    const found = async (query: string) => (await names(`limit=200&${query}`)).sort();
    const url = (filter: Record<string, string>) => new URLSearchParams(filter).toString();
    for (const sort of ['-createdAt', 'netSales']) {
      expect(await found(url({ sort, city: '上海' }))).toEqual(['客户11', '客户12']);
      expect(await found(url({ sort, city: '上海,杭州', store: '静安店' }))).toEqual(['客户11', '客户13']);
      expect(await found(url({ sort, city: '上海', contact: 'yes' }))).toEqual(['客户12']);
      expect(await found(url({ sort, class: 'key_value' }))).toEqual(['客户0']);
      expect(await found(url({ sort, class: 'key_growth' }))).toEqual([]);
      expect(await found(url({ sort, city: '-', class: '-' }))).toHaveLength(25 - 3 - 1);
      expect(await found(url({ sort, class: '-,key_value' }))).toHaveLength(25);
      expect(await found(url({ sort, salesFrom: '24000' }))).toEqual(['客户7']);
      expect(await found(url({ sort, ordersFrom: '2' }))).toEqual([]);
      expect(await found(url({ sort, ordersTo: '1', city: '杭州' }))).toEqual(['客户13']);
    }
    // Taken back, as when the sample goes: in no list anybody has a class any more, whatever rows are left.
    await countSnapshots([]);
    expect(await found(url({ class: 'key_value' }))).toEqual([]);
    expect(await found(url({ class: '-' }))).toHaveLength(25);
    expect((await page('q=K-0')).data.find(({ name }) => name === '客户0')).toMatchObject({ rfmClass: null });
    await countSnapshots([[1, '2026-11-01'], [2, '2026-11-20'], [3, '2027-01-01']]);
    // Customer n bought 50 - n days before the test began, to the minute.
    const day = (index: number) => new Date(testStartMs - (50 - index) * dayMs + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await found(url({ lastOrderFrom: day(5), lastOrderTo: day(6) }))).toEqual(['客户5', '客户6']);
  });

  it('counts what a filter finds, says what there is to choose from, and takes no injected city', async () => {
    const count = async (query: string) => ((await server.operator.get(`/api/customers/count?${query}`)).json as { count: number }).count;
    expect(await count('')).toBe(25);
    expect(await count(`city=${encodeURIComponent('上海,杭州')}`)).toBe(3);
    expect(await count('ordersFrom=1&ordersTo=1')).toBe(25);
    expect(await count('q=0007')).toBe(1);
    expect(await count(`city=${encodeURIComponent("') or 1 = 1 --")}`)).toBe(0);
    const { json } = await server.operator.get('/api/customers/choices');
    expect(json).toEqual({ cities: [{ value: '上海', customers: 2 }, { value: '杭州', customers: 1 }], stores: [{ value: '静安店', customers: 2 }, { value: '徐汇店', customers: 1 }] });
    expect((await server.other.operator.get('/api/customers/choices')).json).toEqual({ cities: [], stores: [] });
    expect((await server.operator.get('/api/customers?ordersFrom=-1')).status).toBe(422);
    expect((await server.operator.get('/api/customers?lastOrderFrom=yesterday')).status).toBe(422);
  });

  it('leaves excluded customers out until they are searched for', async () => {
    await server.deps.db.inWorkspace(server.workspaceId, (tx) => customers.exclude(tx, server.workspaceId, ids[24] ?? 0n, 'test account'));
    await server.engines.project();
    expect(await names('limit=200&sort=-createdAt')).not.toContain('客户24');
    expect(await names('limit=200')).not.toContain('客户24');
    expect(await names('q=K-24')).toEqual(['客户24']);
    await server.deps.db.inWorkspace(server.workspaceId, (tx) => customers.exclude(tx, server.workspaceId, ids[24] ?? 0n, null));
    await server.engines.project();
  });

  it('another brand sees none of it', async () => {
    expect((await server.other.operator.get('/api/customers?q=K-3')).json).toEqual({ data: [], nextCursor: null });
  });
});

it('400: a cursor of another sorting, an unknown sorting', async () => {
  const { nextCursor } = await page('sort=orders&limit=3');
  expect((await server.operator.get(`/api/customers?sort=netSales&cursor=${nextCursor}`)).status).toBe(400);
  expect((await server.operator.get('/api/customers?sort=shoeSize')).status).toBeGreaterThanOrEqual(400);
});

it('401: nobody is shown anything without signing in', async () => {
  expect((await server.anonymous.get('/api/customers')).status).toBe(401);
});

it('200: one customer with masked identities', async () => {
  const { status, json } = await server.staff.get(`/api/customers/${formatId('customer', ids[5] ?? 0n)}`);
  expect([status, json]).toMatchObject([200, { name: '客户5', gender: 'unknown', excluded: false, identities: [{ kind: orderCustomerKind, valueMasked: 'K-5' }, { kind: 'phone', valueMasked: '138****0005' }] }]);
});

it('404: a customer of another brand, an invented one, one of another kind', async () => {
  const id = formatId('customer', ids[5] ?? 0n);
  for (const path of [id, `${id}/timeline`]) expect((await server.other.operator.get(`/api/customers/${path}`)).status).toBe(404);
  for (const invented of [formatId('customer', 1n), 'ord_0000000000001']) expect((await server.operator.get(`/api/customers/${invented}`)).status).toBe(404);
});

describe('200: the time line', () => {
  const timeline = async (id: bigint, query = '') => (await server.operator.get(`/api/customers/${formatId('customer', id)}/timeline?${query}`)).json as { data: TimelineEntry[]; nextCursor: string | null };

  it('tells each event in a sentence, the latest first', async () => {
    const { data } = await timeline(ids[3] ?? 0n);
    expect(data.map(({ sentence }) => sentence)).toEqual([
      { zh: '订单 N-3 退款 ¥5.00', en: 'Refunded ¥5.00 of order N-3' },
      { zh: '支付订单 N-3，¥210.00，共 2 件', en: 'Paid ¥210.00 for order N-3 (2 items)' },
      { zh: '首次出现在导入的数据中', en: 'First seen in imported data' },
    ].map((sentence) => expect.objectContaining(sentence)));
  });

  it('holds what has just happened before the projector has carried it over, once, and the same after', async () => {
    const id = ids[4] ?? 0n;
    await orders.recordNow(server.workspaceId, [{ kind: 'order', orderNumber: 'fresh', identities: [{ kind: orderCustomerKind, value: 'K-4' }], state: 'paid', amountMinor: 100n, items: 1, orderedAtMs: testStartMs, channel: '', store: '' }], { source: 'test', via: 'api' });
    const before = await timeline(id);
    expect(before.data.map(({ subject }) => subject)).toContain('fresh');
    await server.engines.project();
    expect((await timeline(id)).data.map(({ position }) => position)).toEqual(before.data.map(({ position }) => position));
  });

  it('comes in pages that meet without gap or repeat, across events of one instant and the projector', async () => {
    const id = ids[6] ?? 0n;
    const paid = (orderNumber: string, orderedAtMs: number) => ({ kind: 'order' as const, orderNumber, identities: [{ kind: orderCustomerKind, value: 'K-6' }], state: 'paid' as const, amountMinor: 100n, items: 1, orderedAtMs, channel: '', store: '' });
    const told = Array.from({ length: 20 }, (_, index) => paid(`P-${index}`, testStartMs - Math.floor(index / 5) * dayMs));
    await orders.recordNow(server.workspaceId, told.slice(0, 10), { source: 'test', via: 'api' });
    await server.engines.project();
    await orders.recordNow(server.workspaceId, told.slice(10), { source: 'test', via: 'api' });
    const seen: TimelineEntry[] = [];
    let cursor: string | null = null;
    do {
      const next = await timeline(id, `limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...next.data);
      cursor = next.nextCursor;
    } while (cursor);
    expect(seen.filter(({ subject }) => subject.startsWith('P-')).map(({ subject }) => subject).sort()).toEqual(told.map(({ orderNumber }) => orderNumber).sort());
    expect(seen.map(({ occurredAtMs }) => occurredAtMs)).toEqual(seen.map(({ occurredAtMs }) => occurredAtMs).sort((a, b) => b - a));
  });

  it('400: the cursor of another customer', async () => {
    const { nextCursor } = await timeline(ids[6] ?? 0n, 'limit=2');
    expect((await server.operator.get(`/api/customers/${formatId('customer', ids[7] ?? 0n)}/timeline?cursor=${nextCursor}`)).status).toBe(400);
  });
});

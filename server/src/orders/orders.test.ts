import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderCustomerKind } from '../customers/index.ts';
import { dayMs } from '../kernel/index.ts';
import { testStartMs } from '../testing/engines.ts';
import type { OrderTold, RefundTold, Told } from './index.ts';
import { linkRefund } from './refund-links.ts';
import { startImportBench } from './testing.ts';
import type { ImportBench } from './testing.ts';

let bench: ImportBench;
beforeAll(async () => { bench = await startImportBench(); }, 60_000);
afterAll(() => bench?.close());

const who = (number: string) => [{ kind: orderCustomerKind, value: number }];
const order = (orderNumber: string, more: Partial<OrderTold> = {}): OrderTold => ({
  kind: 'order', orderNumber, identities: who('K1'), state: 'paid', amountMinor: 1_000n, items: 1, orderedAtMs: testStartMs - 10 * dayMs, channel: 'app', store: '徐汇店', ...more,
});
const refund = (document: string, more: Partial<RefundTold> = {}): RefundTold => ({
  kind: 'refund', document, orderNumber: undefined, identities: who('K1'), amountMinor: 100n, items: 1, refundedAtMs: testStartMs - dayMs, ...more,
});
const record = (brand: bigint, told: readonly Told[]) => bench.orders.recordNow(brand, told, { source: 'shop', via: 'api' });
const kinds = async (brand: bigint, told: readonly Told[]) => (await record(brand, told)).verdicts.map((verdict) => (verdict.kind === 'conflict' ? verdict.field : verdict.kind));

describe('what a source tells', () => {
  it('becomes an order with its event in one transaction; told again it changes nothing', async () => {
    const brand = await bench.engines.workspace();
    expect(await kinds(brand, [order('1'), order('1')])).toEqual(['imported', 'unchanged']);
    expect(await kinds(brand, [order('1')])).toEqual(['unchanged']);
    const [row] = await bench.rows<{ order_id: bigint }>(brand, 'select order_id from customer_order where workspace_id = $1');
    expect(await bench.rows(brand, "select amount, subject, source, properties from event_log where workspace_id = $1 and name = 'order.paid'")).toEqual([
      { amount: 1_000n, subject: '1', source: 'api', properties: { orderId: String(row?.order_id), items: 1, channel: 'app', store: '徐汇店' } }]);
  });

  it('makes no customer for somebody else under a number that is known, or that an earlier row of the same batch has', async () => {
    const brand = await bench.engines.workspace();
    expect(await kinds(brand, [order('1'), order('1', { identities: who('stranger') }), order('2', { identities: who('K2') })])).toEqual(['imported', 'customer', 'imported']);
    expect(await kinds(brand, [order('2', { identities: who('another') }), order('1')])).toEqual(['customer', 'unchanged']);
    expect(await bench.rows(brand, 'select count(*)::int as count from customer where workspace_id = $1')).toEqual([{ count: 2 }]);
  });

  it('is a conflict when the number is known with another customer, amount, number of items or time, and then makes no customer', async () => {
    const brand = await bench.engines.workspace();
    await record(brand, [order('1')]);
    expect(await kinds(brand, [order('1', { amountMinor: 999n, identities: who('stranger') }), order('1', { items: 2 }), order('1', { orderedAtMs: testStartMs })])).toEqual(['amount', 'items', 'time']);
    expect(await bench.rows(brand, 'select count(*)::int as count from customer where workspace_id = $1')).toEqual([{ count: 1 }]);
    expect(await kinds(brand, [order('1', { identities: who('K2') })])).toEqual(['customer']);
  });

  it('the same number in another source is another order', async () => {
    const brand = await bench.engines.workspace();
    await record(brand, [order('1')]);
    const { verdicts } = await bench.orders.recordNow(brand, [order('1', { amountMinor: 5n })], { source: 'till', via: 'api' });
    expect(verdicts.map(({ kind }) => kind)).toEqual(['imported']);
  });

  it('goes through all its states in one batch as well as in many', async () => {
    const steps = [order('1', { state: 'placed' }), order('1', { orderedAtMs: testStartMs - 9 * dayMs }), order('1', { state: 'refunded', orderedAtMs: testStartMs - 9 * dayMs, endedAtMs: testStartMs })];
    const seen: unknown[] = [];
    for (const batches of [[steps], steps.map((step) => [step])]) {
      const brand = await bench.engines.workspace();
      for (const batch of batches) await record(brand, batch);
      seen.push(await bench.rows(brand, 'select name, amount, subject, occurred_at from event_log where workspace_id = $1 and name like \'order.%\' order by position'),
        await bench.rows(brand, 'select state, amount, refunded, ordered_at from customer_order where workspace_id = $1'));
    }
    expect(seen[0]).toEqual([
      { name: 'order.paid', amount: 1_000n, subject: '1', occurred_at: testStartMs - 9 * dayMs }, { name: 'order.refunded', amount: 1_000n, subject: '1', occurred_at: testStartMs }]);
    expect(seen.slice(2)).toEqual(seen.slice(0, 2));
    expect(seen[1]).toEqual([{ state: 'refunded', amount: 1_000n, refunded: 1_000n, ordered_at: testStartMs - 9 * dayMs }]);
  });

  it('leaves nothing when the transaction around it fails', async () => {
    const brand = await bench.engines.workspace();
    await expect(bench.deps.db.inWorkspace(brand, async (tx) => {
      await bench.orders.record(tx, brand, [order('1'), refund('R')], { source: 'shop', via: 'api' });
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await bench.events(brand)).toEqual({});
  });

  it('ten at once that tell the same order and its parts of a refund count each once', async () => {
    const brand = await bench.engines.workspace();
    const told = [order('1'), ...Array.from({ length: 5 }, (_, index) => refund(`R${index}`, { orderNumber: '1' }))];
    await Promise.all(Array.from({ length: 10 }, (_, index) => record(brand, index % 2 ? told : told.toReversed())));
    expect(await bench.events(brand)).toEqual({ 'customer.created': 1, 'order.paid': 1, 'order.refunded': 5 });
    expect(await bench.rows(brand, 'select refunded from customer_order where workspace_id = $1')).toEqual([{ refunded: 500n }]);
  });
});

it('a refund that came before its order waits for it, and one in the batch of the order counts besides', async () => {
  const brand = await bench.engines.workspace();
  await record(brand, [refund('early', { orderNumber: '1' })]);
  expect(await kinds(brand, [order('1'), order('2'), refund('together', { orderNumber: '1' })])).toEqual(['imported', 'imported', 'imported']);
  await record(brand, [order('3')]);
  expect(await bench.rows(brand, 'select order_number, refunded from customer_order where workspace_id = $1 order by 1')).toEqual([
    { order_number: '1', refunded: 200n }, { order_number: '2', refunded: 0n }, { order_number: '3', refunded: 0n }]);
  expect(await bench.rows(brand, 'select count(*)::int as count from refund where workspace_id = $1 and order_id is null')).toEqual([{ count: 0 }]);
});

describe('a refund that names no order', () => {
  const line = (product: string, quantity: number) => ({ product, quantity, amountMinor: quantity * 100 });
  const bought = (orderNumber: string, daysAgo: number, lines: ReturnType<typeof line>[]) => order(orderNumber, { orderedAtMs: testStartMs - daysAgo * dayMs, lines, amountMinor: BigInt(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)) });

  it('is linked line by line to the latest earlier order with the product and enough of it left', async () => {
    const brand = await bench.engines.workspace();
    await record(brand, [bought('old', 30, [line('A', 5), line('B', 1)]), bought('new', 10, [line('A', 2)]), bought('late', 0, [line('A', 9)])]);
    await record(brand, [refund('R1', { lines: [line('A', 2), line('B', 1), line('C', 1)], amountMinor: 400n }), refund('R2', { lines: [line('A', 2)], amountMinor: 200n })]);
    await record(brand, [refund('R3', { lines: [line('A', 4)], amountMinor: 400n }), refund('R4', { lines: [line('A', 3)], amountMinor: 300n })]);
    expect(await bench.rows(brand, 'select document, order_number, amount from refund where workspace_id = $1 order by document, part')).toEqual([
      { document: 'R1', order_number: 'new', amount: 200n }, { document: 'R1', order_number: 'old', amount: 100n }, { document: 'R1', order_number: null, amount: 100n },
      { document: 'R2', order_number: 'old', amount: 200n }, { document: 'R3', order_number: null, amount: 400n }, { document: 'R4', order_number: 'old', amount: 300n }]);
    expect(await bench.rows(brand, "select subject from event_log where workspace_id = $1 and name = 'order.refunded' order by position")).toEqual(['new', 'old', '', 'old', '', 'old'].map((subject) => ({ subject })));
    expect(await bench.rows(brand, 'select order_number, state, refunded from customer_order where workspace_id = $1 order by 1')).toEqual([
      { order_number: 'late', state: 'paid', refunded: 0n }, { order_number: 'new', state: 'refunded', refunded: 200n }, { order_number: 'old', state: 'refunded', refunded: 600n }]);
  });

  it('takes what it links off, so that nothing is given back twice', () => {
    const left = { orderId: 1n, orderNumber: 'o', orderedAtMs: 1, customerId: 9n, product: 'A', left: 3 };
    const parts = linkRefund({ refundedAtMs: 2, lines: [line('A', 2), line('A', 2), line('A', 1)] }, 9n, new Map([['9:A', [left]]]));
    expect(parts.map(({ orderNumber, lines }) => [orderNumber, lines.map(({ quantity }) => quantity)])).toEqual([['o', [2, 1]], [null, [2]]]);
    expect(left.left).toBe(0);
  });
});

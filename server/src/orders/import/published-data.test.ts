import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportBench } from '../testing.ts';
import type { ImportBench } from '../testing.ts';
import { importOrders } from './import-orders.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`../../../../../shared/data/${name}`, import.meta.url));
const there = existsSync(pathOf('cdnow_master.csv.gz'));

describe.skipIf(!there)('published data (skipped unless ../shared/data is beside the repository)', () => {
  let bench: ImportBench;
  beforeAll(async () => { bench = await startImportBench(); }, 60_000);
  afterAll(() => bench?.close());
  const take = (brand: bigint, name: string, mapping: string) => importOrders(bench.deps, { workspaceId: brand, input: { path: pathOf(name) }, mapping, fileName: name });
  const sums = async (brand: bigint) => {
    await bench.engines.project();
    const rows = await bench.engines.deps.analytics.query<{ name: string; count: string; amount: string }>({
      workspaceId: brand, text: "select name, count() as count, sum(amount) as amount from event where workspace_id = {workspace:UInt64} and name like 'order.%' group by name order by name",
    });
    return rows.map(({ name, count, amount }) => [name, Number(count), Number(amount)]);
  };

  // Every line of it, twice: `npm run soak -- published`. The demo's tests import it once.
  it.skipIf(process.env['HOMEFIELD_LONG'] === undefined)('CDNOW: 69,659 rows, 23,570 customers, $2,500,315.63, nothing rejected; a second time imports 0; ClickHouse agrees', async () => {
    const brand = await bench.engines.workspace();
    expect(await take(brand, 'cdnow_master.csv.gz', 'cdnow')).toMatchObject({ rows: 69_659, imported: 69_659, rejected: 0, unchanged: 0, customers: 23_570, orders: 69_659, refunds: 0, amountMinor: 250_031_563 });
    expect(await bench.rows(brand, 'select sum(items)::int as cds from customer_order where workspace_id = $1')).toEqual([{ cds: 167_881 }]);
    expect(await take(brand, 'cdnow_master.csv.gz', 'cdnow')).toMatchObject({ rows: 69_659, imported: 0, rejected: 0, unchanged: 69_659, customers: 0, orders: 0, amountMinor: 0 });
    expect(await sums(brand)).toEqual([['order.paid', 69_659, 250_031_563]]);
  }, 300_000);

  it('CDNOW sample: 6,919 rows of 2,357 customers, found by their column', async () => {
    const brand = await bench.engines.workspace();
    const first = await take(brand, 'cdnow_sample.csv.gz', 'cdnow');
    expect(first).toMatchObject({ rows: 6_919, imported: 6_919, rejected: 0, customers: 2_357 });
    expect(await take(brand, 'cdnow_sample.csv.gz', 'cdnow')).toMatchObject({ rows: 6_919, imported: 0, rejected: 0, unchanged: 6_919, customers: 0, orders: 0 });
    expect(await sums(brand)).toEqual([['order.paid', first.orders, first.amountMinor]]);
  }, 120_000);

  it('Online Retail, its first 30,000 lines: orders, credit notes, customers and what is refused are those that a plain count gives', async () => {
    const head = gunzipSync(readFileSync(pathOf('online_retail.csv.gz'))).toString('latin1').split('\n').slice(0, 30_001);
    const path = join(bench.engines.engines.home.files, 'head.csv');
    writeFileSync(path, `${head.join('\n')}\n`, 'latin1');
    const lines = head.slice(1).map((line) => ({ invoice: (line.split(',')[0] ?? '').replaceAll('"', ''), customer: line.trimEnd().split(',').at(-2) ?? '' })).filter(({ customer }) => customer !== '');
    const count = (pick: (line: { invoice: string; customer: string }) => string | undefined) => new Set(lines.map(pick).filter((one) => one !== undefined)).size;
    const brand = await bench.engines.workspace();
    const taken = () => importOrders(bench.deps, { workspaceId: brand, input: { path }, mapping: 'online-retail', fileName: 'head.csv' });
    expect(await taken()).toMatchObject({
      rows: 30_000, imported: lines.length, rejected: 30_000 - lines.length, customers: count(({ customer }) => customer),
      orders: count(({ invoice }) => (invoice.startsWith('C') ? undefined : invoice)), refunds: count(({ invoice }) => (invoice.startsWith('C') ? invoice : undefined)),
    });
    expect(await taken()).toMatchObject({ imported: 0, unchanged: lines.length });
  }, 300_000);

  // Five hundred thousand lines twice: `npm run soak -- published`.
  it.skipIf(process.env['HOMEFIELD_LONG'] === undefined)('Online Retail: lines become 18,536 orders and 3,654 credit notes of 4,372 customers; lines without a customer are told; rows add up', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await take(brand, 'online_retail.csv.gz', 'online-retail');
    expect(outcome).toMatchObject({ rows: 541_909, imported: 406_829, rejected: 135_080, unchanged: 0, orders: 18_536, refunds: 3_654, customers: 4_372, amountMinor: 891_140_790, refundedMinor: 61_134_209 });
    const errors = await bench.errors(outcome);
    expect(errors).toHaveLength(135_080);
    expect(new Set(errors.map(([, , reason]) => reason))).toEqual(new Set(['没有客户']));
    // An invoice whose lines are not together in the file is one order.
    expect(await bench.rows(brand, "select jsonb_array_length(lines) as lines from customer_order where workspace_id = $1 and order_number = '542806'")).toHaveLength(1);
    const [linked] = await bench.rows<{ linked: number; all: number; over: number }>(brand, `
      select count(order_id)::int as linked, count(*)::int as all, (select count(*)::int from customer_order o where o.workspace_id = $1 and o.refunded > o.amount) as over from refund where workspace_id = $1`);
    expect(linked?.linked).toBeGreaterThan(0.8 * (linked?.all ?? 0));
    expect(await bench.rows(brand, 'select count(*)::int as wrong from refund r join customer_order o using (workspace_id, order_id) where workspace_id = $1 and (r.customer_id <> o.customer_id or r.refunded_at <= o.ordered_at)')).toEqual([{ wrong: 0 }]);
    // Nothing is given back twice.
    expect(await bench.rows(brand, `
      with bought as materialized (
        select o.order_id, l.product, sum(l.quantity) as quantity from customer_order o, jsonb_to_recordset(o.lines) as l (product text, quantity float8) where o.workspace_id = $1 group by 1, 2
      ), given as materialized (
        select r.order_id, l.product, sum(l.quantity) as quantity from refund r, jsonb_to_recordset(r.lines) as l (product text, quantity float8) where r.workspace_id = $1 and r.order_id is not null group by 1, 2
      ) select count(*)::int as wrong from given g left join bought b using (order_id, product) where coalesce(b.quantity, 0) < g.quantity`)).toEqual([{ wrong: 0 }]);
    expect(await take(brand, 'online_retail.csv.gz', 'online-retail')).toMatchObject({ imported: 0, rejected: 135_080, unchanged: 406_829 });
    expect((await sums(brand)).map(([name, , amount]) => [name, amount])).toEqual([['order.paid', 891_140_790], ['order.refunded', 61_134_209]]);
  }, 600_000);

  it('Complete Journey: 75,000 lines, not together, become 47,242 baskets of 2,377 households; the two that Excel damaged are told', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await take(brand, 'completejourney_transactions_sample.csv.gz', 'complete-journey');
    expect(outcome).toMatchObject({ rows: 75_000, imported: 74_998, rejected: 2, orders: 47_242, customers: 2_377, amountMinor: 23_393_524 });
    expect((await bench.errors(outcome)).map(([line, column]) => [line, column])).toEqual([['37995', 'basket_id'], ['48832', 'sales_value']]);
    expect(await take(brand, 'completejourney_transactions_sample.csv.gz', 'complete-journey')).toMatchObject({ imported: 0, unchanged: 74_998 });
  }, 300_000);
});

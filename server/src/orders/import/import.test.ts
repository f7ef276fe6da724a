import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportBench } from '../testing.ts';
import type { ImportBench } from '../testing.ts';
import { importOrders } from './import-orders.ts';

let bench: ImportBench;
beforeAll(async () => { bench = await startImportBench(); }, 60_000);
afterAll(() => bench?.close());

const header = '订单号,下单时间,实付金额,手机号,买家,数量';
const good = `${header}
A-1,2024-01-31 08:05,12.50,13800138000,王小明,2
A-2,2024/2/1,"1,008.00",13900139000,李雷,1
A-3,2024年2月2日 9:30,0,13900139000,李雷,3
`;
const goodFigures = { rows: 3, imported: 3, rejected: 0, unchanged: 0, orders: 3, refunds: 0, customers: 2, amountMinor: 102_050, refundedMinor: 0, canceled: false, errorFile: null };

describe('a file of orders becomes orders, customers and events', () => {
  it('with times in the zone of the workspace; a date without time is 00:00', async () => {
    const brand = await bench.engines.workspace();
    expect(await bench.run(brand, good)).toMatchObject(goodFigures);
    expect(await bench.events(brand)).toEqual({ 'customer.created': 2, 'order.paid': 3 });
    const rows = await bench.rows(brand, 'select order_number, state, amount, items, ordered_at from customer_order where workspace_id = $1 order by order_number');
    expect(rows).toEqual([
      { order_number: 'A-1', state: 'paid', amount: 1_250n, items: 2, ordered_at: Date.parse('2024-01-31T00:05:00Z') },
      { order_number: 'A-2', state: 'paid', amount: 100_800n, items: 1, ordered_at: Date.parse('2024-01-31T16:00:00Z') },
      { order_number: 'A-3', state: 'paid', amount: 0n, items: 3, ordered_at: Date.parse('2024-02-02T01:30:00Z') },
    ]);
    await bench.engines.project();
    expect(await bench.engines.deps.analytics.query({ workspaceId: brand, text: "select subject, amount, properties.items.:Int64 as items from event where workspace_id = {workspace:UInt64} and name = 'order.paid' order by subject" }))
      .toEqual([{ subject: 'A-1', amount: '1250', items: '2' }, { subject: 'A-2', amount: '100800', items: '1' }, { subject: 'A-3', amount: '0', items: '3' }]);
  });

  it('a customer without a store takes that of the order, and keeps it', async () => {
    const brand = await bench.engines.workspace();
    const head = '订单号,支付时间,实付金额,手机号,门店\n';
    const stores = () => bench.rows<{ store: string }>(brand, 'select phone_masked, store from customer where workspace_id = $1 order by phone_masked');
    await bench.run(brand, `${head}S-1,2026-01-05 10:00,10,13800138001,徐汇店\nS-2,2026-01-06 10:00,10,13800138002,\n`);
    expect((await stores()).map(({ store }) => store)).toEqual(['徐汇店', '']);
    await bench.run(brand, `${head}S-3,2026-02-05 10:00,10,13800138001,静安店\nS-4,2026-02-06 10:00,10,13800138002,浦东店\n`);
    expect((await stores()).map(({ store }) => store)).toEqual(['徐汇店', '浦东店']);
  });

  it.each([
    ['GBK', iconv.encode(good, 'gbk'), 'gb18030'], ['UTF-8 with its mark', Buffer.from(`\ufeff${good}`), 'utf-8'], ['UTF-16 LE', iconv.encode(good, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['UTF-16 BE', iconv.encode(good, 'utf-16be', { addBOM: true }), 'utf-16be'], ['gzip of GBK', gzipSync(iconv.encode(good, 'gbk')), 'gb18030'], ['Windows line ends', Buffer.from(good.replaceAll('\n', '\r\n')), 'utf-8'],
    ['old Mac line ends', Buffer.from(good.replaceAll('\n', '\r')), 'utf-8'], ['tabs', Buffer.from(good.replaceAll('"1,008.00"', '1008').replaceAll(',', '\t')), 'utf-8'], ['no last line end', Buffer.from(good.trimEnd()), 'utf-8'],
  ])('%s', async (_title, content, encoding) => {
    const brand = await bench.engines.workspace();
    expect(await bench.run(brand, content)).toMatchObject({ ...goodFigures, file: { encoding } });
    expect(await bench.rows(brand, "select order_number from customer_order where workspace_id = $1 and store = '' order by 1")).toHaveLength(3);
    expect((await bench.rows<{ value_key: string }>(brand, "select value_key from identity where workspace_id = $1 and kind = 'custom.order_customer' order by 1")).map((row) => row.value_key)).toEqual(['李雷', '王小明']);
  });

  it('from a stream as well as from a file', async () => {
    const brand = await bench.engines.workspace();
    expect(await importOrders(bench.deps, { workspaceId: brand, input: { stream: Readable.from([Buffer.from(good)]) }, mapping: 'auto', fileName: 'x.csv' })).toMatchObject(goodFigures);
  });

  it('with renamed columns', async () => {
    const brand = await bench.engines.workspace();
    const content = good.replace('实付金额', '本单到账');
    await expect(bench.run(brand, content)).rejects.toMatchObject({ code: 'import_column_missing' });
    expect(await bench.run(brand, content, { columns: { amount: '本单到账' } })).toMatchObject(goodFigures);
  });
});

it('portions that are under way at once find what the one in front wrote', async () => {
  const brand = await bench.engines.workspace();
  const head = '订单号,日期,金额,买家,手机号,状态,数量';
  const line = (number: string, buyer: number, { amount = 10, state = '已支付' } = {}) => `${number},2024-01-31 08:05:00,${amount},B${buyer},139${String(buyer).padStart(8, '0')},${state},1`;
  // Three portions of 5,000: many new buyers, then the same ones again, one order that goes on from portion to portion, and refunds of the portion before.
  const first = Array.from({ length: 4_999 }, (_, index) => line(`P-${index}`, index % 2_500));
  const second = Array.from({ length: 4_998 }, (_, index) => line(`Q-${index}`, index % 3_000));
  const third = Array.from({ length: 100 }, (_, index) => line(`Q-${index}`, index % 3_000, { amount: -4 }));
  const rows = [...first, line('S-1', 7, { state: '待付款' }), ...second, line('S-1', 7), line('P-1', 1, { amount: -10 }), ...third, line('S-1', 8)];
  expect(await bench.run(brand, [head, ...rows].join('\n'))).toMatchObject({ rows: 10_101, imported: 10_100, rejected: 1, orders: 9_998, refunds: 101, customers: 3_000, refundedMinor: 41_000 });
  expect(await bench.rows(brand, "select state, count(*)::int as count, sum(refunded)::int as refunded from customer_order where workspace_id = $1 group by state order by state"))
    .toEqual([{ state: 'paid', count: 9_997, refunded: 40_000 }, { state: 'refunded', count: 1, refunded: 1_000 }]);
  expect(await bench.rows(brand, 'select count(*)::int as count from refund where workspace_id = $1 and order_id is null')).toEqual([{ count: 0 }]);
  expect(await bench.events(brand)).toEqual({ 'customer.created': 3_000, 'order.paid': 9_998, 'order.refunded': 101 });
  expect(await bench.rows(brand, 'select count(*)::int as customers, (select count(*)::int from identity where workspace_id = $1) as identities from customer where workspace_id = $1')).toEqual([{ customers: 3_000, identities: 6_000 }]);
  expect(await bench.run(brand, [head, ...rows].join('\n'))).toMatchObject({ rows: 10_101, imported: 0, rejected: 1, orders: 0, customers: 0 });
});

it('an order that is told twice finds who its second line names in what is just being written', async () => {
  const brand = await bench.engines.workspace();
  const line = (number: string, buyer: string, phone: string) => `${number},2024-01-31 08:05:00,10,${buyer},${phone}`;
  const phoneOf = (index: number) => `137${String(index % 2_500).padStart(8, '0')}`;
  const rows = [
    ...Array.from({ length: 5_000 }, (_, index) => line(`T-${index}`, `T${index % 2_500}`, '')),
    ...Array.from({ length: 5_000 }, (_, index) => line(`U-${index}`, `T${index % 2_500}`, phoneOf(index))),
    ...Array.from({ length: 2_000 }, (_, index) => line(`V-${index}`, `T${index}`, '')),
    ...Array.from({ length: 2_000 }, (_, index) => line(`V-${index}`, '', phoneOf(index))),
  ];
  expect(await bench.run(brand, ['订单号,日期,金额,买家,手机号', ...rows].join('\n'))).toMatchObject({ imported: 12_000, unchanged: 2_000, rejected: 0, customers: 2_500 });
});

it('an order that is paid in one portion is no contradiction to what a later one tells of its placing', async () => {
  const brand = await bench.engines.workspace();
  const head = '订单号,日期,金额,买家,状态';
  const filler = (from: number, count: number) => Array.from({ length: count }, (_, index) => `W-${from + index},2024-01-31 08:00:00,10,W${index % 2_000},已支付`);
  await bench.run(brand, [head, ...filler(0, 2_000), 'X-1,2024-01-31 10:00:00,10,W1,待付款'].join('\n'));
  const rows = [...filler(5_000, 4_999), 'X-1,2024-01-31 11:00:00,10,W1,已支付', ...filler(10_000, 3_000), 'X-1,2024-01-31 10:00:30,10,W1,待付款'];
  expect(await bench.run(brand, [head, ...rows].join('\n'))).toMatchObject({ imported: 8_000, unchanged: 1, rejected: 0 });
});

it('customers of an import are counted whether it made their orders or changed older ones', async () => {
  const brand = await bench.engines.workspace();
  const head = '订单号,日期,金额,买家,状态';
  await bench.run(brand, `${head}\nC-1,2024-01-31,10,甲,待付款\nC-2,2024-01-31,10,乙,已支付\n`);
  expect(await bench.run(brand, `${head}\nC-1,2024-01-31,10,甲,已支付\nC-2,2024-01-31,-5,乙,已支付\nC-3,2024-01-31,10,丙,已支付\n`)).toMatchObject({ imported: 3, customers: 3 });
});

describe('importing again', () => {
  it('the same file imports 0 and changes nothing', async () => {
    const brand = await bench.engines.workspace();
    await bench.run(brand, good);
    const before = await bench.events(brand);
    expect(await bench.run(brand, good)).toMatchObject({ rows: 3, imported: 0, unchanged: 3, rejected: 0, orders: 0, customers: 0, amountMinor: 0 });
    expect(await bench.events(brand)).toEqual(before);
  });

  it('two at once bring each order once', async () => {
    const brand = await bench.engines.workspace();
    const lines = Array.from({ length: 3_000 }, (_, index) => `T-${index},2024-03-01,5.00,,K${index % 700},1`).join('\n');
    const both = await Promise.all([bench.run(brand, `${header}\n${lines}\n`), bench.run(brand, `${header}\n${lines.split('\n').reverse().join('\n')}\n`)]);
    expect(both.map(({ rows, rejected }) => [rows, rejected])).toEqual([[3_000, 0], [3_000, 0]]);
    expect((both[0]?.imported ?? 0) + (both[1]?.imported ?? 0)).toBe(3_000);
    expect(await bench.events(brand)).toEqual({ 'customer.created': 700, 'order.paid': 3_000 });
  });

  it('an order goes on: paid, then canceled or given back; an older file takes nothing back', async () => {
    const brand = await bench.engines.workspace();
    const file = (...states: string[]) => `订单号,下单时间,付款时间,金额,会员号,状态\n${states.map((state, index) => `S-${index},2024-03-01,2024-03-02,10.00,M1,${state}`).join('\n')}\n`;
    const old = file('待付款', '待付款', '已付款', '已付款');
    expect(await bench.run(brand, old)).toMatchObject({ imported: 4, orders: 4, amountMinor: 2_000 });
    expect(await bench.events(brand)).toEqual({ 'customer.created': 1, 'order.paid': 2 });
    expect(await bench.run(brand, file('交易成功', '已取消', '已退款', '已取消'))).toMatchObject({ imported: 4, orders: 0, refunds: 1, amountMinor: 1_000, refundedMinor: 1_000 });
    expect(await bench.run(brand, old)).toMatchObject({ imported: 0, unchanged: 4 });
    expect(await bench.events(brand)).toEqual({ 'customer.created': 1, 'order.canceled': 2, 'order.paid': 3, 'order.refunded': 1 });
    expect(await bench.rows(brand, 'select state, refunded from customer_order where workspace_id = $1 order by order_number')).toEqual([
      { state: 'paid', refunded: 0n }, { state: 'canceled', refunded: 0n }, { state: 'refunded', refunded: 1_000n }, { state: 'canceled', refunded: 0n }]);
    // An order that never was paid takes nothing off the sales; one that was takes what had been paid.
    expect(await bench.rows(brand, "select subject, amount from event_log where workspace_id = $1 and name = 'order.canceled' order by subject")).toEqual([{ subject: 'S-1', amount: 0n }, { subject: 'S-3', amount: 1_000n }]);
  });
});

describe('refunds', () => {
  it('a negative amount is one, linked to its order, whichever comes first in the files', async () => {
    const brand = await bench.engines.workspace();
    const sale = `${header}\nX-1,2024-03-01,100.00,,K1,2\nX-2,2024-03-01,50.00,,K1,1\n`;
    const back = `${header}\nX-1,2024-03-05,-30.00,,K1,-1\nX-2,2024-03-06,-50.00,,K1,-1\n`;
    expect(await bench.run(brand, back)).toMatchObject({ imported: 2, orders: 0, refunds: 2, refundedMinor: 8_000 });
    expect(await bench.run(brand, sale)).toMatchObject({ imported: 2, orders: 2 });
    const linked = 'select o.order_number, o.state, o.refunded, r.amount from refund r join customer_order o using (workspace_id, order_id) where workspace_id = $1 order by 1';
    const expected = [{ order_number: 'X-1', state: 'paid', refunded: 3_000n, amount: 3_000n }, { order_number: 'X-2', state: 'refunded', refunded: 5_000n, amount: 5_000n }];
    expect(await bench.rows(brand, linked)).toEqual(expected);
    expect(await bench.run(brand, back)).toMatchObject({ imported: 0, unchanged: 2 });
    const other = await bench.engines.workspace();
    await bench.run(other, `${sale}X-1,2024-03-05,-30.00,,K1,-1\n`);
    await bench.run(other, back);
    expect(await bench.rows(other, linked)).toEqual(expected);
    expect((await bench.events(other))['order.refunded']).toBe(2);
  });
});

const reasonsIn = (errors: readonly (readonly string[])[]) => Object.fromEntries(errors.map(([line, , reason]) => [line, reason])) as Record<string, string | undefined>;

describe('bad rows', () => {
  const bad = `${header}
B-1,2024-01-31,12.50,13800138000,,1
B-2,昨天,12.50,13800138000,,1
B-3,2024-01-31,一百,13800138000,,1
,2024-01-31,12.50,13800138000,,1
B-5,2024-01-31,12.50,,,1
B-6,2024-01-31,12.50,138****8000,,1
B-7,2024-01-31,99999999999999,13800138000,,1
B-8,2024-01-31,12.50
B-1,2024-01-31,12.50,13800138000,,1
B-1,2024-01-31,13.50,13800138000,,1
B-10,1889-01-31,12.50,13800138000,,1
B-11,2031-01-31,12.50,13800138000,,1
4.1E+10,2024-01-31,12.50,13800138000,,1
B-13,2024-01-31,12.50,1.38E+10,,1
B-14,2024-01-31,12.50,13800138000,"never closed,1
B-15,2024-01-31,12.50,13800138000,,many
B-16,2024-01-31,,13800138000,,1
B-17,,12.50,13800138000,,1
B-18,2024-01-31,12.50,13800138000,,1,extra
B-19,2024-01-31,12.50,13800138000,-,1
合计,,25.00,,,2
`;

  it('are told with line, column and reason in the language of whoever asked, and in no other; everything adds up; the good ones are in', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, bad);
    expect(outcome).toMatchObject({ rows: 21, imported: 2, unchanged: 1, rejected: 18, orders: 2, customers: 1 });
    const errors = await bench.errors(outcome);
    expect(errors.map(([line, column]) => [Number(line), column])).toEqual([
      [3, '下单时间'], [4, '实付金额'], [5, '订单号'], [6, '买家'], [7, '手机号'], [8, '实付金额'], [9, ''], [11, '订单号'], [12, '下单时间'], [13, '下单时间'], [14, '订单号'], [15, '手机号'], [16, ''],
      [17, '数量'], [18, '实付金额'], [19, '下单时间'], [20, ''], [22, '买家'],
    ]);
    const zh = reasonsIn(errors);
    expect([zh['5'], zh['6'], zh['9']]).toEqual(['没有订单号', '没有客户', '该行不完整：只有 3 列，应有 6 列']);
    expect(zh['11']).toBe('订单号 B-1 已存在，但金额不同（一行应为一笔完整订单：若导出文件中每件商品占一行，请先合并为一行）');
    expect((await bench.events(brand))['customer.created']).toBe(1);
    const english = await bench.run(await bench.engines.workspace(), bad, { language: 'en' });
    const en = reasonsIn(await bench.errors(english));
    expect([en['5'], en['6'], en['9']]).toEqual(['There is no order number', 'There is no customer', 'The line is cut off: 3 of 6 cells']);
    expect(en['11']).toBe('Order B-1 is known already with another amount (a line is a whole order: where a file has a line per product, put them together first)');
    expect([en['14'], en['16']]).toEqual([expect.stringContaining('scientific notation'), expect.stringContaining('on line 16')]);
    const heads = await Promise.all([outcome, english].map(async ({ errorFile }) => (await readFile(errorFile ?? '', 'utf8')).split('\r\n')[0]));
    expect(heads).toEqual(['\ufeff错误行号,错误列,错误原因,订单号,下单时间,实付金额,手机号,买家,数量', '\ufeffError line,Error column,Error reason,订单号,下单时间,实付金额,手机号,买家,数量']);
  });

  it('can be corrected in the error file and imported again', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, `${header}\nC-1,昨天,12.50,+86 138 0013 8000,=1+1,1\nC-2,2024-01-31,8.00,13800138000,"王,小明",1\nC-3,前天,-4.00,13800138000,,1\n`);
    expect(outcome).toMatchObject({ imported: 1, rejected: 2 });
    const text = await readFile(outcome.errorFile ?? '', 'utf8');
    expect([text.startsWith('\ufeff'), text.includes("'=1+1"), text.includes("'+86 138 0013 8000")]).toEqual([true, true, true]);
    expect(await bench.run(brand, text)).toMatchObject({ imported: 0, rejected: 2 });
    expect(await bench.run(brand, text.replace(',昨天,', ',2024-01-30,').replace(',前天,', ',2024-02-01,'))).toMatchObject({ rows: 2, imported: 2, rejected: 0, orders: 1, refunds: 1, customers: 1 });
  });
});

describe('orders of several lines', () => {
  const lines = (rows: readonly string[]) => `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${rows.join('\n')}\n`;
  const line = (number: string, quantity: number, price: string, customer = '17850') => `${number},P1,x,${quantity},2011-02-01 08:26:00,${price},${customer},France`;

  it('belong together wherever in the file they lie; a line of another customer is told', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, lines([line('1', 2, '2.55'), line('2', 1, '1.00'), line('1', 3, '0.335'), line('1', 1, '9.00', '99999'), line('2', -1, '1.00')]), { mapping: 'online-retail' });
    expect(outcome).toMatchObject({ rows: 5, imported: 4, rejected: 1, orders: 2, refunds: 1, amountMinor: 611 + 100, refundedMinor: 100 });
    expect((await bench.errors(outcome))[0]?.slice(0, 2)).toEqual(['5', 'CustomerID']);
    expect(await bench.rows(brand, 'select order_number, amount, items, refunded from customer_order where workspace_id = $1 order by 1')).toEqual([
      { order_number: '1', amount: 611n, items: 5, refunded: 0n }, { order_number: '2', amount: 100n, items: 1, refunded: 0n }]);
    expect((await bench.rows<{ attributes: object }>(brand, 'select attributes from customer where workspace_id = $1'))[0]?.attributes).toEqual({ country: 'France' });
  });

  it('one of more than 20,000 lines is rejected as a whole, one of 12,000 is taken, and all rows add up', async () => {
    const brand = await bench.engines.workspace();
    const rows = [...Array.from({ length: 20_050 }, () => line('huge', 1, '1.00')), ...Array.from({ length: 12_000 }, () => line('large', 1, '1.00')), line('small', 1, '1.00')];
    expect(await bench.run(brand, lines(rows), { mapping: 'online-retail' })).toMatchObject({ rows: 32_051, imported: 12_001, rejected: 20_050, orders: 2, amountMinor: 1_200_100 });
  });
});

describe('a file that cannot be read as a whole is refused before anything is written', () => {
  it.each([
    ['dates that can be read both ways', '订单号,下单时间,金额,手机号\n1,3/4/2024,1,13800138000\n2,5/6/2024,1,13800138000\n', 'import_dates_ambiguous'],
    ['dates that contradict each other', '订单号,下单时间,金额,手机号\n1,31/1/2024,1,13800138000\n2,1/31/2024,1,13800138000\n', 'import_dates_contradict'],
    ['nothing', '', 'import_file_empty'],
    ['only a header', `${header}\n`, 'import_file_empty'],
    ['a packed file that was cut off', gzipSync(good).subarray(0, -12), 'import_file_unreadable'],
    ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * 7_919 + index * index) % 256))]), 'import_file_unreadable'],
    ['an Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), 'import_file_unreadable'],
  ])('%s', async (_title, content, code) => {
    const brand = await bench.engines.workspace();
    await expect(bench.run(brand, content)).rejects.toMatchObject({ code });
    expect(await bench.events(brand)).toEqual({});
  });

  it('one row anywhere in the file decides how all dates are read, and a person can decide too', async () => {
    const brand = await bench.engines.workspace();
    const rows = Array.from({ length: 7_000 }, (_, index) => `D-${index},3/4/2024,1,13800138000`).join('\n');
    expect(await bench.run(brand, `订单号,下单时间,金额,手机号\n${rows}\nlast,31/1/2024,1,13800138000\n`)).toMatchObject({ imported: 7_001, file: { dateOrder: 'day-first' } });
    expect(await bench.rows(brand, 'select distinct ordered_at from customer_order where workspace_id = $1 order by 1')).toEqual([{ ordered_at: Date.parse('2024-01-30T16:00Z') }, { ordered_at: Date.parse('2024-04-02T16:00Z') }]);
    const other = await bench.engines.workspace();
    expect(await bench.run(other, '订单号,下单时间,金额,手机号\n1,3/4/2024,1,13800138000\n', { dateOrder: 'month-first' })).toMatchObject({ imported: 1 });
    expect(await bench.rows(other, 'select ordered_at from customer_order where workspace_id = $1')).toEqual([{ ordered_at: Date.parse('2024-03-03T16:00Z') }]);
  });
});

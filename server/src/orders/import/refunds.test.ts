import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportBench } from '../testing.ts';
import type { ImportBench } from '../testing.ts';

let bench: ImportBench;
beforeAll(async () => { bench = await startImportBench(); }, 60_000);
afterAll(() => bench?.close());

const orders = (brand: bigint) => bench.rows(brand, 'select order_number, state, refunded from customer_order where workspace_id = $1 order by order_number');
const refunds = (brand: bigint) => bench.rows(brand, 'select order_number, amount, refunded_at from refund where workspace_id = $1 order by refund_id');
const netSales = async (brand: bigint) => (await bench.rows<{ net: bigint }>(brand, "select sum(case name when 'order.paid' then amount else -amount end)::bigint as net from event_log where workspace_id = $1 and name like 'order.%'"))[0]?.net;

/** As a shop's administration exports its orders. */
const shop = `订单号,订单状态,买家付款时间,订单实付金额,退款金额（元）,退款成功时间,订单退款状态,收货人手机号
Y-1,交易完成,2026-03-01 10:00:00,100.00,0.00,,无退款,13800138001
Y-2,交易完成,2026-03-02 10:00:00,100.00,30.50,2026-03-06 09:00:00,部分退款成功,13800138001
Y-3,交易关闭,2026-03-03 10:00:00,100.00,100.00,2026-03-03 11:00:00,全额退款成功,13800138002
Y-4,交易完成,2026-03-04 10:00:00,100.00,100.00,,全额退款成功,13800138002
Y-5,待发货,2026-03-05 10:00:00,100.00,-,,退款中,13800138003
`;

describe('money given back in a column of its own', () => {
  it.each([['UTF-8', Buffer.from(shop)], ['GBK', iconv.encode(shop, 'gbk')]])('comes off what was sold, and the same file again changes nothing (%s)', async (_name, content) => {
    const brand = await bench.engines.workspace();
    expect(await bench.run(brand, content)).toMatchObject({ imported: 5, rejected: 0, incomplete: 0, orders: 5, refunds: 2, amountMinor: 40_000, refundedMinor: 13_050, ignoredColumns: [], unreadRefundColumns: [], errorFile: null });
    const stored = await orders(brand);
    expect(stored).toEqual([
      { order_number: 'Y-1', state: 'paid', refunded: 0n }, { order_number: 'Y-2', state: 'paid', refunded: 3_050n }, { order_number: 'Y-3', state: 'canceled', refunded: 0n },
      { order_number: 'Y-4', state: 'refunded', refunded: 10_000n }, { order_number: 'Y-5', state: 'paid', refunded: 0n }]);
    expect(await refunds(brand)).toEqual([
      { order_number: 'Y-2', amount: 3_050n, refunded_at: Date.parse('2026-03-06T01:00:00Z') }, { order_number: 'Y-4', amount: 10_000n, refunded_at: Date.parse('2026-03-04T02:00:00Z') }]);
    expect(await netSales(brand)).toBe(26_950n);
    const events = await bench.events(brand);
    expect(await bench.run(brand, content)).toMatchObject({ imported: 0, unchanged: 5, refunds: 0, refundedMinor: 0 });
    expect([await orders(brand), await bench.events(brand)]).toEqual([stored, events]);
  });

  it('a later file adds what was given back since, and an older one takes nothing away', async () => {
    const brand = await bench.engines.workspace();
    const file = (given: string, at = '') => `订单编号,订单付款时间,买家实际支付金额,买家会员名,退款金额,退款时间\nT-1,2026-03-01 10:00,100.00,甲,${given},${at}\n`;
    await bench.run(brand, file(''));
    expect(await bench.run(brand, file('30', '2026-03-02 10:00'))).toMatchObject({ imported: 1, orders: 0, refunds: 1, refundedMinor: 3_000 });
    expect(await bench.run(brand, file('-50', '2026-03-09 10:00'))).toMatchObject({ imported: 1, refunds: 1, refundedMinor: 2_000 });
    expect(await bench.run(brand, file('30', '2026-03-02 10:00'))).toMatchObject({ imported: 0, unchanged: 1 });
    expect(await orders(brand)).toEqual([{ order_number: 'T-1', state: 'paid', refunded: 5_000n }]);
    expect(await bench.run(brand, file('100', '2026-03-10 10:00'))).toMatchObject({ imported: 1, refundedMinor: 5_000 });
    expect(await orders(brand)).toEqual([{ order_number: 'T-1', state: 'refunded', refunded: 10_000n }]);
    expect([await netSales(brand), (await bench.events(brand))['order.refunded']]).toEqual([0n, 3]);
  });

  it('more than was paid, or what cannot be read, imports the order without its refund and says so with line, column and reason; corrected it is taken in', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, '订单号,付款时间,实付金额,手机号,实际退款金额\nZ-1,2026-03-01,100,13800138001,100.01\nZ-2,2026-03-01,100,13800138001,多少\n');
    expect(outcome).toMatchObject({ imported: 2, rejected: 0, incomplete: 2, orders: 2, refunds: 0, amountMinor: 20_000 });
    const errors = await bench.errors(outcome);
    expect(errors.map(([line, column]) => [line, column])).toEqual([['2', '实际退款金额'], ['3', '实际退款金额']]);
    expect(errors.map(([, , reason]) => reason)).toEqual([expect.stringContaining('退款金额大于实付金额'), expect.stringContaining('“多少”不是有效金额')]);
    const corrected = (await readFile(outcome.errorFile ?? '', 'utf8')).replace('100.01', '100').replace(/多少(?=\r)/, '40');
    expect(await bench.run(brand, corrected)).toMatchObject({ imported: 2, incomplete: 0, orders: 0, refundedMinor: 14_000, errorFile: null });
  });
});

describe('the state of a refund without its amount', () => {
  const head = '订单号,付款时间,实付金额,手机号,退款状态';
  const line = (number: string, state: string) => `${number},2026-03-01 10:00,100,13800138001,${state}`;

  it('in full gives back all of it; in part, or an unknown word, imports the order and says in the error file what is missing; corrected it is taken in', async () => {
    const brand = await bench.engines.workspace();
    const content = [head, line('S-1', '全额退款成功'), line('S-2', '整单退款成功'), line('S-3', '全部退款'), line('S-4', '部分退款成功'), line('S-5', '协商中'), line('S-6', '未退款'), line('S-7', '')].join('\n');
    const outcome = await bench.run(brand, content);
    expect(outcome).toMatchObject({ rows: 7, imported: 7, rejected: 0, incomplete: 2, orders: 7, refunds: 3, refundedMinor: 30_000 });
    const errors = await bench.errors(outcome);
    expect(errors.map(([at, column]) => [at, column])).toEqual([['5', '退款状态'], ['6', '退款状态']]);
    expect([errors[0]?.[2], errors[1]?.[2]]).toEqual([expect.stringContaining('“部分退款成功”没有退款金额'), expect.stringContaining('无法识别退款状态“协商中”')]);
    expect(await bench.run(brand, content)).toMatchObject({ imported: 0, unchanged: 7, rejected: 0, incomplete: 2 });
    const [errorHead = '', first = '', second = ''] = (await readFile(outcome.errorFile ?? '', 'utf8')).split('\r\n');
    expect(await bench.run(brand, `${errorHead},退款金额\r\n${first},25\r\n${second},10\r\n`)).toMatchObject({ rows: 2, imported: 2, incomplete: 0, rejected: 0, orders: 0, refunds: 2, refundedMinor: 3_500, errorFile: null });
    expect(await netSales(brand)).toBe(36_500n);
  });

  it('in the column of the order\'s own state counts the same', async () => {
    const brand = await bench.engines.workspace();
    expect(await bench.run(brand, 'Order number,Paid at,Amount,E-mail,Status,Refunded amount\nP-1,2026-03-01,100,a@b.example,partially_refunded,40\nP-2,2026-03-01,100,a@b.example,partially_refunded,\nP-3,2026-03-01,100,a@b.example,refunded,\n'))
      .toMatchObject({ imported: 3, incomplete: 1, refunds: 2, refundedMinor: 14_000 });
  });
});

describe('a refund status and an amount', () => {
  const file = (...lines: string[]) => ['订单号,付款时间,实付金额,手机号,订单状态,退款状态,退款金额', ...lines.map((line) => line.replace(',', ',2026-03-01 10:00,').replace('|', ',13800138001,'))].join('\n');
  const given = async (brand: bigint) => (await orders(brand)).map((row) => Object.values(row).slice(1));

  it('a written amount decides, 0 too, whatever a status says', async () => {
    const brand = await bench.engines.workspace();
    expect(await bench.run(brand, file('A-1,90|交易成功,退款成功,0', 'A-2,90|已退款,,0', 'A-3,90|已退款,全额退款,30', 'A-4,90|已退款,,', 'A-5,90|refunded,退款成功,'))).toMatchObject({ imported: 5, incomplete: 0, refunds: 3, errorFile: null });
    expect(await given(brand)).toEqual([['paid', 0n], ['paid', 0n], ['paid', 3_000n], ['refunded', 9_000n], ['refunded', 9_000n]]);
  });

  it.each(['退款成功', '退款完成', '已退款', 'refunded'])('%s says not how much: the order is in, and the amount of a later file is its refund', async (status) => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, `订单号,付款时间,实付金额,手机号,退款状态\nB-1,2026-03-01 10:00,100,13800138001,${status}\n`);
    expect(outcome).toMatchObject({ imported: 1, incomplete: 1, rejected: 0, refunds: 0 });
    expect((await bench.errors(outcome)).map((cells) => cells.slice(0, 3))).toEqual([['2', '退款状态', expect.stringContaining(`“${status}”没有退款金额`)]]);
    expect(await bench.run(brand, file(`B-1,100|,${status},30`))).toMatchObject({ imported: 1, incomplete: 0, refundedMinor: 3_000 });
    expect(await given(brand)).toEqual([['paid', 3_000n]]);
  });

  it('a smaller amount than the state alone had said is told in the error file; an older amount below a later one is not', async () => {
    const brand = await bench.engines.workspace();
    await bench.run(brand, file('C-1,100|,全额退款,', 'C-2,100|已退款,,', 'C-3,100|,全额退款,100', 'C-4,100|,全额退款,'));
    const outcome = await bench.run(brand, file('C-1,100|,退款成功,30', 'C-2,100|已退款,,0', 'C-3,100|,部分退款,30', 'C-4,100|,无退款,0'));
    expect(outcome).toMatchObject({ imported: 0, unchanged: 4, rejected: 0, incomplete: 2, refunds: 0 });
    expect((await bench.errors(outcome)).map(([line, column, reason]) => [line, column, reason])).toEqual([
      ['2', '退款金额', expect.stringContaining('订单 C-1 此前按状态记为全额退款')], ['3', '退款金额', expect.stringContaining('订单 C-2 此前按状态记为全额退款')]]);
    expect(await given(brand)).toEqual([['refunded', 10_000n], ['refunded', 10_000n], ['refunded', 10_000n], ['refunded', 10_000n]]);
  });

  it('several lines of one order with different amounts are told in the error file, in one portion and in several', async () => {
    const brand = await bench.engines.workspace();
    const outcome = await bench.run(brand, file('D-1,100|,,30', 'D-2,100|,,30', 'D-1,100|,,50', 'D-2,100|,,30', 'D-2,100|,,', ...Array.from({ length: 2_500 }, (_, index) => `E-${index},100|,,`), 'D-1,100|,,40'));
    expect(outcome).toMatchObject({ rejected: 0, orders: 2_502, incomplete: 3, refundedMinor: 8_000 });
    expect((await bench.errors(outcome)).map(([line, column, reason]) => [line, column, reason])).toEqual(['2', '4', '2507'].map((line) => [line, '退款金额', expect.stringContaining('订单 D-1 在文件中有多行，退款金额不同：已按其中最大的 50.00')]));
  });
});

describe('a refund that is told in a column and as a line of its own counts once', () => {
  const head = '订单号,付款时间,实付金额,手机号,退款金额,退款时间';
  const sale = (given = '') => `F-1,2026-03-01 10:00,100,13800138001,${given},`;
  const line = (amount: number, day = 5) => `F-1,2026-03-01 10:00,-${amount},13800138001,,2026-03-0${day} 10:00`;
  const fill = Array.from({ length: 2_500 }, (_, index) => `G-${index},2026-03-01 10:00,1,13800138001,,`);

  it.each([
    ['in one file', [[sale('30'), line(30)]], 3_000n],
    ['the line above the order', [[line(30), sale('30')]], 3_000n],
    ['the column first', [[sale('30')], [line(30)]], 3_000n],
    ['the line first, which waits for its order', [[line(30)], [sale('30')]], 3_000n],
    ['the line after the order, then the column', [[sale()], [line(30)], [sale('30')]], 3_000n],
    ['in several portions, the column first', [[sale('30'), ...fill, line(30)]], 3_000n],
    ['in several portions, the line first', [[line(30), ...fill, sale('30')]], 3_000n],
    ['all of it', [[sale('100')], [line(100)]], 10_000n],
    ['all of it, the line waits', [[line(100)], [sale('100')]], 10_000n],
    ['the lines tell more than the column', [[sale('30')], [line(20), line(30, 6)]], 5_000n],
    ['the column tells more than the line', [[line(30)], [sale('50')], [line(20, 6)]], 5_000n],
    ['a column that grows, with lines between', [[sale('20')], [line(30)], [sale('50')], [line(20, 6), line(10, 7)]], 6_000n],
    ['lines that say more than was paid', [[sale('90')], [line(90), line(90, 6)]], 10_000n],
  ])('%s', async (_name, portions, expected) => {
    const brand = await bench.engines.workspace();
    const files = portions.map((lines) => [head, ...lines].join('\n'));
    for (const file of files) expect(await bench.run(brand, file)).toMatchObject({ rejected: 0, incomplete: 0 });
    const seen = async () => [await netSales(brand), await bench.rows(brand, "select state, refunded, (select sum(amount)::bigint from refund r where r.workspace_id = o.workspace_id and r.order_id = o.order_id) as told from customer_order o where workspace_id = $1 and order_number = 'F-1'"), await bench.events(brand)];
    const first = await seen();
    const others = files.some((file) => file.includes('G-0')) ? 250_000n : 0n;
    expect(first.slice(0, 2)).toEqual([10_000n - expected + others, [{ state: expected === 10_000n ? 'refunded' : 'paid', refunded: expected, told: expected }]]);
    for (const file of files) expect(await bench.run(brand, file)).toMatchObject({ imported: 0, rejected: 0, refunds: 0, refundedMinor: 0 });
    expect(await seen()).toEqual(first);
  });
});

it('a sale is never lost for the cells of its refund: blanks of any kind say nothing, what cannot be read is told', async () => {
  const brand = await bench.engines.workspace();
  const line = (number: string, status: string, amount: string, at: string) => `${number},2026-03-01 10:00,100,13800138001,${status},${amount},${at}`;
  const outcome = await bench.run(brand, ['订单号,付款时间,实付金额,手机号,订单状态,退款金额,关闭时间', line('H-1', '交易成功', '-', '-'), line('H-2', '已取消', '无', '无'), line('H-3', '已退款', 'N/A', 'N/A'), line('H-4', '已退款', '108', ''), line('H-5', '交易成功', '20', '昨天'), line('H-6', '已取消', '', '昨天'), line('H-7', '已退款', '三十', '')].join('\n'));
  expect(outcome).toMatchObject({ rows: 7, imported: 7, rejected: 0, incomplete: 4, orders: 7, refunds: 1, refundedMinor: 10_000 });
  expect((await bench.errors(outcome)).map(([at, column, reason]) => [at, column, reason])).toEqual([
    ['5', '退款金额', expect.stringContaining('退款金额大于实付金额')], ['6', '关闭时间', expect.stringContaining('退款没有计入：“昨天”不是可识别的日期')],
    ['7', '关闭时间', expect.stringContaining('以订单本身的时间为准')], ['8', '退款金额', expect.stringContaining('退款没有计入：“三十”不是有效金额')]]);
});

it('columns that tell of refunds while no amount is read are told apart from those that are merely not used', async () => {
  const brand = await bench.engines.workspace();
  const file = (header: string) => `订单号,付款时间,实付金额,手机号,导购备注,${header}\nU-1,2026-03-01,100,13800138001,x,${header.split(',').map(() => '').join(',')}\n`;
  expect(await bench.run(brand, file('售后退款总计'))).toMatchObject({ ignoredColumns: ['导购备注', '售后退款总计'], unreadRefundColumns: ['售后退款总计'] });
  expect(await bench.run(brand, file('退款状态,退款原因'))).toMatchObject({ ignoredColumns: ['导购备注', '退款原因'], unreadRefundColumns: [] });
  expect(await bench.run(brand, file('退款金额,退款原因'))).toMatchObject({ ignoredColumns: ['导购备注', '退款原因'], unreadRefundColumns: [] });
});

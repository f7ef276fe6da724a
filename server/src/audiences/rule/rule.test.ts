import { describe, expect, it } from 'vitest';
import { formatId } from '../../kernel/index.ts';
import { testCatalog, testNowMs } from './world.ts';
import { checkRule } from './check.ts';
import { compileCount, compileGiven, compilePage, compileVerdicts } from './compile.ts';
import { explainRule } from './explain.ts';
import type { RuleNode } from './node.ts';
import { parseRule } from './parse.ts';
import { planRule } from './plan.ts';

const parsed = (value: unknown): RuleNode => {
  const { node, places } = parseRule(value);
  if (!node) throw new Error(JSON.stringify(places));
  expect(checkRule(node, testCatalog)).toEqual([]);
  return node;
};
const whole = (value: unknown) => compileCount(planRule(parsed(value), testCatalog, testNowMs));
const population = 'from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0';

describe('golden SQL', () => {
  it('a plain attribute is a condition on its column', () => {
    expect(whole({ attribute: 'city', in: ['上海', '杭州'] })).toEqual({
      text: `select count() as count ${population} and city in {p0:Array(String)}`, params: { p0: ['上海', '杭州'] },
    });
  });

  it('presence is a set without counting, absence its complement', () => {
    const events = 'select customer_id from event where workspace_id = {workspace:UInt64} and name = {p0:String}'
      + " and occurred_at > fromUnixTimestamp64Milli({p1:Int64}, 'UTC') and occurred_at <= fromUnixTimestamp64Milli({p2:Int64}, 'UTC')";
    const params = { p0: 'order.paid', p1: testNowMs - 30 * 86_400_000, p2: testNowMs };
    expect(whole({ event: 'order.paid', within: '30d' })).toEqual({ text: `select count() as count ${population} and customer_id in (${events})`, params });
    for (const rule of [{ not: { event: 'order.paid', within: '30d' } }, { event: 'order.paid', absent: true, within: '30d' }, { event: 'order.paid', count: { atMost: 0 }, within: '30d' }]) {
      expect(whole(rule)).toEqual({ text: `select count() as count ${population} and customer_id not in (${events})`, params });
    }
  });

  it('conditions on one event name under one group are one pass over its events', () => {
    const { text, params } = whole({ all: [{ event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 }, { attribute: 'city', is: '上海' }, { not: { event: 'order.paid', within: '30d' } }] });
    expect(text).toBe(`select count() as count ${population} and customer_id in (select customer_id from event where workspace_id = {workspace:UInt64} and name = {p0:String}`
      + " and occurred_at > fromUnixTimestamp64Milli({p1:Int64}, 'UTC') and occurred_at <= fromUnixTimestamp64Milli({p2:Int64}, 'UTC') group by customer_id"
      + " having (sum(amount) >= {p4:Int64} and not (countIf(occurred_at > fromUnixTimestamp64Milli({p3:Int64}, 'UTC')) >= {p5:UInt64}))) and city = {p6:String}");
    expect(params).toMatchObject({ p0: 'order.paid', p4: 50_000, p5: 1, p6: '上海' });
  });

  it('an event name that the rule needs in several places is read once and joined', () => {
    const { text } = whole({ any: [
      { all: [{ attribute: 'city', is: '上海' }, { event: 'order.paid', count: { atLeast: 3 } }] },
      { all: [{ attribute: 'city', is: '杭州' }, { event: 'order.paid', count: { atLeast: 5 } }] },
    ] });
    expect(text.match(/from event/g)).toHaveLength(1);
    expect(text).toContain('left any join (select customer_id, count() as m0 from event');
    expect(text).toContain('((city = {p0:String} and e0.m0 >= {p1:UInt64}) or (city = {p2:String} and e0.m0 >= {p3:UInt64}))');
  });

  it('properties are read by type, and a value that looks like a day as text', () => {
    const { text } = whole({ event: 'product.viewed', where: { category: { is: '精华' }, price: { atLeast: 9.5 }, day: { is: '2026-06-18' } }, count: { atLeast: 3 }, within: '14d' });
    expect(text).toContain('ifNull(properties.`category`.:String = {p3:String}, 0)');
    expect(text).toContain('(ifNull(properties.`price`.:Int64 >= {p4:Float64}, 0) or ifNull(properties.`price`.:Float64 >= {p4:Float64}, 0))');
    expect(text).toContain('ifNull(toString(properties.`day`) = {p5:String}, 0)');
    expect(text).toContain('group by customer_id having count() >= {p6:UInt64}');
  });

  it('a class is asked in the newest snapshot; the others are those outside it', () => {
    const { text, params } = whole({ model: 'rfm', class: ['key_value', 'no_purchase'] });
    const members = 'select customer_id from class_member where workspace_id = {workspace:UInt64} and model = {p0:String} and snapshot_id = {p1:UInt64}';
    expect(text).toBe(`select count() as count ${population} and (customer_id in (${members} and class in {p2:Array(String)}) or customer_id not in (${members}))`);
    expect(params).toEqual({ p0: 'rfm', p1: 77n, p2: ['key_value'] });
  });

  it('a number of the orders is asked of those who have it; what holds for nobody\'s orders, of those for whom it does not', () => {
    const orders = "select customer_id from event where workspace_id = {workspace:UInt64} and name in ('order.paid', 'order.refunded', 'order.canceled') and occurred_at <= fromUnixTimestamp64Milli({p1:Int64}, 'UTC') group by customer_id";
    const sales = "sum(if(name = 'order.paid', amount, -amount))";
    expect(whole({ attribute: 'netSales', atLeast: 50_000 })).toEqual({ text: `select count() as count ${population} and customer_id in (${orders} having ${sales} >= {p0:Int64})`, params: { p0: 50_000, p1: testNowMs } });
    const both = whole({ all: [{ attribute: 'orders', atLeast: 2 }, { attribute: 'city', is: '上海' }, { attribute: 'netSales', atLeast: 50_000 }] }).text;
    expect([both.match(/from event/g)?.length, both.match(/ having /g)?.length]).toEqual([1, 1]);
    expect(whole({ attribute: 'netSales', atMost: 50_000 }).text).toBe(`select count() as count ${population} and customer_id not in (${orders} having not (${sales} <= {p0:Int64}))`);
  });

  it('a page and a given set narrow every pass', () => {
    const plan = planRule(parsed({ event: 'order.paid' }), testCatalog, testNowMs);
    const page = compilePage(plan, 5n, 100);
    expect(page.text.match(/customer_id > \{after:UInt64\}/g)).toHaveLength(2);
    expect(page.text).toMatch(/order by customer_id limit \{limit:UInt32\}$/);
    // Events by how they lie, and by whose they are by now.
    const ofGiven = compileGiven(plan, [1n, 2n]).text;
    expect(ofGiven.match(/ customer_id in \{customers:Array\(UInt64\)\}/g)).toHaveLength(3);
    expect(ofGiven).toContain('(stored_id in {customers:Array(UInt64)} or stored_id in (select stored_id from customer_alias final ');
  });

  it('one customer gets a verdict and a finding for every leaf', () => {
    const { text, leaves } = compileVerdicts(parsed({ all: [{ event: 'order.paid', within: '30d' }, { not: { attribute: 'city', is: '上海' } }] }), testCatalog, testNowMs, 9n);
    expect(leaves).toHaveLength(2);
    expect(text).toMatch(/^with \(select tuple\(count\(\)\) from event where .* and customer_id in \[\{customer:UInt64\}\] and \(stored_id in .*\) as e0 select toUInt8\(e0\.1 >= \{p\d:UInt64\}\) as v0, toString\(e0\.1\) as a0, toUInt8\(city = /);
  });
});

describe('mistakes are named with their place', () => {
  const placesOf = (value: unknown) => {
    const { node, places } = parseRule(value);
    return (node ? checkRule(node, testCatalog) : places).map(({ pointer, sentence }) => `${pointer}: ${sentence.en}`);
  };
  it.each<[unknown, string]>([
    [{ attribute: 'citty', is: 'x' }, '/attribute: There is no attribute "citty". Did you mean "city"?'],
    [{ all: [{ event: 'order.payed' }] }, '/all/0/event: There is no event "order.payed". Did you mean "order.paid"?'],
    [{ model: 'rfm', class: ['key_valu'] }, '/class: This model has no class "key_valu". Did you mean "key_value"?'],
    [{ model: 'rmf', class: 'key_value' }, '/model: There is no segmentation model "rmf". Did you mean "rfm"?'],
    [{ event: 'product.viewed', where: { categori: { is: 'x' } } }, '/where/categori: This event has no property "categori". Did you mean "category"?'],
    [{ event: 'product.viewed', where: { price: { is: 'x' } } }, '/where/price/is: A number is expected here.'],
    [{ event: 'product.viewed', sum: 'category', atLeast: 1 }, '/sum: "category" is not a number and cannot be added up.'],
    [{ attribute: 'city', atLeast: 3 }, '/atLeast: This test does not fit the kind of value.'],
    [{ attribute: 'city', iss: 'x' }, '/iss: "iss" is not known here. Did you mean "is"?'],
    [{ not: { any: [] } }, '/not/any: At least one condition is needed here.'],
    [{ atribute: 'city' }, ': A condition has one of: all, any, not, attribute, event, model, audience. Did you mean "attribute"?'],
    [{ event: 'order.paid', within: '90 days' }, '/within: Write a time such as 90d, 24h or 30m, at most ten years.'],
    [{ event: 'order.paid', between: ['2026-06-18', '2026-06-01'] }, '/between: The period ends before it begins.'],
    [{ audience: formatId('audience', 999n) }, '/audience: This audience does not exist or is archived.'],
    [{ all: [{ event: 'order.paid' }], any: [] }, ': One condition says one thing, but here are all, any. Use "all" or "any".'],
    [{ all: [{ event: 'order.paid' }, { audience: 'aud_zzzzzzzzzzzzz' }] }, '/all/1/audience: An audience is named by its id (aud_…).'],
    ['x', ': A condition is expected here.'],
  ])('%j', (rule, place) => {
    expect(placesOf(rule)).toContain(place);
  });

  it('an audience that leads back to itself is refused', () => {
    const { node } = parseRule({ audience: formatId('audience', 11n) });
    expect(node && checkRule(node, testCatalog, 10n).map(({ sentence }) => sentence.zh)).toEqual(['这个人群绕回了它自己。']);
    expect(node && checkRule(node, testCatalog)).toEqual([]);
  });
});

describe('a rule as one plain sentence', () => {
  it.each<[unknown, string, string]>([
    [{ all: [{ event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 }, { not: { event: 'order.paid', within: '30d' } }] },
      '近 90 天消费满 ¥500 且 近 30 天没有下单的客户', 'customers who have spent at least ¥500 in the last 90 days and who have not ordered in the last 30 days'],
    [{ event: 'product.viewed', where: { category: { is: '精华' } }, count: { atLeast: 3 }, within: '14d' },
      '近 14 天浏览商品（品类是“精华”）至少 3 次的客户', 'customers who have viewed a product (category is “精华”) at least 3 times in the last 14 days'],
    [{ any: [{ attribute: 'city', in: ['上海', '杭州'] }, { all: [{ attribute: 'isContact', is: true }, { model: 'rfm', class: 'key_value' }] }] },
      '城市是“上海”、“杭州”之一 或 （是好友 且 RFM 分层 是重要价值）的客户', 'customers whose city is one of “上海”, “杭州” or (who are a contact and whose RFM class is “Key value”)'],
    [{ all: [{ audience: formatId('audience', 10n) }, { attribute: 'createdAt', within: '30d' }] },
      '在人群“高频客户”中 且 建档时间在近 30 天内的客户', 'customers who are in the audience “高频客户” and whose first seen lies in the last 30 days'],
    [{ all: [{ attribute: 'orders', atLeast: 2 }, { attribute: 'netSales', atLeast: 50_000 }, { attribute: 'lastOrderAt', within: '60d' }] },
      '订单数至少 2 且 净销售额至少 ¥500 且 最近下单时间在近 60 天内的客户', 'customers whose number of orders is at least 2 and whose net sales is at least ¥500 and whose last order lies in the last 60 days'],
    [{ event: 'order.paid', count: { atLeast: 1, atMost: 2 }, between: ['2026-06-01', '2026-06-18'] },
      '2026-06-01 至 2026-06-18 下单 1 到 2 次的客户', 'customers who have ordered 1 to 2 times between 2026-06-01 and 2026-06-18'],
    [{ event: 'order.paid', count: { is: 1 } }, '下单正好 1 次的客户', 'customers who have ordered exactly 1 time'],
    [{ not: { model: 'rfm', class: ['key_value', 'general_win_back'] } }, 'RFM 分层 不是重要价值、一般挽留的客户', 'customers whose RFM class is none of “Key value”, “General win-back”'],
  ])('%j', (rule, zh, en) => {
    expect(explainRule(parsed(rule), testCatalog)).toEqual({ zh, en });
  });
});

import type { CustomerFilter, Rule } from '@homefield/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomers } from '../customers/index.ts';
import { createModels } from '../models/index.ts';
import { dayMs, formatId, isProblem, localDate, wholeBrand } from '../kernel/index.ts';
import { startTestEngines, testStartMs, type TestEngines } from '../testing/engines.ts';
import { audienceWorkers, createAudiences, type Audiences } from './index.ts';
import { makeLive, putCustomers, putEvents } from './testing.ts';

let test: TestEngines;
let audiences: Audiences;
beforeAll(async () => {
  test = await startTestEngines();
  audiences = createAudiences(test.deps);
}, 60_000);
afterAll(() => test?.close());

const range = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);
const bought = { event: 'order.paid', within: '30d' };

/** A brand with `count` customers, of whom the first `buyers` bought a day ago. */
async function brand(count: number, buyers: number): Promise<bigint> {
  const workspaceId = await test.workspace();
  await putCustomers(test.engines, workspaceId, range(count).map((customerId) => ({
    customerId, city: customerId % 2 ? '上海' : '杭州', isContact: customerId % 3 === 0, attributes: { skin: customerId % 2 ? '干性' : '油性', level: customerId % 5 },
  })));
  await buy(workspaceId, range(buyers));
  return workspaceId;
}

const buy = (workspaceId: bigint, customerIds: readonly number[]) => putEvents(test.engines, workspaceId, customerIds.map((customerId) => (
  { customerId, name: 'order.paid', atMs: test.clock.now() - dayMs, amount: customerId * 100, subject: `O${customerId}`, properties: { store: 's1', items: 2 } })));

const told = (workspaceId: bigint) => test.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ name: string; customer_id: bigint; subject: string }>(
  "select name, customer_id, subject from event_log where workspace_id = $1 and name like 'audience.%' order by position", [workspaceId]));
const kept = async (workspaceId: bigint, audienceId: bigint) => (await test.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint }>(
  'select customer_id from audience_member where workspace_id = $1 and audience_id = $2 order by customer_id', [workspaceId, audienceId]))).map((row) => Number(row.customer_id));
const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  return isProblem(error) ? { code: error.code, places: error.places.map(({ pointer }) => pointer) } : error;
};

describe('keeping audiences', () => {
  it('an audience is made with its size and sentence, renamed, changed and archived', async () => {
    const workspaceId = await brand(20, 6);
    const made = await audiences.create(workspaceId, { name: '近期买家', rule: bought });
    expect(made).toMatchObject({ name: '近期买家', rule: bought, size: 6, version: 1, live: false, sentence: { zh: '近 30 天有下单的客户' } });
    const changed = await audiences.change(wholeBrand(workspaceId), made.id, { name: '没买', rule: { not: bought }, version: 1 });
    expect(changed).toMatchObject({ name: '没买', size: 14, version: 2, sentence: { zh: '近 30 天没有下单的客户' } });
    expect((await audiences.list(wholeBrand(workspaceId))).map(({ name }) => name)).toEqual(['没买']);
    await audiences.archive(workspaceId, made.id);
    expect(await audiences.list(wholeBrand(workspaceId))).toEqual([]);
    expect(await refusal(audiences.get(wholeBrand(workspaceId), made.id))).toMatchObject({ code: 'audience_unknown' });
    await audiences.create(workspaceId, { name: '没买', rule: bought });
  });

  it('a change against an old version, a taken name and a wrong rule are refused', async () => {
    const workspaceId = await brand(3, 1);
    const one = await audiences.create(workspaceId, { name: 'One', rule: bought });
    await audiences.create(workspaceId, { name: 'Two', rule: bought });
    expect(await refusal(audiences.create(workspaceId, { name: 'one', rule: bought }))).toMatchObject({ code: 'audience_name_taken' });
    expect(await refusal(audiences.change(wholeBrand(workspaceId), one.id, { name: 'two', rule: bought, version: 1 }))).toMatchObject({ code: 'audience_name_taken' });
    await audiences.change(wholeBrand(workspaceId), one.id, { name: 'ONE', rule: bought, version: 1 });
    expect(await refusal(audiences.change(wholeBrand(workspaceId), one.id, { name: 'One', rule: bought, version: 1 }))).toMatchObject({ code: 'audience_changed' });
    expect(await refusal(audiences.create(workspaceId, { name: 'x', rule: { all: [{ event: 'order.payed' }, { attribute: 'skinn', is: 'x' }] } })))
      .toEqual({ code: 'rule_invalid', places: ['/all/0/event', '/all/1/attribute'] });
  });

  it('an audience that another one mentions cannot be archived, and cannot come to mention it back', async () => {
    const workspaceId = await brand(9, 3);
    const inner = await audiences.create(workspaceId, { name: 'inner', rule: bought });
    const outer = await audiences.create(workspaceId, { name: 'outer', rule: { all: [{ audience: formatId('audience', inner.id) }, { attribute: 'city', is: '上海' }] } });
    expect(outer.size).toBe(2);
    expect(await refusal(audiences.archive(workspaceId, inner.id))).toMatchObject({ code: 'audience_in_use' });
    expect(await refusal(audiences.change(wholeBrand(workspaceId), inner.id, { name: 'inner', rule: { audience: formatId('audience', outer.id) }, version: 1 })))
      .toEqual({ code: 'rule_invalid', places: ['/audience'] });
  });

  it('a workspace sees no audience of another', async () => {
    const [mine, other] = [await brand(2, 1), await brand(2, 1)];
    const { id } = await audiences.create(mine, { name: 'mine', rule: bought });
    expect(await refusal(audiences.get(wholeBrand(other), id))).toMatchObject({ code: 'audience_unknown' });
    expect(await refusal(audiences.refresh(other, id))).toMatchObject({ code: 'audience_unknown' });
  });
});

describe('asking', () => {
  it('a preview counts everybody, those who match, those whom WeCom reaches, and shows ten', async () => {
    const workspaceId = await brand(40, 24);
    const preview = await audiences.preview(wholeBrand(workspaceId), bought);
    expect(preview).toMatchObject({ count: 24, base: 40, reach: [{ channel: 'wecom', count: 8 }], sentence: { zh: '近 30 天有下单的客户' } });
    expect(preview.sampleIds).toHaveLength(10);
    expect((await audiences.preview(wholeBrand(workspaceId), bought, test.clock.now() - 2 * dayMs)).count).toBe(0);
  });

  it('attributes, events and properties of the brand\'s own are known as soon as there is a row', async () => {
    const workspaceId = await brand(10, 10);
    expect((await audiences.preview(wholeBrand(workspaceId), { all: [{ attribute: 'skin', is: '干性' }, { attribute: 'level', atLeast: 3 }] })).count).toBe(2);
    expect((await audiences.preview(wholeBrand(workspaceId), { event: 'order.paid', sum: 'items', atLeast: 2, where: { store: { is: 's1' } } })).count).toBe(10);
    expect(await refusal(audiences.preview(wholeBrand(workspaceId), { event: 'quiz.answered' }))).toMatchObject({ code: 'rule_invalid' });
    await putEvents(test.engines, workspaceId, [{ customerId: 4, name: 'quiz.answered', atMs: test.clock.now(), properties: { score: 9.5 } }]);
    expect((await audiences.preview(wholeBrand(workspaceId), { event: 'quiz.answered', where: { score: { atLeast: 9 } } })).count).toBe(1);
    const catalog = await audiences.catalog(wholeBrand(workspaceId));
    expect(catalog.attributes.find(({ name }) => name === 'city')?.values).toEqual(['上海', '杭州']);
    expect(catalog.attributes.find(({ name }) => name === 'level')?.type).toBe('number');
    expect(catalog.events.find(({ name }) => name === 'order.paid')).toMatchObject({ label: { zh: '下单' }, sums: ['amount', 'items'] });
    expect(catalog.events.some(({ name }) => name === 'coupon.claimed')).toBe(true);
    expect(catalog.models[0]?.classes).toHaveLength(9);
  });

  it('a class is that of the newest snapshot at the instant asked for', async () => {
    const workspaceId = await brand(10, 4);
    const rule = { model: 'rfm', class: 'no_purchase' };
    expect((await audiences.preview(wholeBrand(workspaceId), rule)).count).toBe(10);
    await createModels(test.deps).snapshot(workspaceId, 'rfm', test.clock.now());
    expect((await audiences.preview(wholeBrand(workspaceId), rule)).count).toBe(6);
    expect((await audiences.preview(wholeBrand(workspaceId), rule, test.clock.now() - 1)).count).toBe(10);
  });

  it('one customer is told why, with what was found', async () => {
    const workspaceId = await brand(6, 3);
    const rule = { all: [{ event: 'order.paid', sum: 'amount', within: '30d', atLeast: 250 }, { attribute: 'city', is: '上海' }] };
    const { id } = await audiences.create(workspaceId, { name: 'why', rule });
    expect(await audiences.explain(wholeBrand(workspaceId), id, 3n)).toMatchObject({ inPopulation: true, matches: true, conditions: [{ holds: true, found: '¥3' }, { holds: true, found: '上海' }] });
    expect(await audiences.explain(wholeBrand(workspaceId), id, 2n)).toMatchObject({ matches: false, conditions: [{ pointer: '/all/0', holds: false, found: '¥2', sentence: { zh: '近 30 天消费满 ¥2.50' } }, { holds: false, found: '杭州' }] });
    expect(await audiences.explain(wholeBrand(workspaceId), id, 777n)).toMatchObject({ inPopulation: false, matches: false });
  });

  it('what was found is written as people write it: money in its currency, sums of properties in their own unit, counts as they are', async () => {
    const workspaceId = await brand(2, 0);
    await putEvents(test.engines, workspaceId, [
      { customerId: 1, name: 'product.viewed', atMs: test.clock.now() - 2, amount: -123_450, properties: { price: 14.5 } },
      { customerId: 1, name: 'product.viewed', atMs: test.clock.now() - 1, properties: { price: 0.04 } }, { customerId: 2, name: 'product.viewed', atMs: test.clock.now(), properties: { price: -0.5 } },
    ]);
    const rule = { all: [{ event: 'product.viewed', sum: 'price', atLeast: 10 }, { event: 'product.viewed', sum: 'amount', atMost: 0 }, { event: 'product.viewed' }] };
    const found = async (customerId: bigint) => (await audiences.explain(wholeBrand(workspaceId), rule as Rule, customerId)).conditions.map((each) => each.found);
    expect(await found(1n)).toEqual(['14.54', '-¥1,234.50', '2']);
    expect(await found(2n)).toEqual(['-0.5', '¥0', '1']);
  });

  it('orders, net sales and the last order find whom the filters of the list of customers find, and follow refunds', async () => {
    const workspaceId = await brand(12, 8);
    await buy(workspaceId, [5, 6]);
    const atMs = test.clock.now();
    await putEvents(test.engines, workspaceId, [
      { customerId: 6, name: 'order.canceled', atMs, amount: 600, subject: 'O6' }, { customerId: 7, name: 'order.refunded', atMs, amount: 700, subject: 'O7' }, { customerId: 9, name: 'order.paid', atMs: atMs - 200 * dayMs, amount: 0 },
    ]);
    const viewer = wholeBrand(workspaceId);
    const customers = createCustomers(test.deps);
    const day = localDate(atMs - 30 * dayMs, 'Asia/Shanghai');
    const same: [Rule, CustomerFilter][] = [
      [{ attribute: 'orders', atLeast: 2 }, { ordersFrom: 2 }], [{ attribute: 'orders', is: 0 }, { ordersFrom: 0, ordersTo: 0 }], [{ attribute: 'netSales', atLeast: 500 }, { salesFrom: 500 }],
      [{ attribute: 'netSales', atMost: 100 }, { salesTo: 100 }], [{ attribute: 'lastOrderAt', atLeast: day }, { lastOrderFrom: day }], [{ attribute: 'lastOrderAt', atMost: day }, { lastOrderTo: day }],
    ];
    for (const [rule, filter] of same) expect((await audiences.preview(viewer, rule)).count, JSON.stringify(rule)).toBe(await customers.count(viewer, filter));
    expect((await audiences.preview(viewer, same[0]?.[0])).count).toBe(1);
    const rule: Rule = { all: [{ attribute: 'orders', atLeast: 1 }, { attribute: 'netSales', atLeast: 1 }, { attribute: 'lastOrderAt', within: '30d' }] };
    const found = async (customerId: bigint) => (await audiences.explain(viewer, rule, customerId)).conditions.map((each) => each.found);
    expect([await found(5n), await found(10n)]).toEqual([['2', '¥10', expect.stringMatching(/^\d{4}-\d\d-\d\d /)], ['0', '¥0', '']]);
    const { id } = await audiences.create(workspaceId, { name: '有净额', rule });
    await makeLive(test.deps.db, audiences, workspaceId, id);
    await audiences.refresh(workspaceId, id);
    expect(await kept(workspaceId, id)).toEqual([1, 2, 3, 4, 5, 6, 8]);
    await putEvents(test.engines, workspaceId, [{ customerId: 1, name: 'order.refunded', atMs, amount: 100, subject: 'O1' }, { customerId: 10, name: 'order.paid', atMs, amount: 900, subject: 'O10' }]);
    await audiences.refresh(workspaceId, id);
    expect(await kept(workspaceId, id)).toEqual([2, 3, 4, 5, 6, 8, 10]);
  });

  it('matches answers for given customers in one question, evaluate for all as of an instant', async () => {
    const workspaceId = await brand(30, 12);
    const { id } = await audiences.create(workspaceId, { name: 'm', rule: bought });
    let questions = 0;
    const counting = createAudiences({ ...test.deps, analytics: { ...test.deps.analytics, query: (query) => { questions += 1; return test.deps.analytics.query(query); } } });
    expect([...await counting.matches(workspaceId, id, [1n, 12n, 13n, 99n], test.clock.now())].sort()).toEqual([1n, 12n]);
    expect(questions).toBe(1);
    expect(await audiences.matches(workspaceId, { attribute: 'city', is: '上海' }, [1n, 2n], test.clock.now())).toEqual(new Set([1n]));
    const pages: bigint[][] = [];
    for await (const page of audiences.evaluate(workspaceId, id, { asOfMs: test.clock.now() })) pages.push(page);
    expect(pages.flat()).toEqual(range(12).map(BigInt));
    await expect(audiences.matches(workspaceId, id, range(10_001).map(BigInt), 0)).rejects.toThrow(RangeError);
  });
});

describe('a live audience', () => {
  it('tells each entry and exit once', async () => {
    const workspaceId = await brand(20, 5);
    const { id } = await audiences.create(workspaceId, { name: 'live', rule: bought });
    await makeLive(test.deps.db, audiences, workspaceId, id);
    // Nobody is kept yet: until the first refresh those of this moment are told, and not that there is nobody.
    expect(await audiences.members(wholeBrand(workspaceId), id, { limit: 2 })).toEqual([1n, 2n]);
    expect(await audiences.refresh(workspaceId, id)).toMatchObject({ entered: 5, left: 0, size: 5, superseded: false });
    expect(await audiences.refresh(workspaceId, id)).toMatchObject({ entered: 0, left: 0 });
    await putCustomers(test.engines, workspaceId, [{ customerId: 2, version: 9, excluded: true }]);
    await buy(workspaceId, [7, 8]);
    expect(await audiences.refresh(workspaceId, id)).toMatchObject({ entered: 2, left: 1, size: 6 });
    expect(await audiences.members(wholeBrand(workspaceId), id, { limit: 3 })).toEqual([1n, 3n, 4n]);
    expect(await audiences.members(wholeBrand(workspaceId), id, { afterId: 4n, limit: 10 })).toEqual([5n, 7n, 8n]);
    const events = await told(workspaceId);
    expect(events.slice(5).map(({ name, customer_id }) => [name, Number(customer_id)])).toEqual([['audience.entered', 7], ['audience.entered', 8], ['audience.left', 2]]);
    expect(events[0]?.subject).toBe(formatId('audience', id));
  });

  it('is whole after a kill between two batches and a second refresh', async () => {
    const workspaceId = await brand(12_000, 11_000);
    const { id } = await audiences.create(workspaceId, { name: 'killed', rule: bought });
    let calls = 0;
    const dying = createAudiences({ ...test.deps, log: { ...test.deps.log, append: (...args) => { calls += 1; if (calls === 2) throw new Error('killed'); return test.deps.log.append(...args); } } });
    await expect(dying.refresh(workspaceId, id)).rejects.toThrow('killed');
    expect(await kept(workspaceId, id)).toHaveLength(5_000);
    expect(await audiences.refresh(workspaceId, id)).toMatchObject({ entered: 6_000, left: 0, size: 11_000 });
    const events = await told(workspaceId);
    expect(events).toHaveLength(11_000);
    expect(new Set(events.map(({ customer_id }) => customer_id)).size).toBe(11_000);
  });

  it('refreshed by several processes at once tells nothing twice, and ends as the rule says', async () => {
    const workspaceId = await brand(9_000, 8_000);
    const { id } = await audiences.create(workspaceId, { name: 'crowd', rule: bought });
    const results = await Promise.all(range(4).map(() => audiences.refresh(workspaceId, id)));
    expect(results.filter(({ superseded }) => !superseded)).not.toHaveLength(0);
    await audiences.refresh(workspaceId, id);
    expect(await kept(workspaceId, id)).toEqual(range(8_000));
    expect(await told(workspaceId)).toHaveLength(8_000);
  });

  it('is kept current by the worker, once a minute of the product\'s clock', async () => {
    const workspaceId = await brand(5, 2);
    const { id } = await audiences.create(workspaceId, { name: 'worker', rule: bought });
    const [worker] = audienceWorkers({ ...test.deps, audiences });
    const drain = async () => { await test.project(); while (await worker?.step() === 'more') await test.project(); };
    await drain();
    expect(await kept(workspaceId, id)).toEqual([]);
    await makeLive(test.deps.db, audiences, workspaceId, id);
    await drain();
    expect(await kept(workspaceId, id)).toEqual([1, 2]);
    await buy(workspaceId, [4]);
    await drain();
    expect(await kept(workspaceId, id)).toEqual([1, 2]);
    test.clock.advanceTo(test.clock.now() + 60_000);
    await drain();
    expect(await kept(workspaceId, id)).toEqual([1, 2, 4]);
    // Thirty days on the window has passed them: time alone makes them leave.
    test.clock.advanceTo(testStartMs + 40 * dayMs);
    await drain();
    expect(await kept(workspaceId, id)).toEqual([]);
  });

  it('says why a refresh failed, in both languages, until one succeeds', async () => {
    const workspaceId = await brand(3, 1);
    const inner = await audiences.create(workspaceId, { name: 'inner', rule: bought });
    const { id } = await audiences.create(workspaceId, { name: 'broken', rule: { audience: formatId('audience', inner.id) } });
    await makeLive(test.deps.db, audiences, workspaceId, id);
    const setArchived = (at: string) => test.deps.db.inWorkspace(workspaceId, (tx) => tx.query(`update audience set archived_at = ${at} where workspace_id = $1 and audience_id = $2`, [workspaceId, inner.id]));
    const [worker] = audienceWorkers({ ...test.deps, audiences });
    const drain = async () => { await test.project(); while (await worker?.step() === 'more') await test.project(); };
    await setArchived('now()');
    await drain();
    expect((await audiences.get(wholeBrand(workspaceId), id)).refreshError).toMatchObject({ zh: expect.stringContaining('这个人群不存在或已归档'), en: expect.stringContaining('does not exist or is archived') });
    await setArchived('null');
    test.clock.advanceTo(test.clock.now() + 60_000);
    await drain();
    expect((await audiences.get(wholeBrand(workspaceId), id)).refreshError).toBeNull();
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatId } from '../../kernel/index.ts';
import { startTestEngines, type TestEngines } from '../../testing/engines.ts';
import { putCustomers, putEvents, type CustomerRow, type EventRow } from '../testing.ts';
import { checkRule } from './check.ts';
import { compileCount, compileGiven, compilePage, compilePreview, compileVerdicts, type Compiled } from './compile.ts';
import { selectNaively, type NaiveWorld } from './naive.ts';
import { leavesOf, type RuleNode } from './node.ts';
import { parseRule } from './parse.ts';
import { planRule } from './plan.ts';
import { testCatalog, testNowMs } from './world.ts';

const dayMs = 86_400_000;
const workspaceId = 1n;
const customerCount = 60;
let test: TestEngines;
const world: NaiveWorld = { catalog: testCatalog, nowMs: testNowMs, ...makeWorld() };

/** A small brand with every kind of row that a rule can trip over: old versions, excluded, gone, missing values, edges of windows. */
function makeWorld(): Pick<NaiveWorld, 'customers' | 'events' | 'classes'> {
  const cities = ['上海', '杭州', '', 'Beijing'];
  const customers: CustomerRow[] = [];
  const events: EventRow[] = [];
  let state = 7;
  const draw = (max: number) => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return Math.floor((state / 2_147_483_648) * max); };
  const pick = <T>(values: readonly T[]): T => values[draw(values.length)] as T;
  for (let customerId = 1; customerId <= customerCount; customerId += 1) {
    for (let version = 1; version <= 1 + draw(2); version += 1) {
      const attributes = Object.fromEntries(Object.entries({ skin: pick(['干性', '油性', undefined]), level: pick([1, 2.5, 3, undefined]), vip: pick([true, false, undefined]) })
        .filter(([, value]) => value !== undefined));
      customers.push({
        customerId, version, excluded: draw(12) === 0, gone: draw(15) === 0, city: pick(cities), name: pick(['Ann', '小红', '']), gender: pick(['female', 'male', 'unknown', 'unknown', '']),
        createdMs: testNowMs - draw(60) * dayMs, isContact: draw(2) === 0, attributes, ...(draw(2) ? { ownerStaffId: BigInt(1 + draw(3)) } : {}),
      });
    }
    const instants = [0, 1, -1, 7 * dayMs, 7 * dayMs - 1, 7 * dayMs + 1, 30 * dayMs, 90 * dayMs, 3 * dayMs, 29 * dayMs];
    for (let count = draw(9); count > 0; count -= 1) {
      const atMs = testNowMs - (draw(2) ? pick(instants) : draw(120 * dayMs));
      if (draw(2)) events.push({ customerId, name: pick(['order.paid', 'order.paid', 'order.paid', 'order.refunded', 'order.canceled']), atMs, amount: draw(5) * 100, subject: pick(['A', 'B', '']), source: pick(['pos', 'shop']) });
      else {
        const properties = Object.fromEntries(Object.entries({ category: pick(['精华', '面霜', undefined]), price: pick([5, 9.5, 0.29, undefined]), day: pick(['2026-06-18', '2026-06-19', undefined]), gift: pick([true, false, undefined]) })
          .filter(([, value]) => value !== undefined));
        events.push({ customerId, name: pick(['product.viewed', 'product.viewed', 'cart.added']), atMs, properties });
      }
    }
  }
  // Somebody else's row under the same ids, and a customer whom no profile describes.
  events.push({ customerId: 5_000, name: 'order.paid', atMs: testNowMs, amount: 100 });
  const classes = new Map([['rfm', new Map(Array.from({ length: 20 }, (_, index): [bigint, string] => [BigInt(index * 3 + 1), index % 2 ? 'key_value' : 'general_win_back']))]]);
  return { customers, events, classes };
}

beforeAll(async () => {
  test = await startTestEngines({ startMs: testNowMs });
  await putCustomers(test.engines, workspaceId, world.customers);
  await putEvents(test.engines, workspaceId, world.events);
  await putCustomers(test.engines, 2n, world.customers.map((row) => ({ ...row, excluded: false, version: 99 })));
  await putEvents(test.engines, 2n, world.events.map((row) => ({ ...row, name: 'order.paid', amount: 100_000 })));
  const members = [...(world.classes.get('rfm') ?? [])].map(([customerId, name]) => `(1, 'rfm', 77, '2026-06-30 00:00:00', ${customerId}, '${name}', 1, 1, 1)`);
  await test.engines.clickhouse.admin.command(`insert into class_member values ${members.join(', ')}, (1, 'rfm', 76, '2026-06-29 00:00:00', 2, 'key_value', 1, 1, 1)`);
}, 60_000);
afterAll(() => test?.close());

const windows = fc.constantFrom('7d', '30d', '90d', '1s', '168h', '10080m');
const value = { city: fc.constantFrom('上海', '杭州', 'Beijing', '广州'), category: fc.constantFrom('精华', '面霜', '口红'), number: fc.constantFrom(1, 2.5, 3, 5, 9.5, 0.29, 100) };
const tests = (values: fc.Arbitrary<string | number | boolean>) => fc.oneof(
  values.map((is) => ({ is })), values.map((isNot) => ({ isNot })), fc.boolean().map((exists) => ({ exists })),
  fc.array(values, { minLength: 1, maxLength: 3 }).map((list) => ({ in: list })), fc.array(values, { minLength: 1, maxLength: 3 }).map((list) => ({ notIn: list })),
);
const texts = (values: fc.Arbitrary<string>) => fc.oneof({ weight: 4, arbitrary: tests(values) }, { weight: 1, arbitrary: fc.constantFrom('海', 'BEI', 'n', '2026').map((contains) => ({ contains })) });
const numbers = fc.oneof(tests(value.number), value.number.map((atLeast) => ({ atLeast })), value.number.map((atMost) => ({ atMost })));
const attribute = fc.oneof(
  texts(value.city).map((test) => ({ attribute: 'city', ...test })),
  texts(fc.constantFrom('Ann', '小红')).map((test) => ({ attribute: 'name', ...test })),
  texts(fc.constantFrom('female', 'male', 'unknown')).map((test) => ({ attribute: 'gender', ...test })),
  texts(fc.constantFrom('干性', '油性')).map((test) => ({ attribute: 'skin', ...test })),
  numbers.map((test) => ({ attribute: 'level', ...test })),
  tests(fc.boolean()).map((test) => ({ attribute: 'vip', ...test })),
  fc.boolean().map((is) => ({ attribute: 'isContact', is })),
  windows.map((within) => ({ attribute: 'createdAt', within })),
  fc.oneof(tests(fc.constantFrom(0, 1, 2)), ...[-1, 0, 1, 2].map((limit) => fc.constantFrom({ atLeast: limit }, { atMost: limit }))).map((test) => ({ attribute: 'orders', ...test })),
  fc.oneof(tests(fc.constantFrom(0, 200, 300)), ...[-100, 0, 200, 500].map((limit) => fc.constantFrom({ atLeast: limit }, { atMost: limit }))).map((test) => ({ attribute: 'netSales', ...test })),
  fc.oneof(windows.map((within) => ({ within })), fc.boolean().map((exists) => ({ exists })), fc.constantFrom('2026-06-01', '2026-06-23').chain((day) => fc.constantFrom({ atLeast: day }, { atMost: day }))).map((test) => ({ attribute: 'lastOrderAt', ...test })),
  fc.constantFrom('2026-06-01', '2026-06-20', '2026-06-10T12:00+08:00').chain((moment) => fc.constantFrom({ attribute: 'createdAt', atLeast: moment }, { attribute: 'createdAt', atMost: moment })),
  fc.constantFrom(1n, 2n, 9n).map((id) => ({ attribute: 'ownerStaffId', is: formatId('staff', id) })),
);
const where = fc.record({
  category: texts(value.category), price: numbers, day: texts(fc.constantFrom('2026-06-18', '2026-06-20')), gift: tests(fc.boolean()),
  amount: numbers, subject: texts(fc.constantFrom('A', 'B')), source: texts(fc.constantFrom('pos', 'test')),
}, { requiredKeys: [] });
const whereOfOrders = fc.record({ amount: numbers, subject: texts(fc.constantFrom('A', 'B')), source: texts(fc.constantFrom('pos', 'shop')) }, { requiredKeys: [] });
const period = fc.oneof(fc.constant({}), windows.map((within) => ({ within })), fc.constantFrom(['2026-06-01', '2026-06-23'], ['2026-06-23', '2026-07-30'], ['2026-04-01T00:00Z', '2026-06-23T12:00+08:00']).map((between) => ({ between })));
const small = fc.integer({ min: 0, max: 4 });
const countOf = fc.oneof(fc.constant({}), fc.constant({ absent: true }), small.map((atLeast) => ({ count: { atLeast } })), small.map((atMost) => ({ count: { atMost } })), small.map((is) => ({ count: { is } })), small.map((low) => ({ count: { atLeast: low, atMost: low + 1 } })));
const sumOf = (sum: string, limits: fc.Arbitrary<number>) => fc.oneof(limits.map((atLeast) => ({ sum, atLeast })), limits.map((atMost) => ({ sum, atMost })));
const event = fc.oneof(
  fc.tuple(period, whereOfOrders, fc.oneof(countOf, sumOf('amount', fc.constantFrom(0, 1, 200, 500, -1)))).map(([when, which, measure]) => ({ event: 'order.paid', where: which, ...measure, ...when })),
  fc.tuple(period, where, fc.oneof(countOf, sumOf('price', fc.constantFrom(0, 0.29, 0.58, 14.5, 10)))).map(([when, which, measure]) => ({ event: 'product.viewed', where: which, ...measure, ...when })),
  fc.tuple(period, countOf).map(([when, measure]) => ({ event: 'cart.added', ...measure, ...when })),
);
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: attribute }, { weight: 6, arbitrary: event },
  fc.subarray(['key_value', 'general_win_back', 'no_purchase'], { minLength: 1 }).map((names) => ({ model: 'rfm', class: names })),
  fc.constantFrom(10n, 11n).map((id) => ({ audience: formatId('audience', id) })),
);
const { rule } = fc.letrec<{ rule: unknown }>((tie) => ({
  rule: fc.oneof({ maxDepth: 4, depthSize: 'medium' }, leaf,
    fc.array(tie('rule'), { minLength: 1, maxLength: 4 }).map((all) => ({ all })), fc.array(tie('rule'), { minLength: 1, maxLength: 4 }).map((any) => ({ any })), tie('rule').map((not) => ({ not }))),
}));

const ask = <Row>(compiled: Compiled) => test.deps.analytics.query<Row>({ workspaceId, text: compiled.text, params: compiled.params });
const idsOf = (rows: readonly { customer_id: string }[]) => rows.map((row) => BigInt(row.customer_id)).sort((one, other) => (one < other ? -1 : 1));

function parsed(text: unknown): RuleNode {
  const { node, places } = parseRule(text);
  expect(places).toEqual([]);
  expect(node && checkRule(node, testCatalog)).toEqual([]);
  return node as RuleNode;
}

const runs = process.env['HOMEFIELD_LONG'] === undefined ? 14 : 100;

it('a gender that nobody has said is not known, whether it is stored as unknown or not at all', async () => {
  for (const exists of [true, false]) {
    const node = parsed({ attribute: 'gender', exists });
    const found = idsOf(await ask(compilePage(planRule(node, testCatalog, testNowMs), 0n, 1_000)));
    expect(found).toEqual(selectNaively(node, world));
    const said = new Map(world.customers.map((row) => [BigInt(row.customerId), row.gender === 'female' || row.gender === 'male']));
    expect(new Set(found.map((id) => said.get(id)))).toEqual(new Set([exists]));
  }
});

it('orders, net sales and the last order are those of a naive count, for whoever never ordered too', async () => {
  const limits = [-100, -1, 0, 1, 2, 200, 500];
  const ofNumber = (attribute: string) => limits.flatMap((limit) => [{ attribute, is: limit }, { attribute, isNot: limit }, { attribute, atLeast: limit }, { attribute, atMost: limit }]);
  const ofTime = [{ within: '7d' }, { within: '90d' }, { exists: true }, { exists: false }, { atLeast: '2026-06-23' }, { atMost: '2026-06-23' }, { atLeast: '1960-01-01' }].map((test) => ({ attribute: 'lastOrderAt', ...test }));
  const several = [{ attribute: 'orders', atLeast: 1, atMost: 2 }, { attribute: 'orders', atLeast: -2, atMost: 0 }, { attribute: 'netSales', in: [0, 200] }, { attribute: 'netSales', notIn: [0, 200] }];
  const together = [
    { all: [{ attribute: 'orders', atLeast: 1 }, { attribute: 'netSales', atLeast: 200 }, { attribute: 'isContact', is: true }] }, { all: [{ attribute: 'orders', atMost: 1 }, { attribute: 'netSales', atMost: 200 }] },
    { not: { all: [{ attribute: 'orders', atMost: 1 }, { attribute: 'lastOrderAt', exists: false }] } }, { any: [{ attribute: 'orders', is: 0 }, { all: [{ attribute: 'orders', atLeast: 1 }, { attribute: 'lastOrderAt', within: '30d' }] }] },
  ];
  for (const text of [...ofNumber('orders'), ...ofNumber('netSales'), ...ofTime, ...several, ...together]) {
    const node = parsed(text);
    expect(idsOf(await ask(compilePage(planRule(node, testCatalog, testNowMs), 0n, 1_000))), JSON.stringify(text)).toEqual(selectNaively(node, world));
  }
}, 120_000);

it('random rules select exactly the customers that a naive evaluator selects, in all uses', async () => {
  await fc.assert(fc.asyncProperty(rule, async (text) => {
    const node = parsed(text);
    const expected = selectNaively(node, world);
    const plan = planRule(node, testCatalog, testNowMs);
    expect(idsOf(await ask(compilePage(plan, 0n, 1_000)))).toEqual(expected);
    expect(idsOf(await ask(compilePage(plan, 20n, 5)))).toEqual(expected.filter((id) => id > 20n).slice(0, 5));
    const given = [1n, 2n, 3n, 17n, 30n, 31n, 59n, 5_000n];
    expect(idsOf(await ask(compileGiven(plan, given)))).toEqual(expected.filter((id) => given.includes(id)));
    expect(await ask(compileCount(plan))).toEqual([{ count: String(expected.length) }]);
    const [preview] = await ask<{ count: string; sample: string[] }>(compilePreview(plan));
    expect(preview?.count).toBe(String(expected.length));
    expect(preview?.sample.length).toBe(Math.min(10, expected.length));
  }), { numRuns: runs });
}, 300_000);

it('the verdicts of one customer are those of each condition asked alone', async () => {
  await fc.assert(fc.asyncProperty(rule, fc.integer({ min: 1, max: customerCount }), async (text, id) => {
    const node = parsed(text);
    const verdicts = compileVerdicts(node, testCatalog, testNowMs, BigInt(id));
    const [row] = await ask<Record<string, number | string>>(verdicts);
    const isThere = selectNaively({ kind: 'not', pointer: '', node: { kind: 'any', pointer: '', nodes: [] } }, world).includes(BigInt(id));
    expect(row !== undefined).toBe(isThere);
    if (row) leavesOf(node).forEach((inner, index) => expect(row[`v${index}`], inner.pointer).toBe(Number(selectNaively(inner, world).includes(BigInt(id)))));
  }), { numRuns: Math.ceil(runs / 2) });
}, 300_000);

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '../engines/index.ts';
import { dayMs } from '../kernel/index.ts';
import { startTestEngines, testStartMs } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createCustomers, customerProjection, orderCustomerKind } from './index.ts';
import type { Customers, Identity, ResolveRow } from './index.ts';
import { aliasProjection, storedFor } from './alias.ts';
import { mergeTwo, undoMerge } from './merge.ts';
import type { Merging } from './merge.ts';
import { mergeSweeper } from './merge-sweep.ts';
import { customerMoves } from './moves.ts';

let engines: TestEngines;
let customers: Customers;
let merging: Merging & { db: TestEngines['deps']['db'] };
beforeAll(async () => {
  engines = await startTestEngines();
  engines.engines.projector.add(customerProjection);
  engines.engines.projector.add(aliasProjection);
  customers = createCustomers(engines.deps);
  merging = { ...engines.deps, moves: [...customerMoves, { table: 'customer_order', key: ['order_id'] }, { table: 'message_consent', key: ['channel'], unlessHeld: 'h.channel = t.channel' }] };
}, 60_000);
afterAll(() => engines?.close());

const number = (value: string): Identity => ({ kind: orderCustomerKind, value });
const member = (value: string): Identity => ({ kind: 'member_no', value });
const inBrand = <T>(brand: bigint, work: (tx: Transaction) => Promise<T>) => engines.deps.db.inWorkspace(brand, work);
const resolve = (brand: bigint, rows: readonly ResolveRow[]) => inBrand(brand, (tx) => customers.resolve(tx, brand, rows));
const person = { kind: 'person', actor: { kind: 'user', id: '1' } } as const;
const merge = (brand: bigint, one: bigint, other: bigint) => inBrand(brand, (tx) => mergeTwo(merging, tx, brand, { customerIds: [one, other], by: person }));
const undo = (brand: bigint, mergeId: bigint) => inBrand(brand, (tx) => undoMerge(merging, tx, brand, mergeId, person));

/** Everything that belongs to people, but for when and how often it was written. */
async function everything(brand: bigint): Promise<unknown> {
  const tables = ['identity', 'customer_order', 'message_consent', 'possible_duplicate', 'customer_merge_moved'];
  return inBrand(brand, async (tx) => ({
    customers: await tx.query("select to_jsonb(c) - 'version' - 'updated_at' as row from customer c where workspace_id = $1 order by customer_id", [brand]),
    merges: await tx.query('select merge_id from customer_merge where workspace_id = $1 and undone_at is null', [brand]),
    ...Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await tx.query(`select to_jsonb(t) as row from ${table} t where workspace_id = $1 order by to_jsonb(t)::text`, [brand])]))),
  }));
}

/** Customers with identities, orders, consent and profiles that overlap in part. */
async function people(brand: bigint, profiles: readonly ResolveRow['profile'][]): Promise<bigint[]> {
  const ids = await resolve(brand, profiles.map((profile, index) => ({ identities: [number(`N-${index}`), { kind: 'phone', value: `1380013${String(8000 + index)}` }], ...(profile ? { profile } : {}) })));
  await inBrand(brand, async (tx) => {
    for (const [index, id] of ids.entries()) {
      await tx.query(`insert into customer_order (workspace_id, order_id, source, order_number, customer_id, state, amount, ordered_at) values ($1, $2, 'test', $3, $4, 'paid', 100, now())`, [brand, engines.deps.ids.next('order'), `O-${index}`, id]);
      if (index % 2 === 0) await tx.query(`insert into message_consent (workspace_id, customer_id, channel, allowed, at) values ($1, $2, $3, $4, now())`, [brand, id, index % 3 === 0 ? 'sms' : 'wecom', index % 4 === 0]);
    }
  });
  return ids;
}

const someProfile = fc.record({
  name: fc.constantFrom('', '王敏', '李雷'), city: fc.constantFrom('', '上海', '杭州'), gender: fc.constantFrom('unknown' as const, 'female' as const), store: fc.constantFrom('', '静安店'),
  attributes: fc.dictionary(fc.constantFrom('skin', 'level'), fc.constantFrom('a', 1, true), { maxKeys: 2 }), firstSeenAtMs: fc.integer({ min: 1, max: 9 }).map((days) => testStartMs - days * dayMs),
});

describe('taking merges back', () => {
  it('in any order, gives what was there before the first of them, in every table', async () => {
    await fc.assert(fc.asyncProperty(fc.array(someProfile, { minLength: 5, maxLength: 5 }), fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat(100)), async (profiles, pairs, order) => {
      const brand = await engines.workspace();
      const ids = await people(brand, profiles);
      const before = await everything(brand);
      const merges: bigint[] = [];
      for (const [one, other] of pairs) {
        const made = await merge(brand, ids[one] ?? 0n, ids[other] ?? 0n).catch(() => undefined);
        if (made) merges.push(made.mergeId);
      }
      while (merges.length > 0) await undo(brand, merges.splice((order.next().value ?? 0) % merges.length, 1)[0] ?? 0n);
      expect(await everything(brand)).toEqual(before);
    }), { numRuns: 12, seed: 20261123 });
  });

  it('leaves what came after a merge with who stays, and what somebody changed since as they left it', async () => {
    const brand = await engines.workspace();
    const [older = 0n, newer = 0n] = await people(brand, [{ name: '王敏' }, { name: '敏敏', city: '上海', store: '静安店' }]);
    const { mergeId } = await merge(brand, newer, older);
    await inBrand(brand, (tx) => customers.updateProfile(tx, brand, older, { city: '苏州' }));
    expect(await resolve(brand, [{ identities: [number('N-1'), number('LATER')] }])).toEqual([older]);
    await undo(brand, mergeId);
    expect(await resolve(brand, [{ identities: [number('N-1')] }, { identities: [number('LATER')] }])).toEqual([newer, older]);
    const rows = await inBrand(brand, (tx) => tx.query('select customer_id, name, city, store, merged_into from customer where workspace_id = $1 order by customer_id', [brand]));
    expect(rows).toEqual([{ customer_id: older, name: '王敏', city: '苏州', store: '', merged_into: null }, { customer_id: newer, name: '敏敏', city: '上海', store: '静安店', merged_into: null }]);
    await expect(undo(brand, mergeId)).rejects.toMatchObject({ code: 'merge_unknown' });
  });
});

describe('in ClickHouse', () => {
  const storedOf = async (brand: bigint) => engines.deps.analytics.query<{ customer: string; events: string }>({
    workspaceId: brand, text: "select toString(customer_id) as customer, count() as events from event where workspace_id = {workspace:UInt64} and name = 'page.viewed' group by customer_id order by customer_id",
  });
  const ofOne = async (brand: bigint, customer: bigint) => (await engines.deps.analytics.query<{ events: string }>({
    workspaceId: brand, params: { customer }, text: `select count() as events from event where workspace_id = {workspace:UInt64} and name = 'page.viewed' and customer_id = {customer:UInt64} and ${storedFor('[{customer:UInt64}]')}`,
  }))[0]?.events;
  const population = async (brand: bigint) => (await engines.deps.analytics.query<{ id: string }>({ workspaceId: brand, text: 'select toString(customer_id) as id from customer final where workspace_id = {workspace:UInt64} and gone = 0 order by customer_id' })).map(({ id }) => id);

  it('every event is who stays\'s, also by several steps and after some were taken back, for everybody at once and for one', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.boolean()), { minLength: 1, maxLength: 8 }), async (steps) => {
      const brand = await engines.workspace();
      const ids = await people(brand, Array.from({ length: 6 }, () => undefined));
      // Who came first saw one page, the next two, and so on: each sum tells whose they are.
      await inBrand(brand, (tx) => engines.deps.log.append(tx, brand, ids.flatMap((customerId, index) => Array.from({ length: 2 ** index }, () => ({ name: 'page.viewed', customerId, occurredAtMs: testStartMs, source: 'test' })))));
      const merges: bigint[] = [];
      for (const [one, other, isBack] of steps) {
        const made = await merge(brand, ids[one] ?? 0n, ids[other] ?? 0n).catch(() => undefined);
        if (made) merges.push(made.mergeId);
        if (isBack && merges.length > 0) await undo(brand, merges.splice(one % merges.length, 1)[0] ?? 0n);
      }
      await engines.project();
      const roots = await inBrand(brand, (tx) => tx.query<{ root: bigint }>('select coalesce(merged_into, customer_id) as root from customer where workspace_id = $1 order by customer_id', [brand]));
      const expected = new Map<string, number>();
      roots.forEach(({ root }, index) => expected.set(String(root), (expected.get(String(root)) ?? 0) + 2 ** index));
      expect(new Map((await storedOf(brand)).map(({ customer, events }) => [customer, Number(events)]))).toEqual(expected);
      expect(await population(brand)).toEqual([...expected.keys()].toSorted((a, b) => Number(BigInt(a) - BigInt(b))));
      for (const [customer, events] of expected) expect(await ofOne(brand, BigInt(customer))).toBe(String(events));
    }), { numRuns: 8, seed: 20261123 });
  });
});

describe('the same evidence', () => {
  const strong = fc.constantFrom<Identity>(...['1', '2', '3', '4'].map(number), ...['1', '2', '3', '4'].map((digit) => ({ kind: 'phone', value: `1390013900${digit}` })));
  const weak = fc.constantFrom<Identity>({ kind: 'email', value: 'a@x.cn' }, { kind: 'anonymous_id', value: 'd' });
  const row = fc.tuple(fc.uniqueArray(strong, { minLength: 1, maxLength: 3 }), fc.array(weak, { maxLength: 1 })).map(([some, more]) => ({ identities: [...more, ...some] }));

  it('in any order and in any portions gives the same people', async () => {
    await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 9 }), fc.infiniteStream(fc.nat(1000)), async (rows, draw) => {
      const next = () => draw.next().value ?? 0;
      const shuffled = rows.map((one) => ({ one, by: next() })).toSorted((a, b) => a.by - b.by).map(({ one }) => one);
      expect(await peopleOf(shuffled, () => 1 + (next() % 4))).toEqual(await peopleOf(rows, () => rows.length));
    }), { numRuns: 25, seed: 20261123 });
  });

  /** The strong identities of each person, after rows came in portions. */
  async function peopleOf(rows: readonly ResolveRow[], portion: () => number): Promise<string[]> {
    const brand = await engines.workspace();
    for (let from = 0, size = portion(); from < rows.length; from += size, size = portion()) await resolve(brand, rows.slice(from, from + size));
    const groups = await inBrand(brand, (tx) => tx.query<{ held: string }>(`
      select string_agg(kind || coalesce(masked, value_key), ' ' order by kind, coalesce(masked, value_key)) as held from identity i join customer c using (workspace_id, customer_id)
      where workspace_id = $1 and not c.gone and kind not in ('email', 'anonymous_id') group by customer_id`, [brand]));
    expect(await inBrand(brand, (tx) => tx.query('select 1 from identity i join customer c using (workspace_id, customer_id) where workspace_id = $1 and c.gone', [brand]))).toEqual([]);
    return groups.map(({ held }) => held).toSorted();
  }
});

describe('merging', () => {
  it('gives the older one everything; who was merged is found under it by each identity', async () => {
    const brand = await engines.workspace();
    const [a = 0n, b = 0n, c = 0n] = await people(brand, [{ name: '王敏' }, { city: '上海' }, { store: '静安店' }]);
    await merge(brand, c, b);
    await merge(brand, c, a);
    expect(await resolve(brand, [0, 1, 2].map((index) => ({ identities: [number(`N-${index}`)] })))).toEqual([a, a, a]);
    const rows = await inBrand(brand, (tx) => tx.query('select customer_id, merged_into, gone from customer where workspace_id = $1 order by customer_id', [brand]));
    expect(rows).toEqual([{ customer_id: a, merged_into: null, gone: false }, { customer_id: b, merged_into: a, gone: true }, { customer_id: c, merged_into: a, gone: true }]);
    expect(await inBrand(brand, (tx) => tx.query('select count(*)::int as orders, min(customer_id) as of from customer_order where workspace_id = $1 group by customer_id', [brand]))).toEqual([{ orders: 3, of: a }]);
    await expect(merge(brand, b, c)).rejects.toMatchObject({ code: 'customers_are_one' });
  });

  it('takes along what others wrote meanwhile for who was merged, also by several steps, and gives it back', async () => {
    const brand = await engines.workspace();
    const [a = 0n, b = 0n, c = 0n] = await people(brand, [undefined, undefined, undefined]);
    const { mergeId } = await merge(brand, b, c);
    await merge(brand, a, b);
    await inBrand(brand, (tx) => tx.query('update customer_order set customer_id = $2 where workspace_id = $1 and order_number = $3', [brand, c, 'O-0']));
    await mergeSweeper(merging).step();
    const ordersOf = () => inBrand(brand, (tx) => tx.query('select order_number, customer_id from customer_order where workspace_id = $1 order by order_number', [brand]));
    expect(await ordersOf()).toEqual(['O-0', 'O-1', 'O-2'].map((order_number) => ({ order_number, customer_id: a })));
    await undo(brand, mergeId);
    expect(await ordersOf()).toEqual([{ order_number: 'O-0', customer_id: c }, { order_number: 'O-1', customer_id: a }, { order_number: 'O-2', customer_id: c }]);
  });

  it('is refused where both have their own member number, and changes nothing', async () => {
    const brand = await engines.workspace();
    const [one = 0n, other = 0n] = await resolve(brand, [{ identities: [member('M-1')] }, { identities: [member('M-2')] }]);
    const before = await everything(brand);
    await expect(merge(brand, one, other)).rejects.toMatchObject({ code: 'merge_refused' });
    expect(await everything(brand)).toEqual(before);
  });

  it('of the same people by many at once ends in one person, with every identity and no circle', async () => {
    const brand = await engines.workspace();
    const ids = await people(brand, Array.from({ length: 8 }, () => undefined));
    const pairs = Array.from({ length: 40 }, (_, index) => [ids[index % 8] ?? 0n, ids[(index * 5 + 1) % 8] ?? 0n] as const);
    const ends = await Promise.allSettled(pairs.map(([one, other]) => merge(brand, one, other)));
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code?: string }).code] : []));
    expect(new Set(refused)).toEqual(new Set(['customers_are_one']));
    const roots = await inBrand(brand, (tx) => tx.query<{ root: bigint }>('select distinct coalesce(merged_into, customer_id) as root from customer where workspace_id = $1', [brand]));
    expect(roots).toEqual([{ root: ids[0] }]);
    expect(await inBrand(brand, (tx) => tx.query('select customer_id, count(*)::int as identities from identity where workspace_id = $1 group by 1', [brand]))).toEqual([{ customer_id: ids[0], identities: 16 }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import { dayMs, idInstantMs, wholeBrand } from '../kernel/index.ts';
import { startTestEngines, testStartMs } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createCustomers, customerProjection, orderCustomerKind } from './index.ts';
import type { Customers, Identity, ResolveRow } from './index.ts';

let engines: TestEngines;
let customers: Customers;
beforeAll(async () => {
  engines = await startTestEngines();
  engines.engines.projector.add(customerProjection);
  customers = createCustomers(engines.deps);
}, 60_000);
afterAll(() => engines?.close());

const number = (value: string): Identity => ({ kind: orderCustomerKind, value });
const phone = (value: string): Identity => ({ kind: 'phone', value });
const member = (value: string): Identity => ({ kind: 'member_no', value });
const inBrand = <T>(workspaceId: bigint, work: (tx: Transaction) => Promise<T>) => engines.deps.db.inWorkspace(workspaceId, work);
const resolve = (workspaceId: bigint, rows: readonly ResolveRow[]) => inBrand(workspaceId, (tx) => customers.resolve(tx, workspaceId, rows));
const read = <R extends object>(workspaceId: bigint, text: string) => inBrand(workspaceId, (tx) => tx.query<R>(text, [workspaceId]));
const count = async (workspaceId: bigint, table: string) => Number((await read<{ count: bigint }>(workspaceId, `select count(*) from ${table} where workspace_id = $1`))[0]?.count);

it('rows that are worked out while those before them are still being written make the same customers as one after the other', async () => {
  const portions = [0, 1, 2].map((portion) => Array.from({ length: 150 }, (_, index): ResolveRow => ({ identities: [number(`P-${portion * 100 + index}`)] })));
  const idsOf = async (ahead: boolean) => {
    const brand = await engines.workspace();
    let inFront: Promise<bigint[]> = Promise.resolve([]);
    const portionsIds: Promise<bigint[]>[] = [];
    for (const rows of portions) {
      const [before, newIds] = [inFront, engines.deps.ids.block('customer', rows.length)];
      portionsIds.push(inFront = inBrand(brand, async (tx) => (await customers.prepare(tx, brand, rows, { newIds, turn: async () => { await before; } })).settle()));
      if (!ahead) await inFront;
    }
    // Counted as they were handed out: 4,096 of a millisecond, then those of the next one.
    const ids = (await Promise.all(portionsIds)).flat().map((id) => BigInt(idInstantMs(id)) * 4_096n + id % 4_096n);
    return ids.map((id) => id - (ids[0] ?? 0n));
  };
  const [oneByOne, ahead] = [await idsOf(false), await idsOf(true)];
  expect(new Set(oneByOne).size).toBe(350);
  expect(ahead).toEqual(oneByOne);
});

it('the later of two changes stands in ClickHouse, whichever process wrote it', async () => {
  const brand = await engines.workspace();
  const [id = 0n] = await resolve(brand, [{ identities: [number('V-1')], profile: { city: '上海' } }]);
  // Another process hands its events positions from a later block.
  const other = createCustomers({ ...engines.deps, log: await createLog(engines.deps) });
  await inBrand(brand, (tx) => other.updateProfile(tx, brand, id, { city: '北京' }));
  await inBrand(brand, (tx) => customers.updateProfile(tx, brand, id, { city: '杭州' }));
  await engines.project();
  expect(await engines.deps.analytics.query({ workspaceId: brand, text: 'select city from customer final where workspace_id = {workspace:UInt64}' })).toEqual([{ city: '杭州' }]);
  // The profile stands in that table alone, whichever way its event came: a name is personal data.
  expect(await engines.deps.analytics.query({ workspaceId: brand, text: 'select name, toString(properties) as properties from event where workspace_id = {workspace:UInt64} order by position' }))
    .toEqual([{ name: 'customer.created', properties: '{}' }, { name: 'customer.updated', properties: '{}' }, { name: 'customer.updated', properties: '{}' }]);
});

describe('resolve', () => {
  it('whoever is taken for new without looking, as in a first file, is found all the same when another process knows them', async () => {
    const brand = await engines.workspace();
    const people = (from: number, count: number): ResolveRow[] => Array.from({ length: count }, (_, index) => ({ identities: [member(`H-${from + index}`), phone(`137${String(from + index).padStart(8, '0')}`)] }));
    const elsewhere = createCustomers(engines.deps);
    const [known = 0n, other = 0n] = await inBrand(brand, (tx) => elsewhere.resolve(tx, brand, [{ identities: [member('H-250'), phone('13700000250')] }, { identities: [phone('13700000260')] }]));
    await resolve(brand, people(0, 200));
    // From here on nobody is looked for first.
    const ids = await resolve(brand, people(200, 200));
    expect([ids[50], ids[60], new Set(ids).size]).toEqual([known, other, 200]);
    expect([await count(brand, 'customer'), await count(brand, 'identity'), await count(brand, 'possible_duplicate')]).toEqual([400, 800, 0]);
    // A second member number beside one's own is a doubt, which only a look can tell: the number may be somebody's.
    await resolve(brand, people(400, 200));
    const third = people(600, 200);
    third[5] = { identities: [member('H-605'), member('H-250')] };
    const doubtful = await resolve(brand, third);
    expect(doubtful[5]).toBe(known);
    expect(await read(brand, 'select customer_id, kind, value_key from possible_duplicate where workspace_id = $1')).toEqual([{ customer_id: known, kind: 'member_no', value_key: 'H-605' }]);
  });

  it('a second member number is found out where only an earlier row of the batch says whose the rest of the row is', async () => {
    const brand = await engines.workspace();
    const [known] = await resolve(brand, [{ identities: [phone('13600136000'), member('W-1')] }]);
    expect(await resolve(brand, [{ identities: [number('W5'), phone('13600136000')] }, { identities: [number('W5'), member('W-9')] }])).toEqual([known, known]);
    expect(await read(brand, 'select kind, value_key from possible_duplicate where workspace_id = $1')).toEqual([{ kind: 'member_no', value_key: 'W-9' }]);
  });

  it('the same cells name the same customer without being looked at again, until they say more', async () => {
    const brand = await engines.workspace();
    const rows = (profile: ResolveRow['profile']): ResolveRow[] => named.map((identities) => ({ identities, ...(profile ? { profile } : {}) }));
    const named = Array.from({ length: 150 }, (_, index) => [number(`S-${index}`)]);
    const ids = await resolve(brand, rows({ firstSeenAtMs: testStartMs }));
    expect(await resolve(brand, rows({ firstSeenAtMs: testStartMs }))).toEqual(ids);
    expect(await resolve(brand, rows({ city: '上海' }))).toEqual(ids);
    expect(await customers.get(wholeBrand(brand), ids[149] ?? 0n)).toMatchObject({ city: '上海' });
    expect(await count(brand, 'customer')).toBe(150);
  });

  it('makes a customer for what nobody knows and finds them by each identity afterwards', async () => {
    const brand = await engines.workspace();
    const [first] = await resolve(brand, [{ identities: [number('A-1'), phone('13800138000')], profile: { name: '王小明', city: '上海' } }]);
    expect(await resolve(brand, [{ identities: [phone('+86 138 0013 8000')] }, { identities: [number('A-1')] }])).toEqual([first, first]);
    expect(await count(brand, 'customer')).toBe(1);
  });

  it('adds what is new to the one customer that is known, and fills what is empty without overwriting', async () => {
    const brand = await engines.workspace();
    const [first] = await resolve(brand, [{ identities: [number('B-1')], profile: { name: '旧名' } }]);
    const [second] = await resolve(brand, [{ identities: [number('B-1'), phone('13900139000')], profile: { name: '新名', city: '杭州', attributes: { level: 'gold' } } }]);
    expect(second).toBe(first);
    expect(await resolve(brand, [{ identities: [phone('13900139000')] }])).toEqual([first]);
    expect(await customers.get(wholeBrand(brand), first ?? 0n)).toMatchObject({ name: '旧名', city: '杭州', phoneMasked: '139****9000', attributes: { level: 'gold' } });
  });

  it('several known by strong identities are one person, the oldest; by a weak one they stay two, and a possible duplicate is recorded once', async () => {
    const brand = await engines.workspace();
    const mail = (value: string): Identity => ({ kind: 'email', value });
    const [first, second, third] = await resolve(brand, [{ identities: [number('C-1')] }, { identities: [phone('13700137000')] }, { identities: [number('C-3'), mail('c@example.com')] }]);
    const both = { identities: [phone('13700137000'), number('C-1')] };
    expect(await resolve(brand, [both, both])).toEqual([first, first]);
    expect(await resolve(brand, [{ identities: [phone('13700137000')] }])).toEqual([first]);
    expect(await read(brand, 'select customer_id, merged_into from customer where workspace_id = $1 and merged_into is not null')).toEqual([{ customer_id: second, merged_into: first }]);
    const doubtful = { identities: [mail('c@example.com'), number('C-1')] };
    expect(await resolve(brand, [doubtful, doubtful])).toEqual([first, first]);
    expect(await read(brand, 'select customer_id, other_customer_id, kind from possible_duplicate where workspace_id = $1')).toEqual([{ customer_id: first, other_customer_id: third, kind: 'email' }]);
  });

  it('who is known by a device alone becomes the person who is named beside it; a device of somebody else joins nobody', async () => {
    const brand = await engines.workspace();
    const device = (value: string): Identity => ({ kind: 'anonymous_id', value });
    const [visitor] = await resolve(brand, [{ identities: [device('d-1')] }]);
    expect(await resolve(brand, [{ identities: [device('d-1'), phone('13700137001')] }])).toEqual([visitor]);
    const [sister] = await resolve(brand, [{ identities: [device('d-1'), phone('13700137002')] }]);
    expect(sister).not.toBe(visitor);
    const [other] = await resolve(brand, [{ identities: [device('d-2')] }]);
    expect(await resolve(brand, [{ identities: [device('d-2'), phone('13700137002')] }])).toEqual([sister]);
    expect(await read(brand, 'select customer_id, merged_into from customer where workspace_id = $1 and merged_into is not null')).toEqual([{ customer_id: other, merged_into: sister }]);
  });

  it('a second value for a kind of one value is recorded, not added', async () => {
    const brand = await engines.workspace();
    const [first] = await resolve(brand, [{ identities: [phone('13600136000'), member('M-1')] }]);
    expect(await resolve(brand, [{ identities: [phone('13600136000'), member('M-2')] }])).toEqual([first]);
    expect(await read(brand, "select value_key from identity where workspace_id = $1 and kind = 'member_no'")).toEqual([{ value_key: 'M-1' }]);
    expect(await read(brand, 'select other_customer_id, value_key from possible_duplicate where workspace_id = $1')).toEqual([{ other_customer_id: null, value_key: 'M-2' }]);
  });

  it('rows of one batch see each other, in their order', async () => {
    const brand = await engines.workspace();
    const ids = await resolve(brand, [{ identities: [number('D-1'), phone('13500135000')] }, { identities: [number('D-2')] }, { identities: [phone('13500135000'), member('M-9')] }, { identities: [member('M-9')] }]);
    expect(ids).toEqual([ids[0], ids[1], ids[0], ids[0]]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('a customer was first seen at the earliest thing that is told of them, whenever it is told', async () => {
    const brand = await engines.workspace();
    const seen = (firstSeenAtMs: number) => ({ identities: [number('E-1')], profile: { firstSeenAtMs } });
    const [id = 0n] = await resolve(brand, [seen(testStartMs - dayMs), seen(testStartMs - 9 * dayMs)]);
    expect((await customers.get(wholeBrand(brand), id)).createdAtMs).toBe(testStartMs - 9 * dayMs);
    await resolve(brand, [seen(testStartMs - 30 * dayMs)]);
    await resolve(brand, [seen(testStartMs - 2 * dayMs)]);
    expect((await customers.get(wholeBrand(brand), id)).createdAtMs).toBe(testStartMs - 30 * dayMs);
  });

  it('two processes that name the same new customers at once make each of them once', async () => {
    const brand = await engines.workspace();
    const rows = Array.from({ length: 500 }, (_, index) => ({ identities: [number(`F-${index}`), phone(`138${String(index).padStart(8, '0')}`)] }));
    const answers = await Promise.all([rows, [...rows].reverse(), rows, [...rows].reverse()].map((some) => resolve(brand, some)));
    const [first, second, third, fourth] = answers;
    expect([second?.toReversed(), third, fourth?.toReversed()]).toEqual([first, first, first]);
    expect([await count(brand, 'customer'), await count(brand, 'identity')]).toEqual([500, 1_000]);
    expect(await read(brand, "select count(*)::int as count from event_log where workspace_id = $1 and name = 'customer.created'")).toEqual([{ count: 500 }]);
  });

  it('who loses half of a row to another process gets their customer, with the rest added', async () => {
    const brand = await engines.workspace();
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = inBrand(brand, async (tx) => {
      const [id] = await customers.resolve(tx, brand, [{ identities: [phone('13300133000')] }]);
      begun.resolve();
      await held.promise;
      return id;
    });
    await begun.promise;
    const waiting = resolve(brand, [{ identities: [number('G-1'), phone('13300133000')] }]);
    setTimeout(() => held.resolve(), 200);
    expect(await waiting).toEqual([await slow]);
    expect(await count(brand, 'customer')).toBe(1);
  });

  it('what rolls back leaves no customer and no event', async () => {
    const brand = await engines.workspace();
    await expect(inBrand(brand, async (tx) => {
      await customers.resolve(tx, brand, [{ identities: [number('H-1')] }]);
      throw new Error('no');
    })).rejects.toThrow('no');
    expect([await count(brand, 'customer'), await count(brand, 'identity'), await count(brand, 'event_log')]).toEqual([0, 0, 0]);
  });

  it('a value that cannot be of its kind is refused, and more than 5,000 rows are', async () => {
    const brand = await engines.workspace();
    await expect(resolve(brand, [{ identities: [phone('12345')] }])).rejects.toMatchObject({ code: 'identity_invalid' });
    await expect(resolve(brand, Array(5_001).fill({ identities: [number('x')] }))).rejects.toThrow(RangeError);
  });
});

describe('what is stored of a phone', () => {
  it('is neither its digits nor anything that another installation could compute', async () => {
    const brand = await engines.workspace();
    await resolve(brand, [{ identities: [phone('13812345678'), { kind: 'email', value: 'anna@example.com' }] }]);
    const rows = await read<{ value_key: string; sealed: Buffer; masked: string }>(brand, 'select value_key, sealed, masked from identity where workspace_id = $1 order by kind');
    expect(rows.map(({ masked }) => masked)).toEqual(['a***@example.com', '138****5678']);
    for (const { value_key: key, sealed } of rows) expect(`${key}${sealed.toString('latin1')}`).not.toMatch(/12345678|anna/);
    const events = await read<{ properties: object }>(brand, 'select properties from event_log where workspace_id = $1');
    expect(JSON.stringify(events)).not.toMatch(/12345678|anna/);
  });
});

describe('ClickHouse holds the newest profile', () => {
  it('after creation, change, contact mark and exclusion, each with its event', async () => {
    const brand = await engines.workspace();
    const [id = 0n] = await resolve(brand, [{ identities: [number('I-1')], profile: { name: '李雷', gender: 'male', attributes: { level: 3, vip: true } } }]);
    await inBrand(brand, (tx) => customers.updateProfile(tx, brand, id, { city: '北京', attributes: { vip: null, skin: '干性' } }));
    expect(await inBrand(brand, (tx) => customers.markContact(tx, brand, [{ customerId: id, isContact: true, ownerStaffId: 77n }]))).toBe(1);
    expect(await inBrand(brand, (tx) => customers.markContact(tx, brand, [{ customerId: id, isContact: true, ownerStaffId: 77n }]))).toBe(0);
    await inBrand(brand, (tx) => customers.exclude(tx, brand, id, 'staff'));
    await engines.project();
    const rows = await engines.deps.analytics.query({ workspaceId: brand, text: 'select customer_id, excluded, name, gender, city, owner_staff_id, is_contact, toJSONString(attributes) as attributes from customer final where workspace_id = {workspace:UInt64}' });
    expect(rows).toEqual([{ customer_id: String(id), excluded: 1, name: '李雷', gender: 'male', city: '北京', owner_staff_id: '77', is_contact: 1, attributes: expect.stringContaining('"skin":"干性"') }]);
    expect(rows[0]).not.toMatchObject({ attributes: expect.stringContaining('vip') });
    expect((await customers.timeline(wholeBrand(brand), id, { limit: 10 })).entries.map(({ name }) => name).sort()).toEqual(['customer.created', 'customer.updated', 'customer.updated', 'customer.updated']);
    expect(await inBrand(brand, (tx) => customers.exclude(tx, brand, id, null))).toMatchObject({ excluded: false });
  });

  it('an unknown customer is refused, also one of another brand', async () => {
    const [brand, other] = [await engines.workspace(), await engines.workspace()];
    const [id = 0n] = await resolve(other, [{ identities: [number('J-1')] }]);
    await expect(inBrand(brand, (tx) => customers.updateProfile(tx, brand, id, { name: 'x' }))).rejects.toMatchObject({ code: 'customer_unknown' });
    await expect(customers.get(wholeBrand(brand), id)).rejects.toMatchObject({ code: 'customer_unknown' });
    await expect(customers.timeline(wholeBrand(brand), id, { limit: 5 })).rejects.toMatchObject({ code: 'customer_unknown' });
  });
});

it('a search by pinyin that finds more than can be told is refused, for the list, its count and what is done to all of them alike', async () => {
  const brand = await engines.workspace();
  await inBrand(brand, (tx) => tx.query("insert into customer_word (workspace_id, word, customer_id) select $1, 'zhang' || n, n from generate_series(1, 4001) n", [brand]));
  const viewer = wholeBrand(brand);
  const page = { q: 'zhang', sort: '-createdAt', limit: 10 } as const;
  for (const ask of [() => customers.list(viewer, page), () => customers.count(viewer, { q: 'zh' }), () => customers.findAll(viewer, page)]) {
    await expect(ask()).rejects.toMatchObject({ code: 'typed_too_wide', status: 422 });
  }
  expect(await customers.count(viewer, { q: 'zhang1' })).toBe(0);
});

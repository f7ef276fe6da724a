import type { Audience, CustomerFilter, CustomerRow, HomeNumbers, Job, RfmPicture, Sop, SopResult, StaffMember, Store } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerWorkers } from '../customers/index.ts';
import type { Worker } from '../engines/index.ts';
import { routesOf } from '../http/index.ts';
import { dayMs, formatId, minuteMs } from '../kernel/index.ts';
import { testStartMs } from './engines.ts';
import { startTestProduct } from './product.ts';
import type { TestProduct } from './product.ts';
import { answersOf, differences, findOpenRoutes } from './scopes.ts';
import type { Answers, ScopeWalk } from './scopes.ts';
import { makeBrand, signedIn } from './server.ts';
import type { Answer, Client, TestBrand } from './server.ts';

/**
 * One brand, four people of one role, who see all of it, a region, a store and their own. A customer of all four is planted, everything is
 * asked, somebody whom only the brand sees is planted, everything is asked again: what has changed for the other three is a leak.
 */
let running: TestProduct;
let brand: TestBrand;
let people: Record<'brand' | 'region' | 'store' | 'own', Client>;
let walk: ScopeWalk;
let [anna, boris] = [0n, 0n];
const before = new Map<Client, Answers>();
const after = new Map<Client, Answers>();

async function untilIdle(worker: Worker): Promise<void> {
  while ((await worker.step()) === 'more');
}

type Planting = { name: string; phone: string; store: string; owner: bigint };

/** A customer with orders, a contact of Anna's, in every audience, in the SOP, with a message that waits for staff. */
async function plant({ name, phone, store, owner }: Planting): Promise<string> {
  const { product, clock } = running;
  const { workspaceId } = brand;
  const order = (number: string, daysAgo: number, amountMinor: bigint) => ({
    kind: 'order' as const, orderNumber: `${phone}-${number}`, identities: [{ kind: 'phone', value: phone }], profile: { name, store, city: `${store}所在城市`, firstSeenAtMs: testStartMs - 100 * dayMs },
    state: 'paid' as const, amountMinor, items: 1, orderedAtMs: testStartMs - daysAgo * dayMs, channel: '', store,
  });
  const { verdicts } = await product.orders.recordNow(workspaceId, [order('1', 40, 20_000n), order('2', 10, 30_000n)], { source: 'test', via: 'import' });
  const [first] = verdicts;
  if (first?.kind !== 'imported') throw new Error('not planted');
  const { customerId } = first;
  await product.db.inWorkspace(workspaceId, async (tx) => {
    await product.customers.markContact(tx, workspaceId, [{ customerId, isContact: true, ownerStaffId: owner }]);
    await tx.query('insert into wecom_contact (workspace_id, external_user_id, staff_user_id, customer_id, added_at, sync_number) values ($1, $2, $3, $4, $5, 1)', [workspaceId, `wm${phone}`, 'anna', customerId, new Date(testStartMs)]);
  });
  // Twice, so that what reacts to the first round has come to rest.
  for (let round = 0; round < 2; round += 1) {
    await product.runner.drain();
    clock.advanceTo(clock.now() + 2 * minuteMs);
  }
  await product.runner.drain();
  for (const worker of customerWorkers({ db: product.db, log: product.engines.log, importKinds: [] })) await untilIdle(worker);
  await product.db.asEngine((tx) => tx.query("update message set state = 'handed_over' where workspace_id = $1 and customer_id = $2", [workspaceId, customerId]));
  await product.models.snapshot(workspaceId, 'rfm', clock.now());
  return formatId('customer', customerId);
}

async function askAll(into: Map<Client, Answers>): Promise<void> {
  for (const person of Object.values(people)) into.set(person, await answersOf(walk, person));
}

beforeAll(async () => {
  running = await startTestProduct();
  const { product, app } = running;
  brand = await makeBrand(app, product.organization, 'a');
  const { workspaceId, owner, operator } = brand;
  [anna, boris] = await product.db.inWorkspace(workspaceId, async (tx) => (
    await product.organization.staff.upsertAll(tx, workspaceId, ['anna', 'boris'].map((name) => ({ wecomUserId: name, name, store: null }))) as [bigint, bigint]));
  const store = async (name: string, region: string) => ((await owner.post('/api/stores', { name, region })).json as Store).id;
  const jingan = await store('静安店', '上海大区');
  await store('徐汇店', '上海大区');
  await store('西湖店', '杭州大区');
  people = {
    brand: operator,
    region: await brand.person('operator', { scope: { kind: 'region', value: '上海大区' } }),
    store: await brand.person('operator', { scope: { kind: 'store', value: jingan } }),
    own: await brand.person('operator', { scope: { kind: 'own', value: null }, staffId: anna }),
  };
  await product.models.setLines(workspaceId, 'rfm', { by: 'fixed', recencyDays: 30, frequency: 2, amountMinor: 40_000 });
  const rule = { event: 'order.paid', within: '60d' };
  const [live, asked] = [(await operator.post('/api/audiences', { name: '买家', rule })).json as Audience, (await operator.post('/api/audiences', { name: '买家一', rule: { all: [rule] } })).json as Audience];
  const definition = {
    trigger: { kind: 'audience_entry', audienceId: live.id }, goal: { event: 'order.paid', withinDays: 7 }, holdOut: 0,
    steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '你好' }],
  };
  const sop = (await operator.post('/api/sops', { name: '欢迎', definition })).json as Sop;
  expect((await operator.post(`/api/sops/${sop.id}/publish`, { revision: sop.revision })).status).toBe(200);
  const key = (await owner.post('/api/api-keys', { name: 'key', scopes: ['read'] })).json as { id: string };
  const view = (await operator.post('/api/views', { page: 'customers', name: '苏州', state: { filters: { class: '-' } }, shared: true })).json as { id: string };
  const inside = await plant({ name: '里面的客户', phone: '13800001111', store: '静安店', owner: anna });
  const job = (await operator.post('/api/models/rfm/snapshots', { asOf: '2026-11-20' })).json as { id: string };
  await product.runner.drain();
  walk = {
    routes: routesOf(app), inside, outside: inside,
    ids: { users: formatId('user', owner.userId), 'api-keys': key.id, jobs: job.id, files: 'customers.csv', audiences: live.id, sops: sop.id, stores: jingan, views: view.id },
    asks: [
      ...['sort=-size', 'sort=countedAt', 'live=yes&sort=size&limit=1'].map((query) => ({ name: 'GET /api/audiences', url: `/api/audiences?${query}` })),
      { name: 'GET /api/sops/figures', url: `/api/sops/figures?ids=${sop.id}` },
      { name: 'GET /api/audiences/:id', url: `/api/audiences/${asked.id}` },
      { name: 'GET /api/audiences/:id/members', url: `/api/audiences/${asked.id}/members` },
      { name: 'POST /api/audiences/preview', url: '/api/audiences/preview', body: { rule } },
      { name: 'POST /api/audiences/preview', url: '/api/audiences/preview', body: { rule: { any: [rule, { all: [{ event: 'order.paid', within: '20d' }, { attribute: 'gender', is: 'unknown' }] }] } } },
      ...['q=%E5%AE%A2%E6%88%B7', 'q=2222', 'q=13900002222', 'sort=-createdAt', 'sort=-netSales', 'sort=orders', 'city=%E8%8B%8F%E5%B7%9E%E5%BA%97%E6%89%80%E5%9C%A8%E5%9F%8E%E5%B8%82', 'store=%E8%8B%8F%E5%B7%9E%E5%BA%97&sort=-createdAt', 'contact=yes', 'excluded=no', 'excluded=yes', 'ordersFrom=1', 'class=-', 'lastOrderFrom=2026-01-01'].map((query) => ({ name: 'GET /api/customers', url: `/api/customers?${query}` })),
      ...['q=2222', 'ordersFrom=2', 'city=%E8%8B%8F%E5%B7%9E%E5%BA%97%E6%89%80%E5%9C%A8%E5%9F%8E%E5%B8%82'].map((query) => ({ name: 'GET /api/customers/count', url: `/api/customers/count?${query}` })),
      { name: 'GET /api/views', url: '/api/views?page=customers' }, { name: 'GET /api/views/layout', url: '/api/views/layout?page=customers' },
      ...['外面', 'wmdkh', '2222', '13900002222', '买家'].map((q) => ({ name: 'GET /api/search', url: `/api/search?q=${encodeURIComponent(q)}` })),
    ],
    // Those that start work answer its job; whom exports and bulk actions are about is asked below.
    quiet: [
      'POST /api/audiences', 'PUT /api/audiences/:id', 'DELETE /api/audiences/:id', 'POST /api/audiences/:id/restore', 'POST /api/jobs/:id/cancel', 'POST /api/jobs/:id/retry',
      'POST /api/customers/exports', 'POST /api/customers/bulk', 'POST /api/customers/bulk/:id/undo',
    ],
  };
  await askAll(before);
  walk = { ...walk, outside: await plant({ name: '外面的客户', phone: '13900002222', store: '苏州店', owner: boris }) };
  await askAll(after);
}, 120_000);
afterAll(() => running?.close());

test('nothing that a person of a region, of a store or of their own is answered changes when somebody outside comes in', () => {
  for (const person of [people.region, people.store, people.own]) {
    expect(differences(before.get(person) ?? new Map(), after.get(person) ?? new Map())).toEqual([]);
    expect([...after.get(person) ?? []].filter(([, answer]) => /外面的客户|139\*+2222|苏州店/.test(answer) || answer.includes(walk.outside)).map(([question]) => question)).toEqual([]);
  }
});

test('the same walk sees every route that answers customers change for the whole brand, so that it can fail', () => {
  const changed = new Set(differences(before.get(people.brand) ?? new Map(), after.get(people.brand) ?? new Map()).map((question) => question.split(' → ')[0] ?? ''));
  expect([...changed].sort()).toEqual([
    'GET /api/audiences', 'GET /api/audiences/:id', 'GET /api/audiences/:id/members', 'GET /api/audiences/catalog', 'GET /api/customers', 'GET /api/customers/choices', 'GET /api/customers/count', 'GET /api/insights/home', 'GET /api/insights/today',
    'GET /api/models/rfm', 'GET /api/search',
    'GET /api/sops/:id/enrollments', 'GET /api/sops/:id/reach', 'GET /api/sops/:id/result', 'GET /api/sops/figures', 'GET /api/staff', 'GET /api/stores/suggestions', 'POST /api/audiences/preview',
  ]);
});

test('what is about one customer answers 404 to whoever does not see them, and the walk asks every route', async () => {
  for (const person of [people.region, people.store, people.own]) expect(await findOpenRoutes(walk, person)).toEqual([]);
  expect(await findOpenRoutes(walk, people.brand)).toEqual([
    'GET /api/customers/:id', 'GET /api/customers/:id/timeline', 'GET /api/audiences/:id/members/:customerId', 'GET /api/customers/:id/reach', 'PUT /api/customers/:id/reach',
  ].map((name) => `${name}: answered 200 for a customer outside of the scope instead of 404`));
});

test('everybody sees those of their scope, and the numbers are theirs: of a region, a store, their own', async () => {
  await plant({ name: '徐汇客户', phone: '13700003333', store: '徐汇店', owner: boris });
  await plant({ name: '安娜客户', phone: '13600004444', store: '西湖店', owner: anna });
  const seen = async (person: Client) => {
    const json = async <T>(url: string) => (await person.get(url)).json as T;
    const names = ({ data }: { data: CustomerRow[] }) => data.map(({ name }) => name).sort();
    const home = await json<HomeNumbers>('/api/insights/home');
    const result = await json<SopResult>(`/api/sops/${walk.ids['sops']}/result`);
    const { snapshot } = await json<RfmPicture>('/api/models/rfm');
    const members = names(await json(`/api/audiences/${walk.ids['audiences']}/members`));
    expect(names(await json('/api/customers'))).toEqual(members);
    const counts = [home.customers, home.messages.waitingForStaff, home.orders30d, home.salesMinor30d / 30_000, result.enrolled, result.waiting, snapshot?.buyers, (await json<Audience>(`/api/audiences/${walk.ids['audiences']}`)).size];
    expect(counts).toEqual(counts.map(() => members.length));
    return members;
  };
  expect(await seen(people.brand)).toEqual(['外面的客户', '安娜客户', '徐汇客户', '里面的客户'].sort());
  expect(await seen(people.region)).toEqual(['徐汇客户', '里面的客户'].sort());
  expect(await seen(people.store)).toEqual(['里面的客户']);
  expect(await seen(people.own)).toEqual(['安娜客户', '里面的客户'].sort());
  const { data: staff } = (await people.own.get('/api/staff')).json as { data: StaffMember[] };
  expect(staff.map(({ wecomUserId, contacts }) => [wecomUserId, contacts]).sort()).toEqual([['anna', 2], ['boris', null]]);
});

test('a store that leaves a region leaves what its people see with their next request; a key sees the whole brand', async () => {
  const total = async (person: Pick<Client, 'get'>) => ((await person.get('/api/insights/home')).json as HomeNumbers).customers;
  const stores = ((await brand.owner.get('/api/stores')).json as { data: Store[] }).data;
  const move = (region: string | null) => brand.owner.call('PATCH', `/api/stores/${stores.find(({ name }) => name === '徐汇店')?.id}`, { body: { region } });
  expect(stores.map(({ name, region, customers }) => [name, region, customers])).toEqual(expect.arrayContaining([['静安店', '上海大区', 1], ['徐汇店', '上海大区', 1], ['西湖店', '杭州大区', 1]]));
  expect((await move(null)).status).toBe(200);
  expect([await total(people.region), await total(people.brand), await total(await brand.apiKey(['read']))]).toEqual([1, 4, 4]);
  expect((await move('上海大区')).status).toBe(200);
});

test('403: what concerns the whole brand is refused to who sees a part of it: imports, snapshots, keys, caps, channels', async () => {
  const developer = await brand.person('developer', { scope: { kind: 'region', value: '上海大区' } });
  const refused = [
    await people.store.call('POST', '/api/imports/orders', { body: 'a,b\n', headers: { 'content-type': 'text/csv' } }), await people.own.post('/api/models/rfm/snapshots', {}),
    await developer.post('/api/api-keys', { name: 'all', scopes: ['read'] }),
    await people.region.call('PUT', '/api/settings/messages', { body: (await people.region.get('/api/settings/messages')).json }), await people.region.get('/api/channels/wecom'),
  ];
  expect(refused.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual(refused.map(() => [403, 'whole_brand_needed']));
  expect((await people.region.get('/api/jobs')).json).toEqual({ data: [], nextCursor: null });
  expect((await people.region.get(`/api/jobs/${walk.ids['jobs']}`)).status).toBe(404);
});

test('an audience that a running SOP begins with, by itself or through another one, is changed by who sees the whole brand alone; any other by the others too', async () => {
  const create = async (name: string, rule: unknown) => (await people.region.post('/api/audiences', { name, rule })).json as Audience;
  const change = async (person: Client, { id, name, rule }: Audience) => {
    const { version } = (await person.get(`/api/audiences/${id}`)).json as Audience;
    return person.call('PUT', `/api/audiences/${id}`, { body: { name, rule, version } });
  };
  const inner = await create('里层', { event: 'order.paid', within: '90d' });
  const middle = await create('中层', { not: { audience: inner.id } });
  const live = (await brand.operator.get(`/api/audiences/${walk.ids['audiences']}`)).json as Audience;
  expect([(await change(people.region, inner)).status, (await change(people.region, live)).status]).toEqual([200, 403]);
  expect((await change(brand.operator, { ...live, rule: { any: [live.rule, { all: [{ audience: middle.id }, { event: 'order.paid', within: '60d' }] }] } as Audience['rule'] })).status).toBe(200);
  for (const one of [inner, middle]) {
    const refused = await change(people.region, one);
    expect([refused.status, (refused.json as { code: string }).code]).toEqual([403, 'audience_live']);
    expect((await change(brand.operator, one)).status).toBe(200);
  }
  expect((await change(brand.operator, live)).status).toBe(200);
});

test('what exports and bulk actions work on, a filter or the whole list, is of the scope and nobody else', async () => {
  const { workspaceId } = brand;
  const viewer = { workspaceId, dataScope: { kind: 'stores' as const, stores: ['静安店'] } };
  const found = async (filter: CustomerFilter) => (await running.product.customers.findAll(viewer, { ...filter, sort: 'createdAt', limit: 10 })).map((id) => formatId('customer', id));
  for (const filter of [{}, { contact: 'yes' as const, ordersFrom: 1 }, { q: '客户' }, { excluded: 'no' as const }]) expect(await found(filter)).toEqual([walk.inside]);
  for (const filter of [{ store: '苏州店' }, { q: '13900002222' }, { q: walk.outside }]) expect(await found(filter)).toEqual([]);
});

/** The jobs that wait, to their end. The projector has to come first: a snapshot leaves its changes in the log, and the next one waits for ClickHouse to know them. */
async function workOff(): Promise<void> {
  await running.product.runner.drain();
  await untilIdle(running.product.jobs.worker());
  await running.product.runner.drain();
}

const jobOf = async (person: Client, answer: Answer): Promise<Job> => {
  expect(answer.status).toBe(202);
  await workOff();
  const job = (await person.get(`/api/jobs/${(answer.json as Job).id}`)).json as Job;
  expect(job).toMatchObject({ state: 'done', problem: null });
  return job;
};
const namesIn = async (person: Client, body: object): Promise<string[]> => {
  const job = await jobOf(person, await person.post('/api/customers/exports', body));
  return (await person.get(job.files[0]?.url ?? '')).text.split('\r\n').slice(1, -1).map((line) => line.split(',')[0] ?? '').sort();
};

test('the file of an export holds those of its person\'s scope: of the whole list, of a search, and of ids that somebody else gave them', async () => {
  const everybody = ['外面的客户', '安娜客户', '徐汇客户', '里面的客户'].sort();
  const theirs: [Client, string[]][] = [[people.brand, everybody], [people.region, ['徐汇客户', '里面的客户'].sort()], [people.store, ['里面的客户']], [people.own, ['安娜客户', '里面的客户'].sort()]];
  for (const [person, names] of theirs) {
    expect(await namesIn(person, {})).toEqual(names);
    expect(await namesIn(person, { q: '客户', ordersFrom: 1 })).toEqual(names);
    expect(await namesIn(person, { ids: [walk.inside, walk.outside] })).toEqual(names.filter((name) => name === '里面的客户' || name === '外面的客户'));
  }
});

test('a bulk action of a person reaches those of their scope, and is taken back for exactly them', async () => {
  const leftOut = async () => (await running.product.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ name: string }>('select name from customer where excluded order by name'))).map(({ name }) => name).sort();
  const theirs: [Client, object, string[]][] = [[people.store, { q: '客户' }, ['里面的客户']], [people.own, { q: '' }, ['安娜客户', '里面的客户'].sort()], [people.region, { ids: [walk.inside, walk.outside] }, ['里面的客户']]];
  for (const [person, choice, names] of theirs) {
    const job = await jobOf(person, await person.post('/api/customers/bulk', { action: 'exclude', reason: '测试', ...choice }));
    expect([job.result, await leftOut()]).toEqual([{ matched: names.length, changed: names.length }, names]);
    const stranger = person === people.own ? people.store : people.own;
    expect((await stranger.post(`/api/customers/bulk/${job.id}/undo`)).status).toBe(404);
    await jobOf(person, await person.post(`/api/customers/bulk/${job.id}/undo`));
    expect(await leftOut()).toEqual([]);
  }
});

test('an export that is tried again by a person who was narrowed meanwhile holds what they see now', async () => {
  const person = await brand.person('operator');
  const { id } = (await person.post('/api/customers/exports', {})).json as Job;
  expect((await person.post(`/api/jobs/${id}/cancel`)).status).toBe(200);
  const changed = await brand.owner.call('PATCH', `/api/users/${formatId('user', person.userId)}`, { body: { scope: { kind: 'region', value: '上海大区' } } });
  expect(changed.status).toBe(200);
  // A new scope ends the sessions that had another.
  const narrowed = await signedIn(running.app, running.product.organization, person);
  const job = await jobOf(narrowed, await narrowed.post(`/api/jobs/${id}/retry`));
  // Two stores of the region, a customer in each.
  expect(job.result).toEqual({ exported: 2 });
});

test('a store that is renamed keeps its customers, in every place and at once, and those that come in under its old name; another store cannot take that name', async () => {
  const stores = async () => ((await brand.owner.get('/api/stores')).json as { data: Store[] }).data;
  const jingan = (await stores()).find(({ name }) => name === '静安店');
  const change = (body: object) => brand.owner.call('PATCH', `/api/stores/${jingan?.id}`, { body });
  const names = async (person: Client, url: string) => ((await person.get(url)).json as { data: CustomerRow[] }).data.map(({ name }) => name).sort();
  const counted = async (person: Client, value: object) => ((await person.post('/api/audiences/preview', { rule: { attribute: 'store', ...value } })).json as { count: number }).count;
  const mine = async () => ({ region: await names(people.region, '/api/customers'), store: await names(people.store, '/api/customers') });
  const before = await mine();
  expect((await change({ name: '静安寺店' })).json).toMatchObject({ name: '静安寺店', formerNames: ['静安店'], customers: 1 });
  expect(await mine()).toEqual(before);
  expect(((await people.store.get('/api/customers')).json as { data: CustomerRow[] }).data[0]?.store).toBe('静安寺店');
  expect((await people.store.get(`/api/customers/${walk.inside}`)).json).toMatchObject({ store: '静安寺店' });
  expect((await people.store.get('/api/customers/choices')).json).toMatchObject({ stores: [{ value: '静安寺店', customers: 1 }] });
  for (const store of ['静安店', '静安寺店']) {
    expect(await names(people.brand, `/api/customers?store=${encodeURIComponent(store)}`)).toEqual(['里面的客户']);
    expect([await counted(people.brand, { is: store }), await counted(people.brand, { in: [store, '苏州店'] }), await counted(people.brand, { isNot: store })]).toEqual([1, 2, 3]);
  }
  expect([await counted(people.brand, { contains: '静安寺' }), await counted(people.brand, { contains: '静安' })]).toEqual([1, 1]);
  const catalog = (await people.brand.get('/api/audiences/catalog')).json as { attributes: { name: string; values: string[] }[] };
  expect(catalog.attributes.find(({ name }) => name === 'store')?.values.sort()).toEqual(['苏州店', '徐汇店', '西湖店', '静安寺店'].sort());
  expect(((await brand.owner.get('/api/stores/suggestions')).json as { data: { name: string }[] }).data.map(({ name }) => name)).not.toContain('静安店');
  const refused = [await brand.owner.post('/api/stores', { name: '静安店' }), await brand.owner.call('PATCH', `/api/stores/${(await stores()).find(({ name }) => name === '徐汇店')?.id}`, { body: { name: '静安店' } })];
  expect(refused.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual([[409, 'store_name_former'], [409, 'store_name_former']]);
  await plant({ name: '晚到的客户', phone: '13500005555', store: '静安店', owner: boris });
  expect(await mine()).toEqual({ region: [...before.region, '晚到的客户'].sort(), store: [...before.store, '晚到的客户'].sort() });
  expect([(await change({ name: '静安店' })).json, (await change({ formerNames: [] })).json]).toMatchObject([{ name: '静安店', formerNames: ['静安寺店'], customers: 2 }, { formerNames: [], customers: 2 }]);
  expect((await brand.owner.post('/api/stores', { name: '静安寺店' })).status).toBe(201);
});

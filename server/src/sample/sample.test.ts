import type { Job, SampleState } from '@homefield/contract';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAudiences } from '../audiences/index.ts';
import { createCustomers, customerProjection } from '../customers/index.ts';
import type { Customers } from '../customers/index.ts';
import { createJobs } from '../engines/index.ts';
import type { Jobs, Worker } from '../engines/index.ts';
import { formatId, wholeBrand } from '../kernel/index.ts';
import { createMessages } from '../messages/index.ts';
import { createModels } from '../models/index.ts';
import type { Models } from '../models/index.ts';
import { createOrders } from '../orders/index.ts';
import { createSops, sopsUsing } from '../sops/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { registerSample, sampleRoutes } from './index.ts';
import { takeTurn } from './sample-store.ts';
import { sampleWords } from './words.ts';

let server: TestServer;
let jobs: Jobs;
let models: Models;
let customers: Customers;
let sops: Worker[];

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    deps.engines.engines.projector.add(customerProjection);
    jobs = createJobs(deps);
    models = createModels(deps);
    customers = createCustomers(deps);
    const importDeps = { ...deps, customers, orders: createOrders({ ...deps, customers }), folder: join(deps.engines.engines.home.files, 'imports') };
    const audiences = createAudiences({ ...deps, importKinds: [], othersUsing: sopsUsing });
    const messages = createMessages({ ...deps, channels: { outbox: () => undefined, onReceipts() {}, onLastCheck() {} } });
    sops = createSops({ ...deps, audiences, messages }).workers();
    registerSample(jobs, { ...deps, models, importDeps, customers, staff: deps.organization.staff, audiences, messages });
    sampleRoutes(app, { db: deps.db, jobs, clock: deps.clock, audit: deps.audit });
  }] });
}, 60_000);
afterAll(() => server.close());

const state = async (): Promise<SampleState> => (await server.operator.get('/api/sample')).json as SampleState;
/** Jobs, the projector and the SOPs' reader side by side, as in the product. */
async function work(): Promise<void> {
  const worker = jobs.worker();
  let ended = false;
  const projecting = (async () => { while (!ended) { await server.engines.project(); await sops[0]?.step(); await new Promise((resolve) => { setTimeout(resolve, 50); }); } })();
  while (await worker.step() === 'more');
  ended = true;
  await projecting;
}
const newCustomer = (workspaceId: bigint, value: string, store = '') => server.deps.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, [{ identities: [{ kind: 'member_no', value }], profile: { name: '真实客户', store } }]));
const inClickHouse = async (workspaceId: bigint) => (await server.deps.analytics.query<{ events: string; people: string; members: string }>({
  workspaceId, text: `select (select count() from event where workspace_id = {workspace:UInt64}) as events, (select count() from customer final where workspace_id = {workspace:UInt64}) as people,
    (select count() from class_member where workspace_id = {workspace:UInt64}) as members`,
}))[0];

/** Stores of the sample: one that an account sees, one whose region an account sees, one to give a customer of one's own, one that had another name and one of nobody else; and one that has nothing to do with it. Answers the five names. */
async function listStores(workspaceId: bigint): Promise<string[]> {
  const names = (await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ store: string }>("select distinct store from customer where workspace_id = $1 and store <> '' order by store limit 5", [workspaceId]))).map(({ store }) => store);
  const actor = { kind: 'user' as const, id: server.owner.userId, role: 'owner' as const, ...wholeBrand(workspaceId) };
  const ids: string[] = [];
  for (const [index, name] of [...names, '我的门店'].entries()) {
    const { storeId } = await server.organization.stores.create(actor, { name: index === 3 ? '我的老店' : name, region: index === 1 ? '华东' : null });
    if (index === 3) await server.organization.stores.change(actor, storeId, { name });
    ids.push(formatId('store', storeId));
  }
  await server.person('operator', { scope: { kind: 'store', value: ids[0] ?? '' } });
  await server.person('operator', { scope: { kind: 'region', value: '华东' } });
  return names;
}

it('a brand to learn on comes with its layers, and goes without a trace; a customer of one\'s own stays', async () => {
  const { workspaceId } = server;
  expect(await state()).toEqual({ state: 'none', customers: 0, jobId: null, sopId: null });
  // Two clicks at once: while the first decides, the second waits, and then sees what the first began.
  const second = await server.deps.db.inWorkspace(workspaceId, async (tx) => {
    await takeTurn(tx, workspaceId);
    const answer = server.owner.post('/api/sample');
    expect(await Promise.race([answer, sleep(300, 'waits')])).toBe('waits');
    await jobs.enqueue(tx, workspaceId, { kind: 'sample.load', input: { nowMs: server.deps.clock.now() }, createdBy: null });
    return { answer };
  });
  expect((await second.answer).json).toMatchObject({ code: 'sample_busy' });
  await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query('delete from job where workspace_id = $1', [workspaceId]));
  expect((await server.owner.call('PATCH', '/api/session', { body: { language: 'en' } })).status).toBe(200);
  const started = await server.owner.post('/api/sample');
  expect(started.status).toBe(202);
  expect((await server.owner.post('/api/sample')).json).toMatchObject({ code: 'sample_busy' });
  await work();
  expect(await jobs.read(workspaceId, BigInt((await jobs.list(workspaceId, { before: undefined, limit: 1 }))[0]?.jobId ?? 0n))).toMatchObject({ state: 'done' });
  expect(await state()).toEqual({ state: 'loaded', customers: 3_000, jobId: null, sopId: expect.stringMatching(/^sop_/) as string });
  const [year] = await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ buyers: number }>(
    "select count(distinct customer_id)::int as buyers from customer_order where workspace_id = $1 and ordered_at > to_timestamp($2::float8 / 1000) - interval '365 days'", [workspaceId, server.deps.clock.now()]));
  expect((await models.latest(workspaceId, 'rfm'))?.summary.buyers).toBe(year?.buyers);
  expect(year?.buyers).toBeGreaterThan(1_000);
  expect((await server.owner.post('/api/sample')).json).toMatchObject({ code: 'sample_needs_empty_brand' });
  // Its orders alone hold the currency, and it is said so.
  const { json: settings } = await server.owner.get('/api/workspace');
  expect(settings).toMatchObject({ currencyFixed: true, currencyFixedBySample: true });
  expect((await server.owner.call('PATCH', '/api/workspace', { body: { revision: (settings as { revision: number }).revision, currency: 'HKD' } })).json).toMatchObject({ code: 'currency_fixed_by_sample' });

  // In the language of who loaded it.
  const said = (text: string) => server.deps.db.inWorkspace(workspaceId, (tx) => tx.query(text, [workspaceId]));
  expect([await said('select name from sop where workspace_id = $1'), await said('select name from audience where workspace_id = $1'), (await said('select name from staff_member where workspace_id = $1 order by name'))[0]])
    .toEqual([[{ name: sampleWords.en.sop }], [{ name: sampleWords.en.audience }], { name: 'Chen Yue' }]);
  // Found by the end of a phone that nobody can have.
  expect(await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query("select phone_masked from customer where workspace_id = $1 and phone_tail = '0123'", [workspaceId]))).toEqual([{ phone_masked: '+44****0123' }]);
  const names = await listStores(workspaceId);
  const [own] = await newCustomer(workspaceId, 'M-1', names[2]);
  await newCustomer(server.other.workspaceId, 'SAMPLE-of another brand');
  // An audience of one's own that was counted among the sample.
  await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query("insert into audience (workspace_id, audience_id, name, rule, size, counted_at, created_at) values ($1, 77, '上海', '{}', 412, now(), now())", [workspaceId]));
  expect((await server.owner.call('DELETE', '/api/sample')).status).toBe(202);
  await work();
  expect(await state()).toEqual({ state: 'impossible', customers: 0, jobId: null, sopId: null });
  expect(await said('select audience_id, size, counted_at from audience where workspace_id = $1')).toEqual([{ audience_id: 77n, size: null, counted_at: null }]);
  await said('delete from audience where workspace_id = $1');
  // Of the stores that were listed because of the sample those stay that an account sees, somebody of one's own belongs to, or that had another name.
  const stores = await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ name: string }>('select name from store where workspace_id = $1', [workspaceId]));
  expect(stores.map(({ name }) => name).sort()).toEqual(['我的门店', ...names.slice(0, 4)].sort());
  expect((await jobs.list(workspaceId, { before: undefined, limit: 1 }))[0]?.result).toEqual({ customers: 3_000, stores: 1 });
  const left = await server.deps.db.inWorkspace(workspaceId, async (tx) => ({
    people: await tx.query<{ customer_id: bigint }>('select customer_id from customer where workspace_id = $1', [workspaceId]),
    rows: (await tx.query<{ count: number }>('select ((select count(*) from customer_order where workspace_id = $1) + (select count(*) from identity where workspace_id = $1) + (select count(*) from event_log where workspace_id = $1))::int as count', [workspaceId]))[0]?.count,
    audited: (await tx.query<{ action: string }>("select action from audit_entry where workspace_id = $1 and action like 'sample.%' order by audit_id", [workspaceId])).map(({ action }) => action),
  }));
  const made = await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query(`select (select count(*) from sop where workspace_id = $1) + (select count(*) from sop_version where workspace_id = $1) + (select count(*) from audience where workspace_id = $1)
    + (select count(*) from staff_member where workspace_id = $1) + (select count(*) from enrollment where workspace_id = $1) + (select count(*) from message where workspace_id = $1) + (select count(*) from goal_order where workspace_id = $1)
    + (select count(*) from wecom_contact where workspace_id = $1) + (select count(*) from message_content where workspace_id = $1) + (select count(*) from message_suppression where workspace_id = $1) as rows`, [workspaceId]));
  expect(made).toEqual([{ rows: 0n }]);
  // Of the own one: an identity and an event.
  expect(left).toEqual({ people: [{ customer_id: own }], rows: 2, audited: ['sample.loaded', 'sample.removed'] });
  expect(await inClickHouse(workspaceId)).toEqual({ events: '1', people: '1', members: '0' });
  expect(await models.latest(workspaceId, 'rfm')).toBeNull();
  expect(await inClickHouse(server.other.workspaceId)).toEqual({ events: '1', people: '1', members: '0' });
}, 120_000);

it('is not loaded among customers of one\'s own, and nothing is removed that is not there', async () => {
  const { workspaceId, owner, operator } = server.other;
  await newCustomer(workspaceId, 'M-2');
  await server.deps.db.inWorkspace(workspaceId, (tx) => tx.query("delete from identity where workspace_id = $1 and value_key like 'SAMPLE-%'", [workspaceId]));
  expect((await owner.post('/api/sample')).json).toMatchObject({ code: 'sample_needs_empty_brand' });
  expect((await owner.call('DELETE', '/api/sample')).json).toMatchObject({ code: 'sample_absent' });
  for (const other of [server.staff, server.operator]) expect((await other.post('/api/sample')).status).toBe(403);
  const answer = await operator.get('/api/sample');
  expect(answer.json as Job | SampleState).toMatchObject({ state: 'impossible' });
});

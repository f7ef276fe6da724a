import type { SearchAnswer } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomers, customerProjection, customerRoutes, customerWorkers, orderCustomerKind, wordReader } from '../customers/index.ts';
import type { Customers } from '../customers/index.ts';
import type { Worker } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';
import { createSearch, searchRoutes } from './index.ts';

let server: TestServer;
let customers: Customers;
let worker: Worker;
const ids: bigint[] = [];
const people = [
  { name: '王雨婷', phone: '13800001234', number: 'K-1001' }, { name: '王雨桐', phone: '13900005678', number: 'K-1002' },
  { name: '单雪', phone: '13700001234', number: 'K-1003' }, { name: '<b>Mary</b> Ann', phone: '13600000000', number: 'K-1004' },
];

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    customers = createCustomers(deps);
    customerRoutes(app, { customers });
    searchRoutes(app, { search: createSearch({ db: deps.db, customers }) });
  }] });
  server.engines.engines.projector.add(customerProjection);
  const { deps, workspaceId } = server;
  await deps.log.register(wordReader, 'beginning');
  [worker] = customerWorkers({ db: deps.db, log: deps.log, importKinds: ['import.orders'] }) as [Worker];
  for (const { name, phone, number } of people) {
    ids.push(...await deps.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, [{ identities: [{ kind: 'phone', value: phone }, { kind: orderCustomerKind, value: number }], profile: { name } }])));
  }
  await deps.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query("insert into audience (workspace_id, audience_id, name, rule, created_at, size) values ($1, 71, '沉睡老客', '{}', now(), 12)", [workspaceId]);
    await tx.query("insert into sop (workspace_id, sop_id, name, definition, created_at) values ($1, 81, '沉睡老客唤醒', '{}', now())", [workspaceId]);
  });
  await settle();
}, 90_000);
afterAll(() => server?.close());

async function settle(): Promise<void> {
  while ((await worker.step()) === 'more');
}

async function ask(q: string, who: Pick<Client, 'get'> = server.operator): Promise<SearchAnswer> {
  const answer = await who.get(`/api/search?q=${encodeURIComponent(q)}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json as SearchAnswer;
}
const shown = async (q: string, who?: Pick<Client, 'get'>) => (await ask(q, who)).data.map(({ name, by }) => `${name} by ${by}`);

test('customers are found by name, given name, pinyin, initials, phone and its tail, number and id, and the answer says by which', async () => {
  expect(await shown('王雨')).toEqual(['王雨桐 by name', '王雨婷 by name']);
  expect(await shown('雨婷')).toEqual(['王雨婷 by name']);
  expect(await shown('wangyut')).toEqual(['王雨桐 by pinyin', '王雨婷 by pinyin']);
  expect(await shown('WYT')).toEqual(['王雨桐 by pinyin', '王雨婷 by pinyin']);
  expect(await shown('shan')).toEqual(['单雪 by pinyin']);
  expect(await shown('1234')).toEqual(['单雪 by phone', '王雨婷 by phone']);
  expect(await shown('139 0000 5678')).toEqual(['王雨桐 by phone']);
  expect(await shown('K-1003')).toEqual(['单雪 by number']);
  expect(await shown(formatId('customer', ids[1] ?? 0n))).toEqual(['王雨桐 by number']);
  expect(await shown('mary')).toEqual([]);
  expect(await shown('ann')).toEqual(['<b>Mary</b> Ann by name']);
  expect(await shown('%')).toEqual([]);
});

test('audiences and SOPs are found beside customers, also by pinyin', async () => {
  expect((await ask('沉睡')).data.map(({ kind, name, size, state }) => ({ kind, name, size, state }))).toEqual([
    { kind: 'sop', name: '沉睡老客唤醒', size: null, state: 'draft' }, { kind: 'audience', name: '沉睡老客', size: 12, state: null },
  ]);
  expect(await shown('cslk')).toEqual(['沉睡老客唤醒 by pinyin', '沉睡老客 by pinyin']);
  expect(await shown('huanxing')).toEqual(['沉睡老客唤醒 by pinyin']);
});

test('nobody is shown kinds that the role may not see, nor anything of another brand', async () => {
  expect(await ask('王雨婷', await server.person('content'))).toEqual({ data: [], kinds: ['sop', 'audience'] });
  expect(await ask('沉睡', server.staff)).toEqual({ data: [], kinds: ['customer'] });
  expect(await ask('沉睡', await server.person('developer'))).toEqual({ data: [], kinds: [] });
  for (const q of ['王雨婷', 'wyt', '1234', 'K-1001', '沉睡']) expect((await ask(q, server.other.owner)).data, q).toEqual([]);
  expect((await server.anonymous.get('/api/search?q=a')).status).toBe(401);
  expect((await ask('wyt', await server.apiKey(['read']))).data).toHaveLength(2);
});

test('a new name is found once the worker has seen it, the old one no longer finds', async () => {
  const { deps, workspaceId } = server;
  await deps.db.inWorkspace(workspaceId, (tx) => customers.updateProfile(tx, workspaceId, ids[0] ?? 0n, { name: '赵敏' }));
  await settle();
  expect(await shown('zhaomin')).toEqual(['赵敏 by pinyin']);
  expect(await shown('wyt')).toEqual(['王雨桐 by pinyin']);
});

test('whoever is called exactly so comes first by pinyin too, and the list of customers finds all of them, page by page', async () => {
  const { deps, workspaceId } = server;
  const named = (name: string, number: string) => deps.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, [{ identities: [{ kind: orderCustomerKind, value: number }], profile: { name } }]));
  for (const number of ['M-1', 'M-2', 'M-3', 'M-4']) await named('王敏', number);
  for (const number of ['M-5', 'M-6', 'M-7', 'M-8', 'M-9']) await named('王明远', number);
  await settle();
  await server.engines.project();
  const exact = Array.from({ length: 4 }, () => '王敏 by pinyin');
  expect((await shown('wangmin')).slice(0, 4)).toEqual(exact);
  expect((await shown('WM')).slice(0, 4)).toEqual(exact);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { json } = await server.operator.get(`/api/customers?q=wangmin&limit=4${cursor ? `&cursor=${cursor}` : ''}`);
    const { data, nextCursor } = json as { data: { id: string; name: string }[]; nextCursor: string | null };
    for (const { id, name } of data) seen.push(`${name} ${id}`);
    cursor = nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(9);
  expect(seen.filter((one) => one.startsWith('王敏 '))).toHaveLength(4);
  expect(((await server.operator.get('/api/customers?q=min')).json as { data: { name: string }[] }).data.map(({ name }) => name)).toContain('赵敏');
  expect(((await server.operator.get('/api/customers?q=wyut')).json as { data: unknown[] }).data).toEqual([]);
  expect(((await server.other.operator.get('/api/customers?q=wangmin')).json as { data: unknown[] }).data).toEqual([]);
});

test('names wait while an import is open, and are found when it has ended', async () => {
  const { deps, workspaceId } = server;
  const setJob = (text: string) => deps.db.inWorkspace(workspaceId, (tx) => tx.query(text, [workspaceId]));
  await setJob("insert into job (workspace_id, job_id, kind, state, created_at) values ($1, 91, 'import.orders', 'running', now())");
  await deps.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, [{ identities: [{ kind: orderCustomerKind, value: 'K-2001' }], profile: { name: '钱多多' } }]));
  await settle();
  expect(await shown('qdd')).toEqual([]);
  expect(await shown('K-2001')).toEqual(['钱多多 by number']);
  await setJob("update job set state = 'done' where workspace_id = $1 and job_id = 91");
  await settle();
  expect(await shown('qdd')).toEqual(['钱多多 by pinyin']);
});

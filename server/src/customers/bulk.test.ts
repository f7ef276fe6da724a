import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerRow, Job } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobs } from '../engines/index.ts';
import type { Jobs } from '../engines/index.ts';
import { createExports, exportRoutes } from '../exports/index.ts';
import { jobRoutes } from '../http/index.ts';
import { dayMs, formatId } from '../kernel/index.ts';
import { createOrders } from '../orders/index.ts';
import { testStartMs } from '../testing/engines.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createCustomers, customerBulkRoutes, customerExportSource, customerProjection, customerRoutes, orderCustomerKind, registerCustomerBulk } from './index.ts';
import type { Customers } from './index.ts';

let server: TestServer;
let jobs: Jobs;
let customers: Customers;
let folder: string;
let ids: bigint[] = [];
const count = 1_234;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homefield-exports-'));
  server = await startTestServer({ routes: [(app, deps) => {
    jobs = createJobs(deps);
    customers = createCustomers(deps);
    const exportDeps = { ...deps, jobs, folder };
    const exports = createExports(exportDeps);
    exports.register(customerExportSource(customers, new Map([['key_value', { zh: '重要价值', en: 'Key value' }]])));
    registerCustomerBulk({ ...deps, jobs, customers });
    jobRoutes(app, { jobs });
    exportRoutes(app, exportDeps);
    customerRoutes(app, { customers });
    customerBulkRoutes(app, { customers, jobs, exports });
  }] });
  server.engines.engines.projector.add(customerProjection);
  const { workspaceId, deps: { db } } = server;
  const rows = Array.from({ length: count }, (_, index) => ({
    identities: [{ kind: orderCustomerKind, value: `K-${index}` }, { kind: 'phone', value: `138${String(index).padStart(8, '0')}` }],
    profile: { name: index === 0 ? '=cmd|\'/c calc\'!A1' : `客户${index}`, source: 'import', firstSeenAtMs: testStartMs - (count - index) * dayMs },
  }));
  ids = await db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, rows));
  await createOrders({ ...server.deps, customers }).recordNow(workspaceId, [{
    kind: 'order', orderNumber: 'N-1', identities: [{ kind: orderCustomerKind, value: 'K-1' }], state: 'paid', amountMinor: 123_450n, items: 1, orderedAtMs: testStartMs - dayMs, channel: '', store: '',
  }], { source: 'test', via: 'api' });
  const other = server.other.workspaceId;
  await db.inWorkspace(other, (tx) => customers.resolve(tx, other, [{ identities: [{ kind: 'phone', value: '13900000000' }], profile: { name: '乙方客户' } }]));
  await server.engines.project();
}, 120_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const done = async (answer: { status: number; json: unknown }): Promise<Job> => {
  expect(answer.status).toBe(202);
  const { id } = answer.json as Job;
  await jobs.worker().step();
  await server.engines.project();
  return (await server.operator.get(`/api/jobs/${id}`)).json as Job;
};
const exported = async (body: object) => {
  const job = await done(await server.operator.call('POST', '/api/customers/exports', { body, headers: { 'accept-language': 'zh' } }));
  expect(job).toMatchObject({ state: 'done', problem: null });
  const { text } = await server.operator.get(job.files[0]?.url ?? '');
  return { job, text, lines: text.split('\r\n').slice(0, -1) };
};
const audited = (action: string) => server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query<{ detail: Record<string, unknown>; actor_id: bigint }>('select detail, actor_id from audit_entry where action = $1 order by audit_id desc', [action]));
const excludedNow = () => server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query<{ customer_id: bigint; excluded_reason: string }>('select customer_id, excluded_reason from customer where excluded order by customer_id'));

test('the whole list is exported, in its order, with masked phones, amounts as numbers, times in the brand\'s zone, and nobody of another brand', async () => {
  const { lines, text, job } = await exported({ sort: 'createdAt' });
  expect(job).toMatchObject({ kind: 'export.customers', result: { exported: count }, startedBy: { name: 'operator of a' } });
  expect(lines).toHaveLength(count + 1);
  expect(lines[0]).toBe('\ufeff姓名,手机（已隐藏中间四位）,城市,来源,门店,跟进人,是否好友,所属分层,订单数,净销售额,最近下单,建档时间,编号');
  expect(lines[1]).toContain("'=cmd|'/c calc'!A1,138****0000,,导入,");
  expect(lines[2]).toBe(`客户1,138****0001,,导入,,,否,,1,1234.50,2026-11-21 10:00,${new Date(testStartMs - 1_233 * dayMs).toISOString().slice(0, 10)} 10:00,${formatId('customer', ids[1] ?? 0n)}`);
  expect(text).not.toMatch(/138\d{8}/);
  expect(text).not.toContain('乙方客户');
  expect((await audited('customers.exported'))[0]).toMatchObject({ actor_id: server.operator.userId, detail: { count, filter: { sort: 'createdAt' } } });
}, 60_000);

test('a search, chosen columns and chosen customers are heeded', async () => {
  const searched = await exported({ q: '客户12', columns: ['id', 'name'], sort: 'createdAt' });
  const expected = ids.filter((_, index) => `客户${index}`.includes('客户12') && index > 0);
  expect(searched.lines.slice(1)).toEqual(expected.map((id) => `${formatId('customer', id)},客户${ids.indexOf(id)}`));
  const chosen = await exported({ ids: [ids[7], ids[3], 1n].map((id) => formatId('customer', id ?? 0n)), columns: ['name'] });
  expect(chosen.lines).toEqual(['\ufeff姓名', '客户7', '客户3']);
  expect((await audited('customers.exported'))[0]?.detail).toMatchObject({ count: 2, filter: { chosen: 3 } });
  const butTwo = await exported({ q: '客户12', columns: ['id'], sort: 'createdAt', except: expected.slice(0, 2).map((id) => formatId('customer', id)) });
  expect(butTwo.lines.slice(1)).toEqual(expected.slice(2).map((id) => formatId('customer', id)));
  expect((await audited('customers.exported'))[0]?.detail).toMatchObject({ count: expected.length - 2, filter: { except: 2 } });
}, 60_000);

test('a phone that was searched for is neither in the job nor in the audit log', async () => {
  const { lines } = await exported({ q: '13800000005', columns: ['name'] });
  expect(lines.slice(1)).toEqual(['客户5']);
  const kept = await server.deps.db.asEngine((tx) => tx.query('select input::text as text from job union all select detail::text from audit_entry'));
  expect(JSON.stringify(kept)).not.toContain('13800000005');
});

test('customers of another brand are not exported by their ids', async () => {
  const { data } = (await server.other.operator.get('/api/customers')).json as { data: CustomerRow[] };
  expect((await exported({ ids: [data[0]?.id], columns: ['name'] })).lines).toEqual(['\ufeff姓名']);
});

test('wrong requests are refused: unknown columns (422), both ways of choosing (422), no reason (422), an id of another kind (404), no permission (403)', async () => {
  expect((await server.operator.post('/api/customers/exports', { columns: ['phoneInFull'] })).status).toBe(422);
  expect((await server.operator.post('/api/customers/exports', { ids: [formatId('customer', 1n)], except: [formatId('customer', 2n)] })).status).toBe(422);
  expect((await server.operator.post('/api/customers/exports', { except: ['job_0000000000001'] })).status).toBe(404);
  const bulk = (body: object) => server.operator.post('/api/customers/bulk', body).then(({ status }) => status);
  expect(await bulk({ action: 'exclude', reason: 'x', q: 'a', ids: [formatId('customer', 1n)] })).toBe(422);
  expect(await bulk({ action: 'exclude', reason: 'x' })).toBe(422);
  expect(await bulk({ action: 'exclude', q: 'a' })).toBe(422);
  expect(await bulk({ action: 'include', ids: ['job_0000000000001'] })).toBe(404);
  const content = await server.person('content');
  expect((await content.post('/api/customers/exports', {})).status).toBe(403);
  expect((await (await server.person('analyst')).post('/api/customers/bulk', { action: 'include', q: 'a' })).status).toBe(403);
});

test('all that a search finds are left out in batches, told to the log, audited; undoing gives back exactly those', async () => {
  const before = await done(await server.operator.post('/api/customers/bulk', { action: 'exclude', reason: '员工', ids: [formatId('customer', ids[123] ?? 0n)] }));
  expect(before.result).toEqual({ matched: 1, changed: 1 });
  const job = await done(await server.operator.post('/api/customers/bulk', { action: 'exclude', reason: '同行', q: '客户' }));
  // Everybody but the first, whose name is another; one of them was left out before.
  expect(job).toMatchObject({ state: 'done', title: { zh: '批量设为不计入统计' }, result: { matched: count - 1, changed: count - 2 }, progress: { done: count - 1, total: count - 1, unit: 'customers' } });
  expect(await excludedNow()).toHaveLength(count - 1);
  expect((await audited('customers.excluded'))[0]?.detail).toMatchObject({ matched: count - 1, changed: count - 2, reason: '同行', filter: { q: '客户' } });
  expect(((await server.operator.get('/api/customers?limit=200')).json as { data: CustomerRow[] }).data.map(({ name }) => name)).toEqual(['=cmd|\'/c calc\'!A1']);
  const undone = await done(await server.operator.post(`/api/customers/bulk/${job.id}/undo`));
  expect(undone).toMatchObject({ state: 'done', title: { zh: '撤销：批量恢复计入统计' }, result: { matched: count - 2, changed: count - 2, undoes: job.id } });
  expect(await excludedNow()).toEqual([{ customer_id: ids[123], excluded_reason: '员工' }]);
  // Once: the job says that it was, and is not undone again.
  expect((await server.operator.get(`/api/jobs/${job.id}`)).json).toMatchObject({ result: { changed: count - 2, undone: undone.id } });
  expect((await server.operator.post(`/api/customers/bulk/${job.id}/undo`)).json).toMatchObject({ status: 409, code: 'bulk_undone' });
  expect((await audited('customers.included'))[0]?.detail).toMatchObject({ changed: count - 2, undoes: job.id });
}, 60_000);

test('all but some are left out, and all but some of those taken in again', async () => {
  const some = [ids[5], ids[6]].map((id) => formatId('customer', id ?? 0n));
  const out = await done(await server.operator.post('/api/customers/bulk', { action: 'exclude', reason: '同行', q: '客户12', except: [formatId('customer', ids[12] ?? 0n)] }));
  const found = ids.filter((_, index) => `客户${index}`.includes('客户12')).length;
  expect(out.result).toMatchObject({ matched: found - 1 });
  expect((await excludedNow()).map(({ customer_id }) => customer_id)).not.toContain(ids[12]);
  const kept = [formatId('customer', ids[123] ?? 0n), ...some];
  // Listed, counted and exported by the filter of those who are left out, and by nothing else.
  const left = (await excludedNow()).map(({ customer_id: id }) => formatId('customer', id)).sort();
  const listed = async (query: string) => ((await server.operator.get(`/api/customers?limit=200&${query}`)).json as { data: CustomerRow[] }).data.map(({ id }) => id).sort();
  expect([await listed('excluded=yes'), await listed('excluded=yes&sort=-createdAt'), await listed('excluded=yes&q=%E5%AE%A2%E6%88%B7')]).toEqual([left, left, left]);
  expect((await server.operator.get('/api/customers/count?excluded=yes')).json).toEqual({ count: left.length });
  expect((await server.operator.get('/api/customers/count?excluded=no')).json).toEqual({ count: count - left.length });
  expect(await listed('excluded=no&q=%E5%AE%A2%E6%88%B7123')).toEqual([]);
  expect((await exported({ excluded: 'yes', columns: ['id'] })).lines.slice(1).sort()).toEqual(left);
  expect((await server.other.operator.get('/api/customers/count?excluded=yes')).json).toEqual({ count: 0 });
  expect((await done(await server.operator.post('/api/customers/bulk', { action: 'include', q: '', except: kept }))).result).toMatchObject({ changed: found - 2 });
  expect(await excludedNow()).toEqual([{ customer_id: ids[123], excluded_reason: '员工' }]);
});

test('taking in all who are left out, and undoing it, brings the reasons back', async () => {
  const job = await done(await server.operator.post('/api/customers/bulk', { action: 'include', q: '' }));
  expect(job.result).toEqual({ matched: 1, changed: 1 });
  expect(await excludedNow()).toEqual([]);
  await done(await server.operator.post(`/api/customers/bulk/${job.id}/undo`));
  expect(await excludedNow()).toEqual([{ customer_id: ids[123], excluded_reason: '员工' }]);
  expect((await done(await server.operator.post('/api/customers/bulk', { action: 'include', ids: [formatId('customer', ids[123] ?? 0n)] }))).result).toEqual({ matched: 1, changed: 1 });
});

test('undo is refused for an action under way (409), another kind of job and another brand (404)', async () => {
  const { id } = (await server.operator.post('/api/customers/bulk', { action: 'include', q: 'nobody' })).json as Job;
  expect((await server.operator.post(`/api/customers/bulk/${id}/undo`)).json).toMatchObject({ status: 409, code: 'bulk_under_way' });
  await jobs.worker().step();
  expect((await server.other.owner.post(`/api/customers/bulk/${id}/undo`)).status).toBe(404);
  const undo = await done(await server.operator.post(`/api/customers/bulk/${id}/undo`));
  expect((await server.operator.post(`/api/customers/bulk/${undo.id}/undo`)).json).toMatchObject({ status: 404, code: 'bulk_unknown' });
});

test('a bulk action that is stopped in the middle goes on: nobody is changed twice, nobody left out', async () => {
  const { db, clock, ids: newIds, signals, randomness, audit } = server.deps;
  const first = createJobs({ db, clock, ids: newIds, signals, randomness });
  let batches = 0;
  const stopping: Customers = { ...customers, excludeMany: async (tx, workspaceId, changes) => {
    batches += 1;
    if (batches === 2) first.stop();
    return customers.excludeMany(tx, workspaceId, changes);
  } };
  registerCustomerBulk({ db, jobs: first, customers: stopping, audit });
  const { id } = (await server.operator.post('/api/customers/bulk', { action: 'exclude', reason: '测试', q: '客户' })).json as Job;
  await first.worker().step();
  const half = (await server.operator.get(`/api/jobs/${id}`)).json as Job;
  expect([half.state, half.progress.done]).toEqual(['waiting', 1_000]);
  expect(await excludedNow()).toHaveLength(1_000);
  await jobs.worker().step();
  const job = (await server.operator.get(`/api/jobs/${id}`)).json as Job;
  expect(job).toMatchObject({ state: 'done', result: { matched: count - 1, changed: count - 1 } });
  expect(await excludedNow()).toHaveLength(count - 1);
  const versions = await db.inWorkspace(server.workspaceId, (tx) => tx.query('select 1 from customer_bulk_change where job_id = (select max(job_id) from job)'));
  expect(versions).toHaveLength(count - 1);
  await done(await server.operator.post(`/api/customers/bulk/${id}/undo`));
  expect(await excludedNow()).toEqual([]);
}, 60_000);

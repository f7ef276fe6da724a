import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Job } from '@homefield/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomers } from '../customers/index.ts';
import { createJobs } from '../engines/index.ts';
import type { Jobs } from '../engines/index.ts';
import { jobRoutes } from '../http/index.ts';
import { createRealClock, formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createOrders, orderRoutes, registerOrderImport } from './index.ts';
import { sweepUploads } from './uploads.ts';

let server: TestServer;
let jobs: Jobs;
let folder: string;
const audited: unknown[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homefield-imports-'));
  server = await startTestServer({ routes: [(app, deps) => {
    jobs = createJobs(deps);
    const customers = createCustomers(deps);
    registerOrderImport(jobs, { ...deps, customers, orders: createOrders({ ...deps, customers }), folder });
    orderRoutes(app, { db: deps.db, jobs, ids: deps.ids, folder, audit: async (_tx, _workspaceId, { action, detail }) => { audited.push([action, detail['file']]); } });
    jobRoutes(app, { jobs });
  }] });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const file = '订单号,下单时间,实付金额,手机号\nA-1,2024-01-31,12.50,13800138000\nA-2,昨天,8.00,13800138000\n';
const send = (body: string | Buffer, query = 'mapping=auto&fileName=%E5%8E%86%E5%8F%B2.csv', type = 'text/csv') =>
  server.operator.call('POST', `/api/imports/orders?${query}`, { body: Buffer.from(body), headers: { 'content-type': type } });
const ended = async (id: string): Promise<Job> => {
  await jobs.worker().step();
  return (await server.operator.get(`/api/jobs/${id}`)).json as Job;
};

it('202: a file becomes a job; its result says what came of it, its error file has the rejected lines', async () => {
  const { status, json } = await send(file);
  expect([status, json]).toMatchObject([202, { kind: 'import.orders', state: 'waiting', title: { zh: '导入订单：历史.csv' } }]);
  expect(audited).toEqual([['orders.imported', '历史.csv']]);
  const { id } = json as Job;
  const job = await ended(id);
  expect(job).toMatchObject({
    state: 'done', progress: { done: 2, total: 2, unit: 'rows', rejected: 1 },
    result: { rows: 2, imported: 1, rejected: 1, unchanged: 0, customers: 1, orders: 1, refunds: 0, amountMinor: 1_250, errorFile: `/api/jobs/${id}/error-file` },
  });
  const errors = await server.operator.get(`/api/jobs/${id}/error-file`);
  expect([errors.status, errors.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(errors.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('历史-错误行.csv')}`);
  expect(errors.text).toContain('A-2,昨天,8.00,13800138000');
  expect(errors.text).toMatch(/^\ufeff错误行号,错误列,错误原因,/);
  expect((await readdir(folder)).filter((name) => name.endsWith('.upload'))).toEqual([]);
});

it.each(['zh', 'en'])('the template comes in %s; filled in, its line becomes an order and a refund of it', async (language) => {
  const template = await server.operator.get(`/api/imports/orders/template?language=${language}`);
  expect([template.status, template.headers['content-type'], template.headers['content-disposition']]).toEqual([200, 'text/csv; charset=utf-8', expect.stringContaining(language === 'zh' ? encodeURIComponent('订单模板.csv') : 'orders-template.csv')]);
  const number = `T-${language}`;
  const { json } = await send(`${template.text}${number},2024-01-31 08:05,12.50,13800138000,,,王小明,上海,,,面霜,1,,2.50,2024-02-03 10:00\r\n`);
  expect(await ended((json as Job).id)).toMatchObject({ result: { rows: 1, imported: 1, rejected: 0, orders: 1, refunds: 1, amountMinor: 1_250, ignoredColumns: [], unreadRefundColumns: [] } });
  expect((await server.staff.get('/api/imports/orders/template')).status).toBe(403);
});

it('202: a packed file', async () => {
  const { json } = await send(gzipSync(file.replace('昨天', '2024-02-01').replaceAll('A-', 'B-')), 'mapping=auto', 'application/gzip');
  const job = await ended((json as Job).id);
  expect(job).toMatchObject({ state: 'done', result: { imported: 2, errorFile: null } });
  expect((await server.operator.get(`/api/jobs/${job.id}/error-file`)).status).toBe(404);
});

it('a file that cannot be read fails its job with the reason in both languages and leaves no upload behind', async () => {
  const { json } = await send('a,b\n1,2\n');
  expect(await ended((json as Job).id)).toMatchObject({ state: 'failed', problem: { code: 'import_column_missing', zh: expect.stringContaining('没有找到'), en: expect.stringContaining('No column') } });
  expect((await readdir(folder)).filter((name) => name.endsWith('.upload'))).toEqual([]);
});

it('a job that is canceled before it begins imports nothing; one that is running ends with what is in', async () => {
  const waiting = (await send(file.replaceAll('A-', 'C-'))).json as Job;
  await server.operator.post(`/api/jobs/${waiting.id}/cancel`);
  expect(await ended(waiting.id)).toMatchObject({ state: 'canceled', result: null });
  const rows = Array.from({ length: 60_000 }, (_, index) => `D-${index},2024-01-31,1.00,13800138000`).join('\n');
  const running = (await send(`订单号,下单时间,实付金额,手机号\n${rows}\n`)).json as Job;
  const step = jobs.worker().step();
  while (((await server.operator.get(`/api/jobs/${running.id}`)).json as Job).progress.done === 0) await new Promise((resolve) => { setTimeout(resolve, 50); });
  await server.operator.post(`/api/jobs/${running.id}/cancel`);
  await step;
  const job = (await server.operator.get(`/api/jobs/${running.id}`)).json as Job;
  expect(job.state).toBe('canceled');
  const imported = Number(job.result?.['imported']);
  expect(imported).toBeGreaterThan(0);
  expect(imported).toBeLessThan(60_000);
  expect(await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("select count(*)::int as count from customer_order where workspace_id = $1 and order_number like 'D-%'", [server.workspaceId]))).toEqual([{ count: imported }]);
});

it('422: nothing, 4xx: an unknown mapping or no file at all', async () => {
  expect((await send('')).status).toBe(422);
  expect((await send(file, 'mapping=cdnwo')).status).toBeLessThan(500);
  expect((await send(file, 'mapping=cdnwo')).status).toBeGreaterThanOrEqual(400);
  expect((await server.operator.post('/api/imports/orders?mapping=auto', {})).status).toBeGreaterThanOrEqual(400);
});

it('403 and 404: staff may not import; the error file of another brand, of another kind, of nothing', async () => {
  expect((await server.staff.call('POST', '/api/imports/orders', { body: Buffer.from(file), headers: { 'content-type': 'text/csv' } })).status).toBe(403);
  const { id } = await ended(((await send(file.replaceAll('A-', 'E-'))).json as Job).id);
  expect((await server.operator.get(`/api/jobs/${id}/error-file`)).status).toBe(200);
  expect((await server.other.operator.get(`/api/jobs/${id}/error-file`)).status).toBe(404);
  expect((await server.operator.get(`/api/jobs/${formatId('job', 5n)}/error-file`)).status).toBe(404);
});

it('an upload stays while its job waits and goes when it was canceled; an error file goes after 90 days', async () => {
  const { deps } = server.engines;
  const realClock = createRealClock();
  const sweep = () => sweepUploads({ db: deps.db, folder, realClock });
  const hoursAgo = (hours: number) => new Date(realClock.now() - hours * 3_600_000);
  await writeFile(join(folder, '1.errors.csv'), 'old');
  await utimes(join(folder, '1.errors.csv'), hoursAgo(91 * 24), hoursAgo(91 * 24));
  await writeFile(join(folder, '2.errors.csv'), 'young');
  const before = await readdir(folder);
  const waiting = (await send(file.replaceAll('A-', 'S-'))).json as Job;
  const [upload = ''] = (await readdir(folder)).filter((name) => name.endsWith('.upload') && !before.includes(name));
  await utimes(join(folder, upload), hoursAgo(2), hoursAgo(2));
  expect(await sweep()).toEqual(['1.errors.csv']);
  await server.operator.post(`/api/jobs/${waiting.id}/cancel`);
  expect([await sweep(), (await readdir(folder)).includes('2.errors.csv')]).toEqual([[upload], true]);
});

import type { Job, RfmPicture } from '@homefield/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobs, createRunner, type Jobs } from '../engines/index.ts';
import { dayMs, dayStart } from '../kernel/index.ts';
import { testStartMs } from '../testing/engines.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { createModels, modelJobs, modelRoutes, modelWorkers, type Models } from './index.ts';

let server: TestServer;
let jobs: Jobs;
let models: Models;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    jobs = createJobs(deps);
    models = createModels(deps);
    modelJobs({ models, jobs, db: deps.db, log: deps.log, importKinds: ['import.orders'] });
    modelRoutes(app, { models, jobs, clock: deps.clock });
  }] });
  const { admin } = server.engines.engines.clickhouse;
  await admin.insert('customer', ['workspace_id', 'customer_id', 'version'], `[${server.workspaceId},1,1]\n[${server.workspaceId},2,1]\n`, 'a');
  const at = new Date(testStartMs - 40 * dayMs).toISOString().replace('T', ' ').replace('Z', '');
  await admin.insert('event_stored', ['workspace_id', 'customer_id', 'name', 'occurred_at', 'amount', 'subject'], `[${server.workspaceId},1,"order.paid","${at}",1000,"A"]\n[${server.workspaceId},2,"order.paid","${at}",200,"B"]\n`, 'b');
}, 60_000);
afterAll(() => server?.close());

async function work(): Promise<void> {
  const worker = jobs.worker();
  while (await worker.step() === 'more');
}

it('200: before the first snapshot there is none', async () => {
  expect((await server.operator.get('/api/models/rfm')).json).toEqual({ snapshot: null });
});

it('202: a snapshot is taken as a job, and then shown', async () => {
  const { status, json } = await server.operator.post('/api/models/rfm/snapshots', { asOf: '2026-11-20' });
  expect([status, json]).toMatchObject([202, { kind: 'model.snapshot', title: { zh: 'RFM 分层快照' } }]);
  await work();
  expect(await jobs.list(server.workspaceId, { limit: 5 })).toMatchObject([{ state: 'done', result: { buyers: 2 } }]);
  const { snapshot } = (await server.operator.get('/api/models/rfm')).json as RfmPicture;
  expect(snapshot).toMatchObject({ asOfMs: dayStart('2026-11-20', 'Asia/Shanghai'), buyers: 2, linesBy: 'mean', lines: { recencyDays: 37, frequency: 1, amountMinor: 600 } });
  expect(snapshot?.classes[0]).toMatchObject({ class: 'key_value', label: { zh: '重要价值' }, play: { zh: 'VIP 服务、共创' }, customers: 1, salesMinor: 1000 });
  expect(snapshot?.cells).toEqual([{ recencyBand: '31–90', frequencyBand: '1', customers: 2, salesMinor: 1200 }]);
});

it('422: tomorrow cannot be looked back on', async () => {
  const { status, json } = await server.operator.post('/api/models/rfm/snapshots', { asOf: '2026-11-23' });
  expect([status, json]).toMatchObject([422, { code: 'model_instant_in_future' }]);
});

it('403: staff take no snapshots', async () => {
  expect((await server.staff.post('/api/models/rfm/snapshots', {})).status).toBe(403);
});

it('every workspace gets one snapshot a day, as of its midnight', async () => {
  const { clock, db, log } = server.engines.deps;
  const runner = createRunner({ onError: (_name, error) => { throw error; } });
  for (const worker of modelWorkers({ db, clock, log, models })) runner.add(worker);
  await runner.drain();
  expect((await models.latest(server.workspaceId, 'rfm'))?.asOfMs).toBe(dayStart('2026-11-22', 'Asia/Shanghai'));
  expect((await models.latest(server.other.workspaceId, 'rfm'))?.summary.buyers).toBe(0);
  clock.advanceTo(testStartMs + dayMs);
  await runner.drain();
  expect((await models.latest(server.workspaceId, 'rfm'))?.asOfMs).toBe(dayStart('2026-11-23', 'Asia/Shanghai'));
  expect((await jobs.list(server.workspaceId, { limit: 5 }) as unknown as Job[])).toHaveLength(1);
});

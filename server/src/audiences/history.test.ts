import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobs, createRunner, type Analytics, type Jobs, type NewEvent, type Worker } from '../engines/index.ts';
import { dayMs, isProblem } from '../kernel/index.ts';
import { startTestEngines, type TestEngines } from '../testing/engines.ts';
import { audienceWorkers, createAudiences, type Audiences } from './index.ts';
import { makeLive, putCustomers } from './testing.ts';

const importKinds = ['import.orders'];
const onlyOne = { event: 'order.paid', count: { is: 1 } };
let test: TestEngines;
let jobs: Jobs;
/** What an import does while it runs. */
let importing: (workspaceId: bigint) => Promise<void> = async () => undefined;

beforeAll(async () => {
  test = await startTestEngines();
  jobs = createJobs(test.deps);
  jobs.handler('import.orders', (job) => importing(job.workspaceId), { title: { zh: '导入', en: 'Import' }, retry: false });
}, 60_000);
afterAll(() => test?.close());

const orders = (workspaceId: bigint, customerIds: readonly number[], portion: string) => test.deps.db.inWorkspace(workspaceId, (tx) => test.deps.log.append(tx, workspaceId, customerIds.map((customerId): NewEvent => (
  { customerId: BigInt(customerId), name: 'order.paid', occurredAtMs: test.clock.now() - dayMs, source: 'import', subject: `${customerId}-${portion}`, amountMinor: 100n }))));
const startImport = (workspaceId: bigint) => jobs.start(workspaceId, { kind: 'import.orders', input: {}, createdBy: null });
const work = async () => { const worker = jobs.worker(); while (await worker.step() === 'more'); };
const entered = async (workspaceId: bigint) => (await test.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint }>(
  "select customer_id from event_log where workspace_id = $1 and name = 'audience.entered' order by customer_id", [workspaceId]))).map((row) => Number(row.customer_id));

/** A brand of three with the live audience of those who have exactly one order, and the worker that keeps it. */
async function brand(analytics?: Analytics): Promise<{ workspaceId: bigint; audienceId: bigint; worker: Worker; audiences: Audiences }> {
  const workspaceId = await test.workspace();
  await putCustomers(test.engines, workspaceId, [1, 2, 3].map((customerId) => ({ customerId })));
  const audiences = createAudiences({ ...test.deps, importKinds, ...(analytics ? { analytics } : {}) });
  await test.project();
  const { id } = await audiences.create(workspaceId, { name: '只买过一次', rule: onlyOne });
  await makeLive(test.deps.db, audiences, workspaceId, id);
  const [worker] = audienceWorkers({ ...test.deps, audiences, importKinds });
  if (!worker) throw new Error('no worker');
  return { workspaceId, audienceId: id, worker, audiences };
}

it('nobody enters by a history that the projector has only half carried over', async () => {
  const { workspaceId, worker } = await brand();
  await orders(workspaceId, [1, 2, 3], 'first');
  await test.project();
  await orders(workspaceId, [2, 3], 'second');
  expect(await worker.step()).toBe('idle');
  expect(await entered(workspaceId)).toEqual([]);
  await test.project();
  while (await worker.step() === 'more');
  expect(await entered(workspaceId)).toEqual([1]);
});

it('nobody enters between the portions of an import, and those who belong there enter when it has ended', async () => {
  const { workspaceId, worker, audiences, audienceId } = await brand();
  importing = async () => {
    await orders(workspaceId, [1, 2, 3], 'first');
    await test.project();
    expect(await worker.step()).toBe('idle');
    await expect(audiences.refreshNow(workspaceId, audienceId)).rejects.toSatisfy((error) => isProblem(error) && error.code === 'audience_waits_for_orders');
    await orders(workspaceId, [2, 3], 'second');
  };
  await startImport(workspaceId);
  expect(await worker.step()).toBe('idle');
  await work();
  expect(await worker.step()).toBe('idle');
  expect(await entered(workspaceId)).toEqual([]);
  await test.project();
  expect(await worker.step()).toBe('more');
  expect(await entered(workspaceId)).toEqual([1]);
});

it('an import that begins while the question is asked stops the refresh; it is done again behind it', async () => {
  let begin: (() => Promise<void>) | undefined;
  const { workspaceId, worker } = await brand({ ...test.deps.analytics, async query(query) {
    await begin?.();
    return test.deps.analytics.query(query);
  } });
  begin = async () => {
    begin = undefined;
    importing = async () => { await orders(workspaceId, [1, 2, 3], 'first'); await test.project(); await orders(workspaceId, [2, 3], 'second'); };
    await startImport(workspaceId);
    await work();
  };
  expect(await worker.step()).toBe('more');
  expect(await entered(workspaceId)).toEqual([]);
  expect(await worker.step()).toBe('idle');
  await test.project();
  while (await worker.step() === 'more');
  expect(await entered(workspaceId)).toEqual([1]);
});

it('an import that failed or was canceled, and one of another brand, keep nobody out', async () => {
  const { workspaceId, worker } = await brand();
  importing = async () => { throw new Error('a broken file'); };
  await startImport(workspaceId);
  await work();
  await jobs.cancel(workspaceId, await startImport(workspaceId));
  await startImport(await test.workspace());
  await orders(workspaceId, [1], 'first');
  await test.project();
  while (await worker.step() === 'more');
  expect(await entered(workspaceId)).toEqual([1]);
  importing = async () => undefined;
  await work();
});

it('in virtual time the projector is stepped by the same hand: a drain refreshes and comes to its end', async () => {
  const { workspaceId, worker } = await brand();
  await orders(workspaceId, [1, 2], 'first');
  const runner = createRunner({ onError: (_worker, error) => { throw error; } });
  runner.add({ name: 'projector', pollMs: 500, step: async () => ((await test.engines.projector.step()) > 40_000 ? 'more' : 'idle') });
  runner.add(worker);
  await runner.drain();
  expect(await entered(workspaceId)).toEqual([1, 2]);
});

it('with every worker in its own loop nobody enters falsely', async () => {
  const { workspaceId, worker } = await brand();
  const runner = createRunner({ onError: (_worker, error) => { throw error; } });
  runner.add({ name: 'projector', pollMs: 20, restMs: 200, step: async () => ((await test.engines.projector.step()) > 0 ? 'more' : 'idle') });
  runner.add({ ...worker, pollMs: 1 });
  importing = async () => {
    for (const portion of ['first', 'second']) {
      await orders(workspaceId, portion === 'first' ? [1, 2, 3] : [2, 3], portion);
      await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  };
  await startImport(workspaceId);
  runner.start();
  await work();
  while ((await entered(workspaceId)).length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
  await runner.stop();
  expect(await entered(workspaceId)).toEqual([1]);
});

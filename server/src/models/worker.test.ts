import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createJobs, type Jobs, type NewEvent, type Worker } from '../engines/index.ts';
import { dayMs, dayStart, localDate, minuteMs } from '../kernel/index.ts';
import { startTestEngines, type TestEngines } from '../testing/engines.ts';
import { createModels, modelJobs, modelWorkers, type Models } from './index.ts';

const importKinds = ['import.orders'];
const zone = 'Asia/Shanghai';
let test: TestEngines;
let jobs: Jobs;
let models: Models;
/** What an import does while it runs. */
let importing: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  test = await startTestEngines();
  jobs = createJobs(test.deps);
  models = createModels(test.deps);
  jobs.handler('import.orders', () => importing(), { title: { zh: '导入', en: 'Import' }, retry: false });
  modelJobs({ models, jobs, ...test.deps, importKinds });
}, 60_000);
afterAll(() => test?.close());
// Every test has a day of its own, on which no workspace has its snapshot yet; brands of earlier tests get theirs at its begin.
beforeEach(async () => {
  test.clock.advanceTo(test.clock.now() + dayMs);
  const worker = workerOf(models);
  await test.project();
  while (await worker.step() === 'more') await test.project();
});

function workerOf(taking: Models): Worker {
  const [worker] = modelWorkers({ ...test.deps, models: taking, importKinds });
  if (!worker) throw new Error('no worker');
  return worker;
}
const work = async () => { const worker = jobs.worker(); while (await worker.step() === 'more'); };
const buyers = async (workspaceId: bigint) => (await models.latest(workspaceId, 'rfm'))?.summary.buyers;
const today = () => dayStart(localDate(test.clock.now(), zone), zone);

/** Orders of a day ago, told by customers whom ClickHouse knows. */
async function order(workspaceId: bigint, customerIds: readonly number[]): Promise<void> {
  const rows = customerIds.map((customerId) => `[${workspaceId},${customerId},1]\n`).join('');
  await test.engines.clickhouse.admin.insert('customer', ['workspace_id', 'customer_id', 'version'], rows, `worker:${workspaceId}:${customerIds.join()}`);
  await test.deps.db.inWorkspace(workspaceId, (tx) => test.deps.log.append(tx, workspaceId, customerIds.map((customerId): NewEvent => (
    { customerId: BigInt(customerId), name: 'order.paid', occurredAtMs: today() - 5 * dayMs, source: 'import', subject: `${workspaceId}-${customerId}`, amountMinor: 100n, properties: { orderId: `${workspaceId}${customerId}` } }))));
}

it('the snapshot of a day waits for the projector: it is final, so it is not taken of half a history', async () => {
  const workspaceId = await test.workspace();
  await order(workspaceId, [1, 2]);
  await test.project();
  await order(workspaceId, [3]);
  const worker = workerOf(models);
  expect(await worker.step()).toBe('idle');
  expect(await buyers(workspaceId)).toBeUndefined();
  await test.project();
  expect(await worker.step()).toBe('more');
  expect(await buyers(workspaceId)).toBe(3);
});

it('the snapshot of a day waits for an import of its workspace, and a person who asks for one is told to', async () => {
  const [workspaceId, other] = [await test.workspace(), await test.workspace()];
  const worker = workerOf(models);
  let asked: bigint | undefined;
  importing = async () => {
    await order(workspaceId, [1]);
    asked = await jobs.start(workspaceId, { kind: 'model.snapshot', input: { model: 'rfm', asOfMs: today() }, createdBy: null });
    await jobs.worker().step();
    await test.project();
    while (await worker.step() === 'more');
    await order(workspaceId, [2]);
  };
  await jobs.start(workspaceId, { kind: 'import.orders', input: {}, createdBy: null });
  await work();
  expect(await buyers(workspaceId)).toBeUndefined();
  expect(await buyers(other)).toBe(0);
  expect(await jobs.read(workspaceId, asked ?? 0n)).toMatchObject({ state: 'failed', problem: { code: 'model_waits_for_orders' } });
  await test.project();
  while (await worker.step() === 'more');
  expect(await buyers(workspaceId)).toBe(2);
});

it('an import that begins while the snapshot is taken makes it not count; it is taken again behind the import', async () => {
  const workspaceId = await test.workspace();
  await order(workspaceId, [1]);
  await test.project();
  let begin: (() => Promise<unknown>) | undefined = async () => {
    begin = undefined;
    importing = () => order(workspaceId, [2]);
    await jobs.start(workspaceId, { kind: 'import.orders', input: {}, createdBy: null });
    await work();
  };
  const shaken = createModels({ ...test.deps, analytics: { ...test.deps.analytics, async write(query) {
    await test.deps.analytics.write(query);
    await begin?.();
  } } });
  const worker = workerOf(shaken);
  expect(await worker.step()).toBe('more');
  expect(await buyers(workspaceId)).toBeUndefined();
  expect(await worker.step()).toBe('idle');
  await test.project();
  expect(await worker.step()).toBe('more');
  expect(await buyers(workspaceId)).toBe(2);
});

it('a snapshot that failed is taken on the same day, and keeps no other brand waiting', async () => {
  const [first, second] = [await test.workspace(), await test.workspace()];
  let broken = true;
  const failing: Models = { ...models, async snapshot(workspaceId, ...rest) {
    if (broken && workspaceId === first) throw new Error('ClickHouse is away');
    return models.snapshot(workspaceId, ...rest);
  } };
  const worker = workerOf(failing);
  await expect(worker.step()).rejects.toThrow('ClickHouse is away');
  while (await worker.step() === 'more');
  expect([await models.latest(first, 'rfm'), await buyers(second)]).toEqual([null, 0]);
  broken = false;
  test.clock.advanceTo(test.clock.now() + 5 * minuteMs);
  while (await worker.step() === 'more');
  expect((await models.latest(first, 'rfm'))?.asOfMs).toBe(today());
});

/** Models whose question would run for hours. */
function slowModels(): Models {
  return createModels({ ...test.deps, analytics: { ...test.deps.analytics, write: ({ workspaceId, lane, signal }) => test.deps.analytics.write({
    workspaceId, lane, signal, text: "insert into class_member (workspace_id, model, customer_id) select {workspace:UInt64}, 'slow', count() from numbers(100000000000) where sipHash64(number) % 7 = 1",
  }) } });
}
/** The embedded engine lists a query that was ended until its connection asks the next one. */
const running = () => test.engines.clickhouse.admin.read<{ query: string }>("select query from system.processes where is_cancelled = 0 and query like '%numbers(100000000000)%' and query not like '%system.processes%'");
const until = async (holds: () => Promise<boolean>) => { while (!await holds()) await new Promise((resolve) => { setTimeout(resolve, 50); }); };
/** A queue of its own whose snapshots take hours, and one of them under way. */
async function slowJob(): Promise<{ queue: Jobs; workspaceId: bigint; jobId: bigint; stepped: Promise<unknown> }> {
  const workspaceId = await test.workspace();
  const queue = createJobs(test.deps);
  modelJobs({ models: slowModels(), jobs: queue, ...test.deps, importKinds });
  await test.project();
  const jobId = await queue.start(workspaceId, { kind: 'model.snapshot', input: { model: 'rfm', asOfMs: today() }, createdBy: null });
  const stepped = queue.worker().step();
  await until(async () => (await running()).length > 0);
  return { queue, workspaceId, jobId, stepped };
}

it('a snapshot that is canceled is ended inside ClickHouse, counts for nothing, and its job is canceled', async () => {
  const { queue, workspaceId, jobId, stepped } = await slowJob();
  await queue.cancel(workspaceId, jobId);
  await stepped;
  expect(await queue.read(workspaceId, jobId)).toMatchObject({ state: 'canceled', problem: null });
  expect([await running(), await models.latest(workspaceId, 'rfm')]).toEqual([[], null]);
});

it('a process that stops ends its question inside ClickHouse and gives the job back', async () => {
  const { queue, workspaceId, jobId, stepped } = await slowJob();
  queue.stop();
  await stepped;
  expect(await queue.read(workspaceId, jobId)).toMatchObject({ state: 'waiting' });
  expect(await running()).toEqual([]);
  await work();
  expect(await jobs.read(workspaceId, jobId)).toMatchObject({ state: 'done' });
});

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, problem } from '../../kernel/index.ts';
import { startTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';
import { jobRoutes } from '../../http/index.ts';
import { createJobs, createRunner } from './index.ts';
import type { JobControl, Jobs } from './index.ts';
import { counting } from './job.test-process.ts';

const EngineAway = problem('test_engine_away', 503, { en: 'The engine is away.', zh: '引擎不在。' });
const NoLuck = problem('test_no_luck', 422, { en: 'No luck with {what}.', zh: '{what} 没有成功。' });

let server: TestServer;
let jobs: Jobs;
const failures: unknown[] = [];
/** Set by a test: what the job of kind `test.script` does. */
let script: (control: JobControl, attempt: number, checkpoint: unknown) => Promise<Record<string, unknown> | void> = async () => undefined;

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, { engines }) => {
    const { db, clock, ids, signals, randomness } = engines.deps;
    jobs = createJobs({ db, clock, ids, signals, randomness, leaseMs: 900, onError: (_, error) => { failures.push(error); } });
    jobs.handler('test.script', (job, control) => script(control, job.attempt, job.checkpoint), { title: { zh: '脚本', en: 'Script' }, may: 'customers.export' });
    counting(jobs, db, { pauseMs: 5 });
    jobRoutes(app, { jobs });
  }] });
}, 60_000);
afterAll(() => server.close());

const start = (kind = 'test.script', input: Record<string, unknown> = {}) => jobs.start(server.workspaceId, { kind, input, createdBy: server.owner.userId });
const read = async (jobId: bigint) => {
  const job = await jobs.read(server.workspaceId, jobId);
  if (!job) throw new Error('no job');
  return job;
};
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

function startProcess(options: { leaseMs: number; pauseMs: number }) {
  const { host, database } = server.engines.engines.postgres.admin;
  const argument = JSON.stringify({ connection: { host, database }, secretKey: server.engines.engines.home.secretKey.toString('base64'), ...options });
  const child = spawn(process.execPath, [fileURLToPath(new URL('./job.test-process.ts', import.meta.url)), argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const ended = new Promise<void>((resolve) => { child.once('close', () => resolve()); });
  return { child, ended, said: () => said };
}

test('a job whose process is killed goes on from its checkpoint in another process, and nothing is done twice or left out', async () => {
  const jobId = await start('test.count', { to: 60 });
  const first = startProcess({ leaseMs: 900, pauseMs: 20 });
  const next = async () => {
    const [row] = await server.engines.deps.db.asEngine((tx) => tx.query<{ next: number | null }>("select (checkpoint->>'next')::int as next from job where job_id = $1", [jobId]));
    return row?.next ?? 0;
  };
  await until(async () => (await next()) > 10);
  first.child.kill('SIGKILL');
  await first.ended;
  const from = await next();
  expect((await read(jobId)).state).toBe('running');
  const second = startProcess({ leaseMs: 900, pauseMs: 1 });
  await second.ended;
  expect(first.said()).toBe('attempt 1 from 1\n');
  expect(second.said()).toBe(`attempt 2 from ${from}\nempty\n`);
  const job = await read(jobId);
  expect([job.state, job.result, job.progress.done]).toEqual(['done', { counted: 60 }, 60]);
  const counted = await server.engines.deps.db.asEngine((tx) => tx.query("select 1 from audit_entry where action = 'counted'"));
  expect(counted).toHaveLength(60);
}, 60_000);

test('POST /api/jobs/:id/cancel stops a running job (200), which keeps what it has done and says that it was canceled', async () => {
  const jobId = await start('test.count', { to: 100_000 });
  const step = jobs.worker().step();
  await until(async () => (await read(jobId)).progress.done > 5);
  const answer = await server.operator.post(`/api/jobs/${formatId('job', jobId)}/cancel`);
  expect(answer.json).toMatchObject({ cancelRequested: true, title: { zh: '数到 100000', en: 'Count to 100000' } });
  await step;
  const job = await read(jobId);
  expect(job.state).toBe('canceled');
  expect(job.result?.['counted']).toBe(job.progress.done);
  expect(job.endedAtMs).toBe(server.engines.clock.now());
});

test('a job that waits is canceled at once and never begins; one that has ended stays as it is', async () => {
  let begun = false;
  script = async () => { begun = true; };
  const jobId = await start();
  expect(await jobs.cancel(server.workspaceId, jobId)).toBe('waiting');
  expect(await jobs.worker().step()).toBe('idle');
  expect([(await read(jobId)).state, begun]).toEqual(['canceled', false]);
  const done = await start();
  await jobs.worker().step();
  await jobs.cancel(server.workspaceId, done);
  expect((await read(done)).state).toBe('done');
});

test('a request to cancel that comes when the work is already done leaves the job done', async () => {
  let jobId = 0n;
  script = async () => { await jobs.cancel(server.workspaceId, jobId); return { all: true }; };
  jobId = await start();
  await jobs.worker().step();
  expect(await read(jobId)).toMatchObject({ state: 'done', result: { all: true }, cancelRequested: true });
});

test('a refusal ends the job with its code and sentences, a failure with a reference and no inner words', async () => {
  script = async (control) => { control.progress({ done: 3, total: 9, unit: 'rows', rejected: 1 }); throw NoLuck({ what: 'row 3' }); };
  const refused = await start();
  await jobs.worker().step();
  expect(await read(refused)).toMatchObject({ state: 'failed', problem: { code: 'test_no_luck', en: 'No luck with row 3.', zh: 'row 3 没有成功。' }, progress: { done: 3, total: 9, unit: 'rows', rejected: 1 } });
  script = async () => { throw new Error('inner words'); };
  const failed = await start();
  await jobs.worker().step();
  const { problem: told } = await read(failed);
  expect(told?.code).toBe('unexpected');
  expect(JSON.stringify(told)).not.toContain('inner words');
  expect(String(failures.at(-1))).toContain('inner words');
});

test('a job outlives its lease while its process lives, and a second worker does not take it', async () => {
  let runs = 0;
  script = async () => { runs += 1; await sleep(2_500); };
  const jobId = await start();
  const first = jobs.worker().step();
  await sleep(1_500);
  expect(await jobs.worker('second').step()).toBe('idle');
  await first;
  expect([(await read(jobId)).state, runs]).toEqual(['done', 1]);
});

test('a process that stops gives its job back at the next checkpoint, and the next process goes on from there at once', async () => {
  const { db, clock, ids, signals, randomness } = server.engines.deps;
  const stopping = createJobs({ db, clock, ids, signals, randomness });
  counting(stopping, db, { pauseMs: 5 });
  const jobId = await stopping.start(server.workspaceId, { kind: 'test.count', input: { to: 300 }, createdBy: null });
  const runner = createRunner({ onError: (_, error) => { failures.push(error); } });
  runner.add(stopping.worker());
  runner.start();
  await until(async () => (await read(jobId)).progress.done > 5);
  stopping.stop();
  await runner.stop();
  expect((await read(jobId)).state).toBe('waiting');
  await jobs.worker().step();
  expect(await read(jobId)).toMatchObject({ state: 'done', result: { counted: 300 } });
});

test('a job that is enqueued in a transaction that rolls back does not exist; one of an unknown kind is refused', async () => {
  const { db } = server.engines.deps;
  let jobId = 0n;
  await expect(db.inWorkspace(server.workspaceId, async (tx) => {
    jobId = await jobs.enqueue(tx, server.workspaceId, { kind: 'test.script', input: {}, createdBy: null });
    throw new Error('no');
  })).rejects.toThrow('no');
  expect(await jobs.read(server.workspaceId, jobId)).toBeUndefined();
  await expect(start('test.unknown')).rejects.toMatchObject({ code: 'job_kind_unknown' });
});

const setJob = (jobId: bigint, assignments: string) => server.engines.deps.db.asEngine((tx) => tx.query(`update job set ${assignments} where job_id = $1`, [jobId]));
const died = (deaths: number) => `state = 'running', deaths = ${deaths}, lease_until = to_timestamp(0)`;

test('a job under which the process ends ten times at the same place is given up; one that gets on in between is not', async () => {
  script = async (control) => { await control.checkpoint({ next: 2 }); };
  const getsOn = await start();
  await setJob(getsOn, died(8));
  await jobs.worker().step();
  expect((await read(getsOn)).state).toBe('done');
  script = async (control) => { await control.checkpoint({ next: 2 }); throw EngineAway(); };
  const later = await start();
  await setJob(later, died(8));
  await expect(jobs.worker().step()).rejects.toThrow('away');
  expect(await server.engines.deps.db.asEngine((tx) => tx.query('select deaths from job where job_id = $1', [later]))).toEqual([{ deaths: 0 }]);
  await setJob(later, died(9));
  await jobs.worker().step();
  expect(await read(later)).toMatchObject({ state: 'failed', problem: { code: 'job_gave_up' } });
});

test('a job outlasts an engine that is away and processes that stop in order, however often', async () => {
  const jobId = await start();
  script = async () => { throw EngineAway(); };
  for (let time = 0; time < 12; time += 1) {
    await expect(jobs.worker().step()).rejects.toThrow('away');
    // It rests: another worker does not spin on it.
    expect([await jobs.worker('other').step(), (await read(jobId)).state]).toEqual(['idle', 'waiting']);
    await setJob(jobId, 'lease_until = null');
  }
  const { db, clock, ids, signals, randomness } = server.engines.deps;
  for (let time = 0; time < 12; time += 1) {
    const process = createJobs({ db, clock, ids, signals, randomness, leaseMs: 900 });
    process.handler('test.script', async (_, control) => {
      process.stop();
      await control.canceled();
    }, { title: { zh: '脚本', en: 'Script' }, may: 'customers.export' });
    await process.worker().step();
  }
  script = async () => ({ all: true });
  await jobs.worker().step();
  expect(await read(jobId)).toMatchObject({ state: 'done', result: { all: true } });
});

test('GET /api/jobs answers 200 with the newest first, page by page; another brand sees none and gets 404', async () => {
  const page = (await server.operator.get('/api/jobs?limit=3')).json as { data: { id: string; createdAtMs: number }[]; nextCursor: string };
  expect(page.data).toHaveLength(3);
  const rest = (await server.operator.get(`/api/jobs?limit=200&cursor=${page.nextCursor}`)).json as { data: { id: string }[]; nextCursor: null };
  expect(rest.nextCursor).toBeNull();
  expect(rest.data.map(({ id }) => id)).not.toContain(page.data[0]?.id);
  expect((await server.other.owner.get('/api/jobs')).json).toEqual({ data: [], nextCursor: null });
  expect((await server.other.owner.get(`/api/jobs/${page.data[0]?.id}`)).status).toBe(404);
  expect((await server.staff.get('/api/jobs')).status).toBe(403);
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@homefield/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createJobs } from '../engines/index.ts';
import type { JobControl, Jobs } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';
import { jobRoutes, listen } from './index.ts';

let server: TestServer;
let jobs: Jobs;
let address: string;
let script: (control: JobControl) => Promise<Record<string, unknown> | void> = async () => undefined;
const opened: Stream[] = [];

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, { engines }) => {
    jobs = createJobs(engines.deps);
    jobs.handler('test.script', (_, control) => script(control), { title: { zh: '脚本', en: 'Script' }, may: 'customers.export' });
    jobs.handler('test.once', async () => { throw new Error('no'); }, { title: { zh: '一次', en: 'Once' }, retry: false });
    jobRoutes(app, { jobs, heartbeatMs: 100 });
  }] });
  address = await listen(server.app, { host: '127.0.0.1', port: 0 });
}, 60_000);
afterEach(() => { for (const stream of opened.splice(0)) stream.stop(); });
afterAll(() => server.close());

type Stream = { status: number; type: string | null; text(): string; seen(): Job[]; ended(): boolean; until(done: (stream: Stream) => boolean): Promise<void>; stop(): void };

async function follow(cookie: string): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(`${address}/api/jobs/events`, { headers: { cookie }, signal: stop.signal });
  let [text, ended] = ['', false];
  const reader = response.body?.getReader();
  const read = async () => {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      text += decoder.decode(value as Uint8Array, { stream: true });
    }
    ended = true;
  };
  read().catch(() => { ended = true; });
  const stream: Stream = {
    status: response.status, type: response.headers.get('content-type'), text: () => text, ended: () => ended, stop: () => stop.abort(),
    seen: () => [...text.matchAll(/event: job\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(data ?? '') as Job),
    async until(done) {
      for (let tries = 0; !done(stream); tries += 1) {
        if (tries > 400) throw new Error(`waited in vain; seen: ${text.slice(0, 2_000)}`);
        await sleep(20);
      }
    },
  };
  opened.push(stream);
  return stream;
}

const ready = (stream: Stream) => stream.text().includes('event: ready');
const cookieOf = async (client: Client) => {
  const { token } = await server.organization.sessions.open({ workspaceId: client.workspaceId, userId: client.userId });
  return `homefield_session=${token}`;
};
const start = (client = server.operator, kind = 'test.script') => jobs.start(client.workspaceId, { kind, input: { of: 'brand' }, createdBy: client.userId });

test('a stream says how long to wait before a reconnect, beats, and tells a job from waiting to done in order', async () => {
  const stream = await follow(await cookieOf(server.operator));
  expect([stream.status, stream.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await stream.until(ready);
  expect(stream.text().startsWith('retry: 3000\n\n')).toBe(true);
  await stream.until(({ text }) => text().split('\n').filter((line) => line === ':').length >= 2);
  const jobId = await start();
  await stream.until(({ seen }) => seen().some(({ state }) => state === 'waiting'));
  script = async (control) => {
    for (let done = 1; done <= 20; done += 1) {
      control.progress({ done, total: 20, unit: 'rows' });
      await sleep(100);
    }
    return { rows: 20 };
  };
  await jobs.worker().step();
  await stream.until(({ seen }) => seen().some(({ state }) => state === 'done'));
  const told = stream.seen();
  expect(new Set(told.map(({ id }) => id))).toEqual(new Set([formatId('job', jobId)]));
  expect([...new Set(told.map(({ state }) => state))]).toEqual(['waiting', 'running', 'done']);
  const dones = told.map(({ progress }) => progress.done);
  expect(dones).toEqual(dones.toSorted((a, b) => a - b));
  // Twice a second at most, and yet on the way.
  expect(told.length).toBeLessThan(9);
  const onTheWay = told.filter(({ perSecond, leftMs }) => perSecond !== null && leftMs !== null);
  expect(onTheWay.length).toBeGreaterThan(0);
  for (const { perSecond, leftMs } of onTheWay) expect([Number(perSecond) > 4 && Number(perSecond) < 14, Number(leftMs) < 4_000]).toEqual([true, true]);
  expect(told.at(-1)).toMatchObject({ state: 'done', result: { rows: 20 }, startedBy: { id: formatId('user', server.operator.userId), name: 'operator of a' }, leftMs: null });
}, 30_000);

test('who comes later is told at once what is under way, and another brand is never told anything', async () => {
  const jobId = await start();
  const [mine, foreign] = [await follow(await cookieOf(server.owner)), await follow(await cookieOf(server.other.owner))];
  await Promise.all([mine.until(ready), foreign.until(ready)]);
  expect(mine.seen()).toMatchObject([{ id: formatId('job', jobId), state: 'waiting' }]);
  script = async () => ({ rows: 1 });
  await jobs.worker().step();
  await mine.until(({ seen }) => seen().at(-1)?.state === 'done');
  const theirs = await start(server.other.owner);
  await foreign.until(({ seen }) => seen().length > 0);
  expect(new Set(foreign.seen().map(({ id }) => id))).toEqual(new Set([formatId('job', theirs)]));
  expect(JSON.stringify(mine.seen())).not.toContain(formatId('job', theirs));
  await jobs.worker().step();
}, 30_000);

test('the stream ends with the session, and with the role', async () => {
  const person = await server.person('analyst');
  const cookie = await cookieOf(person);
  const stream = await follow(cookie);
  await stream.until(ready);
  await server.organization.sessions.signOut({ token: cookie.split('=')[1] ?? '' });
  await stream.until(({ ended }) => ended());
  const another = await follow(await cookieOf(person));
  await another.until(ready);
  const owner = { kind: 'user', id: server.owner.userId, role: 'owner', workspaceId: server.workspaceId, dataScope: { kind: 'brand' } } as const;
  await server.organization.users.change(owner, server.workspaceId, person.userId, { role: 'content' });
  await another.until(({ ended }) => ended());
}, 30_000);

test('a person has four streams at most (429), a closed one gives its place back, and no role without jobs.read has any (403)', async () => {
  const cookie = await cookieOf(server.operator);
  const streams = await Promise.all([1, 2, 3, 4].map(() => follow(cookie)));
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const fifth = await server.operator.get('/api/jobs/events');
  expect([fifth.status, fifth.headers['retry-after'], (fifth.json as { code: string }).code]).toEqual([429, '60', 'too_many_streams']);
  streams[0]?.stop();
  await expect.poll(async () => (await server.operator.get('/api/jobs/events')).status, { timeout: 5_000 }).toBe(200);
  expect((await server.staff.get('/api/jobs/events')).status).toBe(403);
}, 30_000);

test('a failed job is tried again with the same input by whoever started it; the new job names the old one', async () => {
  script = async () => { throw new Error('no luck'); };
  const jobId = await start();
  await jobs.worker().step();
  const old = (await server.operator.get(`/api/jobs/${formatId('job', jobId)}`)).json as Job;
  expect(old).toMatchObject({ state: 'failed', retryable: true, retryOf: null });
  const answer = await server.operator.post(`/api/jobs/${old.id}/retry`);
  expect([answer.status, answer.json]).toMatchObject([202, { kind: 'test.script', state: 'waiting', retryOf: old.id, startedBy: { name: 'operator of a' } }]);
  expect((await server.operator.post(`/api/jobs/${old.id}/retry`)).json).toMatchObject({ status: 409, code: 'job_retried' });
  script = async () => ({ rows: 3 });
  await jobs.worker().step();
  const { id } = answer.json as Job;
  expect((await server.operator.get(`/api/jobs/${id}`)).json).toMatchObject({ state: 'done', result: { rows: 3 } });
  const rows = await server.deps.db.asEngine((tx) => tx.query('select input from job where job_id >= $1', [jobId]));
  expect(rows).toEqual([{ input: { of: 'brand' } }, { input: { of: 'brand' } }]);
  expect((await server.operator.post(`/api/jobs/${id}/retry`)).json).toMatchObject({ status: 409, code: 'job_not_ended' });
  expect((await server.other.owner.post(`/api/jobs/${old.id}/retry`)).status).toBe(404);
});

test('who may not begin such a job any more does not try it again either (403)', async () => {
  script = async () => { throw new Error('no luck'); };
  const person = await server.person('analyst');
  const id = formatId('job', await start(person));
  await jobs.worker().step();
  // A change through the API ends their sessions; this is who has signed in again.
  await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("update user_account set role = 'developer' where workspace_id = $1 and user_id = $2", [server.workspaceId, person.userId]));
  expect((await person.get(`/api/jobs/${id}`)).status).toBe(200);
  expect((await person.post(`/api/jobs/${id}/retry`)).json).toMatchObject({ status: 403, code: 'not_allowed' });
});

test('a job whose file is gone is not tried again (409)', async () => {
  const jobId = await start(server.operator, 'test.once');
  await jobs.worker().step();
  const answer = await server.operator.post(`/api/jobs/${formatId('job', jobId)}/retry`);
  expect([answer.status, (answer.json as { code: string }).code]).toEqual([409, 'job_not_retryable']);
});

test('an analyst stops and repeats only what they started; an operator and an owner what anybody started', async () => {
  const [analyst, colleague] = [await server.person('analyst'), await server.person('analyst')];
  const id = formatId('job', await start(colleague));
  for (const act of ['cancel', 'retry']) expect((await analyst.post(`/api/jobs/${id}/${act}`)).json).toMatchObject({ status: 403, code: 'job_not_yours' });
  expect((await colleague.post(`/api/jobs/${id}/cancel`)).json).toMatchObject({ state: 'canceled', retryable: true });
  const again = (await server.operator.post(`/api/jobs/${id}/retry`)).json as Job;
  expect((await server.owner.post(`/api/jobs/${again.id}/cancel`)).json).toMatchObject({ state: 'canceled' });
});

test('the list is narrowed to a state, a kind, one\'s own', async () => {
  const analyst = await server.person('analyst');
  const mine = formatId('job', await start(analyst));
  await start(server.operator, 'test.once');
  const list = async (query: string) => ((await analyst.get(`/api/jobs?${query}`)).json as { data: Job[] }).data;
  expect((await list('mine=true')).map(({ id }) => id)).toEqual([mine]);
  expect(new Set((await list('state=active')).map(({ state }) => state))).toEqual(new Set(['waiting']));
  expect(new Set((await list('kind=test.once')).map(({ kind }) => kind))).toEqual(new Set(['test.once']));
  expect((await list('state=failed&kind=test.script')).every(({ state, kind }) => state === 'failed' && kind === 'test.script')).toBe(true);
  expect((await analyst.get('/api/jobs?state=asleep')).status).toBe(422);
});

test('open streams end when the server closes, and do not hold it up', async () => {
  const stream = await follow(await cookieOf(server.owner));
  await stream.until(ready);
  const startedMs = performance.now();
  await server.app.close();
  await stream.until(({ ended }) => ended());
  expect(performance.now() - startedMs).toBeLessThan(3_000);
});

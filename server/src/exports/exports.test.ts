import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@homefield/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobs } from '../engines/index.ts';
import type { Jobs } from '../engines/index.ts';
import { jobRoutes } from '../http/index.ts';
import { dayMs, formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createExports, exportRoutes, sweepExports } from './index.ts';
import type { Exports, ExportsDeps, ExportSource } from './index.ts';

let server: TestServer;
let jobs: Jobs;
let exports: Exports;
let deps: ExportsDeps;
let folder: string;
/** Set by a test: called before a portion is read. */
let onPortion: (ids: readonly bigint[]) => Promise<void> | void = () => undefined;
let asked: bigint[] = [];
let finds = 0;

/** A list of numbers; every hundredth is gone by the time it is read. */
const numbers: ExportSource<{ id: bigint }> = {
  kind: 'export.numbers', may: 'customers.export', title: { zh: '导出数字', en: 'Export numbers' }, fileName: { zh: '数字', en: 'numbers' }, unit: 'rows',
  columns: [
    { key: 'id', title: { zh: '编号', en: 'Number' }, cell: ({ id }) => Number(id) },
    { key: 'name', title: { zh: '名称', en: 'Name' }, cell: ({ id }, { language }) => (language === 'zh' ? `=第${id}个` : `=number ${id}`) },
    { key: 'empty', title: { zh: '空', en: 'Empty' }, cell: () => null },
  ],
  async find(_workspaceId, { count }, limit) {
    finds += 1;
    return Array.from({ length: Math.min(limit, Number(count)) }, (_, index) => BigInt(index + 1));
  },
  async rows(_workspaceId, _input, ids) {
    await onPortion(ids);
    asked.push(...ids);
    return ids.filter((id) => id % 100n !== 0n).map((id) => ({ id }));
  },
  audited: { action: 'numbers.exported', filter: (_workspaceId, { count }) => ({ count }) },
};

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'homefield-exports-')), 'exports');
  server = await startTestServer({ routes: [(app, { db, clock, ids, signals, randomness, audit }) => {
    jobs = createJobs({ db, clock, ids, signals, randomness, leaseMs: 900 });
    deps = { db, jobs, clock, audit, folder, limits: { rowsMax: 10_000, bytesMax: 150_000 } };
    exports = createExports(deps);
    exports.register(numbers);
    jobRoutes(app, { jobs });
    exportRoutes(app, deps);
  }] });
}, 60_000);
beforeEach(() => { [onPortion, asked, finds] = [() => undefined, [], 0]; });
afterAll(async () => {
  await server?.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const start = (count: number, options: { columns?: string[]; language?: 'zh' | 'en' } = {}) =>
  exports.start(server.workspaceId, 'export.numbers', { language: 'zh', input: { count }, actor: { kind: 'user', id: server.operator.userId, dataScope: { kind: 'brand' } }, ...options });
const read = async (jobId: bigint) => (await server.operator.get(`/api/jobs/${formatId('job', jobId)}`)).json as Job;
const done = async (jobId: bigint) => {
  await jobs.worker().step();
  return read(jobId);
};
const left = () => readdir(folder).then((names) => names.sort());

test('a list becomes a CSV file with a byte order mark, in the language of the reader, formulas defused, what is gone left out', async () => {
  const jobId = await start(2_345);
  const job = await done(jobId);
  expect(job).toMatchObject({ state: 'done', progress: { done: 2_345, total: 2_345, unit: 'rows' }, result: { exported: 2_345 - 23 } });
  const [file] = job.files;
  expect(file).toMatchObject({ name: '数字-2026-11-22-1000.csv', expiresAtMs: Number(job.endedAtMs) + 7 * dayMs });
  const answer = await server.operator.get(file?.url ?? '');
  expect([answer.status, answer.headers['content-type'], answer.headers['content-length']]).toEqual([200, 'text/csv; charset=utf-8', String(file?.bytes)]);
  expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('数字-2026-11-22-1000.csv')}`);
  const lines = answer.text.split('\r\n');
  expect(lines.slice(0, 3)).toEqual(['\ufeff编号,名称,空', "1,'=第1个,", "2,'=第2个,"]);
  expect(lines).toHaveLength(1 + 2_345 - 23 + 1);
  expect(await left()).toEqual([`${jobId}.csv`]);
});

test('chosen columns come in the order of choosing, in English for an English reader', async () => {
  const job = await done(await start(1, { columns: ['name', 'id'], language: 'en' }));
  expect((await server.operator.get(job.files[0]?.url ?? '')).text).toBe("\ufeffName,Number\r\n'=number 1,1\r\n");
});

test('a stop in the middle goes on where it was, asks no row twice, and writes the same file, once audited', async () => {
  const { db, clock, ids, signals, randomness } = server.deps;
  const first = createJobs({ db, clock, ids, signals, randomness });
  createExports({ ...deps, jobs: first }).register(numbers);
  const jobId = await start(3_500);
  onPortion = (portion) => { if (portion[0] === 2_001n) first.stop(); };
  await first.worker().step();
  expect((await read(jobId)).state).toBe('waiting');
  expect(await left()).toEqual(expect.arrayContaining([`${jobId}.csv`, `${jobId}.ids`]));
  // What was written behind the checkpoint by a process that then died.
  await writeFile(join(folder, `${jobId}.csv`), 'half a li', { flag: 'a' });
  const job = await done(jobId);
  expect([job.state, job.result, finds]).toEqual(['done', { exported: 3_500 - 35 }, 1]);
  expect(new Set(asked).size).toBe(3_500);
  expect(asked).toHaveLength(3_500);
  const text = await readFile(join(folder, `${jobId}.csv`), 'utf8');
  expect(text.trim().split('\r\n').slice(1).map((line) => Number(line.split(',')[0]))).toEqual(Array.from({ length: 3_500 }, (_, index) => index + 1).filter((id) => id % 100 !== 0));
  expect(Buffer.byteLength(text)).toBe(job.files[0]?.bytes);
  const entries = await db.inWorkspace(server.workspaceId, (tx) => tx.query<{ actor_id: bigint; detail: object }>("select actor_id, detail from audit_entry where action = 'numbers.exported' and object_id = $1", [formatId('job', jobId)]));
  expect(entries).toEqual([{ actor_id: server.operator.userId, detail: { count: 3_465, columns: ['id', 'name', 'empty'], filter: { count: 3_500 } } }]);
});

test('an export whose half-written file is lost begins anew instead of leaving a hole', async () => {
  const { db, clock, ids, signals, randomness } = server.deps;
  const first = createJobs({ db, clock, ids, signals, randomness });
  createExports({ ...deps, jobs: first }).register(numbers);
  const jobId = await start(2_500);
  onPortion = (portion) => { if (portion[0] === 1_001n) first.stop(); };
  await first.worker().step();
  await rm(join(folder, `${jobId}.csv`));
  const job = await done(jobId);
  expect(job).toMatchObject({ state: 'done', result: { exported: 2_475 } });
  expect((await readFile(join(folder, `${jobId}.csv`), 'utf8')).startsWith('\ufeff编号')).toBe(true);
});

test('a canceled export leaves no file and no audit entry', async () => {
  const jobId = await start(5_000);
  onPortion = async (portion) => { if (portion[0] === 1n) await jobs.cancel(server.workspaceId, jobId); };
  // The question whether to cancel is asked twice a second at most.
  const slow = onPortion;
  onPortion = async (portion) => { await slow(portion); await new Promise((resolve) => { setTimeout(resolve, 300); }); };
  const job = await done(jobId);
  expect(job).toMatchObject({ state: 'canceled', files: [] });
  expect(asked.length).toBeLessThan(5_000);
  expect((await left()).filter((name) => name.startsWith(String(jobId)))).toEqual([]);
  expect(await server.deps.db.asEngine((tx) => tx.query('select 1 from audit_entry where object_id = $1', [formatId('job', jobId)]))).toEqual([]);
});

test('too many rows and too large a file are refused with what to do, and nothing is left', async () => {
  const many = await done(await start(10_001));
  expect(many).toMatchObject({ state: 'failed', problem: { code: 'export_too_many_rows' } });
  expect(many.problem?.en).toContain('10000');
  const large = await start(9_999);
  expect(await done(large)).toMatchObject({ state: 'failed', problem: { code: 'export_too_large' } });
  expect((await left()).filter((name) => name.startsWith(String(large)))).toEqual([]);
});

test('the file is for the person who made it and for owners: 403 for colleagues, 404 for another brand and for an invented name', async () => {
  const [file] = (await done(await start(3))).files;
  const url = file?.url ?? '';
  expect((await server.owner.get(url)).status).toBe(200);
  expect((await (await server.person('analyst')).get(url)).json).toMatchObject({ status: 403, code: 'job_file_not_yours' });
  expect((await (await server.apiKey(['read'])).get(url)).status).toBe(403);
  expect((await server.other.owner.get(url)).status).toBe(404);
  expect((await server.operator.get(url.replace(/[^/]+$/, 'other.csv'))).json).toMatchObject({ code: 'job_file_gone' });
  expect((await server.operator.get(url.replace(/[^/]+$/, '..%2f..%2fetc%2fpasswd'))).status).toBe(404);
});

test('what a key exports is fetched with a key', async () => {
  const key = await server.apiKey(['read']);
  const jobId = await exports.start(server.workspaceId, 'export.numbers', { language: 'en', input: { count: 2 }, actor: { kind: 'apiKey', id: key.userId, dataScope: { kind: 'brand' } } });
  const job = await done(jobId);
  expect([job.startedBy, (await key.get(job.files[0]?.url ?? '')).status, (await server.operator.get(job.files[0]?.url ?? '')).status]).toEqual([null, 200, 403]);
  const [entry] = await server.deps.db.asEngine((tx) => tx.query('select actor_kind, actor_id from audit_entry where object_id = $1', [job.id]));
  expect(entry).toEqual({ actor_kind: 'apiKey', actor_id: key.userId });
});

test('files go after 7 days, what failed jobs left at once; a file of an open job stays', async () => {
  const kept = await start(2);
  const job = await done(kept);
  const open = await start(2);
  await writeFile(join(folder, `${open}.ids`), '');
  await writeFile(join(folder, '123.csv'), 'of nobody');
  await writeFile(join(folder, `${kept}.ids`), 'left over');
  await writeFile(join(folder, 'readme.txt'), 'not ours');
  expect((await sweepExports(deps)).filter((name) => [`${kept}.csv`, `${open}.ids`, 'readme.txt'].includes(name))).toEqual([]);
  expect(await left()).toEqual(expect.arrayContaining([`${kept}.csv`, `${open}.ids`, 'readme.txt']));
  expect(await left()).not.toEqual(expect.arrayContaining(['123.csv']));
  server.engines.clock.advanceTo(server.engines.clock.now() + 7 * dayMs + 1);
  const owner = await server.person('owner');
  expect((await owner.get(job.files[0]?.url ?? '')).json).toMatchObject({ code: 'job_file_gone' });
  expect(await sweepExports(deps)).toContain(`${kept}.csv`);
  expect(await left()).toContain(`${open}.ids`);
});

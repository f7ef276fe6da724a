import { idText, job as jobShape, jobsQuery, mayDo, pageOf } from '@homefield/contract';
import { z } from 'zod';
import { JobNotEnded, JobNotFound, JobNotRetryable, JobRetried, leftMsOf } from '../engines/index.ts';
import type { Job, Jobs } from '../engines/index.ts';
import { dayMs, formatId, keptScope, parseId } from '../kernel/index.ts';
import { checkMay } from './access.ts';
import { createCursor, cursorBigint, toPage } from './cursor.ts';
import { jobEventRoute } from './job-events.ts';
import type { JobEventOptions } from './job-events.ts';
import { CursorInvalid, JobNotYours } from './problems.ts';
import type { Actor, HttpServer } from './server-types.ts';

const cursor = createCursor('jobs', cursorBigint);
const params = z.object({ id: idText });
const tags = ['jobs'];
/** Files of jobs hold personal data: time enough to fetch them, then they go. */
export const jobFileKeptMs = 7 * dayMs;

/** Long work: watch it, cancel it, try it again. What it is about is told by its kind. Who sees a part of the brand sees the jobs they began: results count customers. */
export function jobRoutes(app: HttpServer, { jobs, ...events }: { jobs: Jobs } & JobEventOptions): void {
  jobEventRoute(app, { jobs, show: shownJob, ...events });
  app.get('/api/jobs', {
    config: { access: { may: 'jobs.read', scopes: ['read', 'import'] }, problems: [CursorInvalid] },
    schema: { summary: 'Jobs, the newest first', tags, querystring: jobsQuery, response: { 200: pageOf(jobShape) } },
  }, async ({ actor, query: { limit, state, kind, mine, ...query } }) => {
    // A key has started nothing in its own name.
    const createdBy = mine === 'true' ? (actor.kind === 'user' ? actor.id : 0n) : jobsSeenBy(actor);
    const rows = await jobs.list(actor.workspaceId, { before: cursor.read(query.cursor), limit: limit + 1, state, kind, createdBy });
    return toPage(rows, limit, shownJob, (last) => cursor.write(last.jobId));
  });
  app.get('/api/jobs/:id', {
    config: { access: { may: 'jobs.read', scopes: ['read', 'import'] }, problems: [JobNotFound] },
    schema: { summary: 'A job and how far it is', tags, params, response: { 200: jobShape } },
  }, async ({ actor, params: { id } }) => shownJob(await readOr404(jobs, actor, id)));
  app.post('/api/jobs/:id/cancel', {
    config: { access: { may: 'jobs.read', scopes: ['write', 'import'] }, problems: [JobNotFound, JobNotYours] },
    schema: { summary: 'Ask a job to stop; one that has ended stays as it is', tags, params, response: { 200: jobShape } },
  }, async ({ actor, params: { id } }) => {
    checkOwn(actor, await readOr404(jobs, actor, id));
    await jobs.cancel(actor.workspaceId, parseId('job', id));
    return shownJob(await readOr404(jobs, actor, id));
  });
  app.post('/api/jobs/:id/retry', {
    config: { access: { may: 'jobs.read', scopes: ['write', 'import'] }, problems: [JobNotFound, JobNotYours, JobNotEnded, JobNotRetryable, JobRetried] },
    schema: { summary: 'Try a job again that failed or was canceled: a new job with the same input', tags, params, response: { 202: jobShape } },
  }, async ({ actor, params: { id } }, reply) => {
    const old = await readOr404(jobs, actor, id);
    checkOwn(actor, old);
    // As if they asked for it now: what they were allowed when it began may have been taken away.
    const needed = jobs.permissionOf(old.kind);
    if (needed) checkMay(actor, needed);
    const jobId = await jobs.retry(actor.workspaceId, parseId('job', id), {
      createdBy: actor.kind === 'user' ? actor.id : null, scope: actor.dataScope.kind === 'brand' ? undefined : keptScope(actor.dataScope),
    });
    return reply.code(202).send(shownJob(await readOr404(jobs, actor, formatId('job', jobId))));
  });
}

/** Whose jobs somebody sees: everybody's (undefined), or the ones they began. */
export function jobsSeenBy(actor: Actor): bigint | undefined {
  return actor.dataScope.kind === 'brand' ? undefined : actor.id;
}

async function readOr404(jobs: Jobs, actor: Actor, id: string): Promise<Job> {
  const found = await jobs.read(actor.workspaceId, parseId('job', id));
  const only = jobsSeenBy(actor);
  if (!found || (only !== undefined && found.createdBy !== only)) throw JobNotFound();
  return found;
}

/** The work of others is touched only by those who run the brand's data; a key has begun nothing in its own name. */
function checkOwn(actor: Actor, job: Job): void {
  const isOwn = actor.kind === 'user' && job.createdBy === actor.id;
  if (!isOwn && !mayDo(actor.role, 'orders.import')) throw JobNotYours();
}

const madeFiles = z.array(z.object({ name: z.string(), bytes: z.number() })).catch([]);

/** A job as the API shows it. */
export function shownJob(job: Job): z.output<typeof jobShape> {
  const { kind, title, state, problem, cancelRequested, createdAtMs, startedAtMs, endedAtMs, createdBy, retryable } = job;
  const id = formatId('job', job.jobId);
  const { perSecond = null, ...progress } = job.progress;
  const { files, ...result } = job.result ?? {};
  return {
    id, kind, title, state, progress, result: job.result && result, problem, cancelRequested, createdAtMs, startedAtMs, endedAtMs,
    startedBy: createdBy !== null && job.createdByName !== null ? { id: formatId('user', createdBy), name: job.createdByName } : null,
    perSecond, leftMs: state === 'running' ? leftMsOf(job.progress) : null,
    files: madeFiles.parse(files).map(({ name, bytes }) => ({ name, bytes, url: `/api/jobs/${id}/files/${encodeURIComponent(name)}`, expiresAtMs: (endedAtMs ?? createdAtMs) + jobFileKeptMs })),
    retryOf: job.retryOf === null ? null : formatId('job', job.retryOf), retryable: retryable && (state === 'failed' || state === 'canceled'),
  };
}

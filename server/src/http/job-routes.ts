import { idText, job as jobShape, pageOf, pageQuery } from '@homefield/contract';
import { z } from 'zod';
import type { Job, Jobs } from '../engines/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import { createCursor, cursorBigint, toPage } from './cursor.ts';
import { CursorInvalid, JobNotFound } from './problems.ts';
import type { Actor, HttpServer } from './server-types.ts';

const cursor = createCursor('jobs', cursorBigint);
const idParams = z.object({ id: idText });

/** Long work: watch it, cancel it. What it is about is told by its kind. Who sees a part of the brand sees the jobs they began: results count customers. */
export function jobRoutes(app: HttpServer, { jobs }: { jobs: Jobs }): void {
  app.get('/api/jobs', {
    config: { access: { may: 'jobs.read', scopes: ['read', 'import'] }, problems: [CursorInvalid] },
    schema: { summary: 'Jobs, the newest first', tags: ['jobs'], querystring: pageQuery, response: { 200: pageOf(jobShape) } },
  }, async ({ actor, query }) => {
    const rows = await jobs.list(actor.workspaceId, { before: cursor.read(query.cursor), createdBy: onlyOf(actor), limit: query.limit + 1 });
    return toPage(rows, query.limit, shownJob, (last) => cursor.write(last.jobId));
  });
  app.get('/api/jobs/:id', {
    config: { access: { may: 'jobs.read', scopes: ['read', 'import'] }, problems: [JobNotFound] },
    schema: { summary: 'A job and how far it is', tags: ['jobs'], params: idParams, response: { 200: jobShape } },
  }, async ({ actor, params }) => shownJob(await readOr404(jobs, actor, params.id)));
  app.post('/api/jobs/:id/cancel', {
    config: { access: { may: 'jobs.read', scopes: ['write', 'import'] }, problems: [JobNotFound] },
    schema: { summary: 'Ask a job to stop; one that has ended stays as it is', tags: ['jobs'], params: idParams, response: { 200: jobShape } },
  }, async ({ actor, params }) => {
    await readOr404(jobs, actor, params.id);
    await jobs.cancel(actor.workspaceId, parseId('job', params.id));
    return shownJob(await readOr404(jobs, actor, params.id));
  });
}

function onlyOf(actor: Actor): bigint | undefined {
  return actor.dataScope.kind === 'brand' ? undefined : actor.id;
}

async function readOr404(jobs: Jobs, actor: Actor, id: string): Promise<Job> {
  const found = await jobs.read(actor.workspaceId, parseId('job', id));
  const only = onlyOf(actor);
  if (!found || (only !== undefined && found.createdBy !== only)) throw JobNotFound();
  return found;
}

/** A job as the API shows it. */
export function shownJob(job: Job): z.output<typeof jobShape> {
  const { kind, title, state, progress, result, problem, cancelRequested, createdAtMs, startedAtMs, endedAtMs } = job;
  return { id: formatId('job', job.jobId), kind, title, state, progress, result: result as Record<string, unknown> | null, problem, cancelRequested, createdAtMs, startedAtMs, endedAtMs };
}

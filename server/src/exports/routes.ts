import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { idText, mayDo } from '@homefield/contract';
import type { Permission } from '@homefield/contract';
import { z } from 'zod';
import { JobNotFound } from '../engines/index.ts';
import type { Job, Jobs } from '../engines/index.ts';
import { shownJob } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import { parseId } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { exportPaths } from './export-file.ts';
import { JobFileGone, JobFileNotYours } from './problems.ts';

/** The files that jobs made. */
export function exportRoutes(app: HttpServer, { jobs, folder, clock }: { jobs: Jobs; folder: string; clock: Clock }): void {
  app.get('/api/jobs/:id/files/:name', {
    config: { access: { may: 'jobs.read', scopes: ['read'] }, problems: [JobNotFound, JobFileNotYours, JobFileGone] },
    schema: { summary: 'A file that a job made: for the person who started it and for owners', tags: ['jobs'], params: z.object({ id: idText, name: z.string().max(200) }), produces: ['text/csv'] },
  }, async ({ actor, params: { id, name } }, reply) => {
    const jobId = parseId('job', id);
    const job = await jobs.read(actor.workspaceId, jobId);
    if (!job) throw JobNotFound();
    if (!mayFetch(actor, job, jobs.permissionOf(job.kind))) throw JobFileNotYours();
    const told = shownJob(job).files.find((file) => file.name === name);
    const { data } = exportPaths(folder, jobId);
    const size = told && job.state === 'done' && told.expiresAtMs > clock.now() ? await stat(data).then((found) => found.size, () => undefined) : undefined;
    if (size === undefined) throw JobFileGone();
    return reply.headers({
      'content-type': 'text/csv; charset=utf-8', 'content-length': size,
      'content-disposition': `attachment; filename="export.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
    }).send(createReadStream(data));
  });
}

/** What a key started belongs to those keys of the brand whose makers could have started it. */
function mayFetch(actor: Actor, job: Job, needed: Permission | undefined): boolean {
  if (actor.kind === 'user') return actor.role === 'owner' || job.createdBy === actor.id;
  return job.createdBy === null && (needed === undefined ? actor.role === 'owner' : mayDo(actor.role, needed));
}

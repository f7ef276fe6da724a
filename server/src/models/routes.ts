import { dayText, job as jobShape, rfmPicture } from '@homefield/contract';
import { z } from 'zod';
import type { Jobs } from '../engines/index.ts';
import { everyRole, NotFound, operators, shownJob, type HttpServer } from '../http/index.ts';
import { dayStart, formatId, type Clock } from '../kernel/index.ts';
import type { Models } from './models.ts';
import { ModelInstantInFuture } from './problems.ts';

export type ModelRoutesDeps = { models: Models; jobs: Jobs; clock: Clock };

export const snapshotJob = 'model.snapshot';
const tags = ['models'];

export function modelRoutes(app: HttpServer, { models, jobs, clock }: ModelRoutesDeps): void {
  app.get('/api/models/rfm', {
    config: { access: { roles: everyRole, scopes: ['read'] } }, schema: { summary: 'The newest RFM snapshot', tags, response: { 200: rfmPicture } },
  }, (request) => models.picture(request.actor.workspaceId, 'rfm'));

  app.post('/api/models/rfm/snapshots', {
    config: { access: { roles: operators, scopes: ['write'] }, problems: [ModelInstantInFuture] },
    schema: {
      summary: 'Take an RFM snapshot: now, or as of 00:00 of a day', tags, body: z.strictObject({ asOf: dayText.optional() }), response: { 202: jobShape },
    },
  }, async (request, reply) => {
    const { workspaceId, kind, id } = request.actor;
    const { asOf } = request.body;
    const asOfMs = asOf === undefined ? clock.now() : dayStart(asOf, await models.zone(workspaceId));
    if (asOfMs > clock.now()) throw ModelInstantInFuture();
    const jobId = await jobs.start(workspaceId, { kind: snapshotJob, input: { model: 'rfm', asOfMs }, createdBy: kind === 'user' ? id : null });
    const job = await jobs.read(workspaceId, jobId);
    if (!job) throw NotFound();
    return reply.code(202).send(shownJob(job));
  });
}

/** Says how snapshots are taken that a person asks for. Once, before the workers start. */
export function modelJobs({ models, jobs }: { models: Models; jobs: Jobs }): void {
  jobs.handler(snapshotJob, async (job) => {
    const snapshot = await models.snapshot(job.workspaceId, 'rfm', Number(job.input['asOfMs']));
    return { snapshotId: formatId('model', snapshot.snapshotId), buyers: snapshot.summary.buyers };
  }, { title: { zh: 'RFM 分层快照', en: 'RFM snapshot' } });
}

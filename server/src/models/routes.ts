import { dayText, job as jobShape, rfmPicture } from '@homefield/contract';
import { z } from 'zod';
import { jobsSince, jobStanding, untilTold } from '../engines/index.ts';
import type { Database, Jobs, Log } from '../engines/index.ts';
import { everyRole, NotFound, operators, shownJob, type HttpServer } from '../http/index.ts';
import { dayStart, formatId, minuteMs, type Clock } from '../kernel/index.ts';
import type { Models } from './models.ts';
import { ModelInstantInFuture, ModelWaitsForOrders } from './problems.ts';

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

export type ModelJobDeps = { models: Models; jobs: Jobs; db: Database; log: Pick<Log, 'end' | 'placeOf'>; importKinds?: readonly string[] };

/** The projector is a second behind; one that stays behind this long needs a person. */
const tellWaitMs = minuteMs;

/**
 * Says how snapshots are taken that a person asks for. Once, before the workers start. It does not wait for an import: two snapshots that
 * wait would hold both workers of jobs, and the import would never begin.
 */
export function modelJobs({ models, jobs, db, log, importKinds = [] }: ModelJobDeps): void {
  jobs.handler(snapshotJob, async (job, { signal }) => {
    const { workspaceId } = job;
    const before = await db.inWorkspace(workspaceId, (tx) => jobStanding(tx, workspaceId, importKinds));
    if (before.open || !await untilTold(log, { waitMs: tellWaitMs, signal })) throw ModelWaitsForOrders();
    const snapshot = await models.snapshot(workspaceId, 'rfm', Number(job.input['asOfMs']), { unless: jobsSince(workspaceId, importKinds, before.newest) });
    return { snapshotId: formatId('model', snapshot.snapshotId), buyers: snapshot.summary.buyers };
  }, { title: { zh: 'RFM 分层快照', en: 'RFM snapshot' } });
}

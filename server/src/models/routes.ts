import { dayText, job as jobShape, rfmPicture } from '@homefield/contract';
import { z } from 'zod';
import { jobsSince, jobStanding, untilTold } from '../engines/index.ts';
import type { Database, JobControl, Jobs, Log } from '../engines/index.ts';
import { NotFound, shownJob, type HttpServer } from '../http/index.ts';
import { dayStart, formatId, minuteMs, type Clock } from '../kernel/index.ts';
import type { Models } from './models.ts';
import { ModelInstantInFuture, ModelWaitsForOrders } from './problems.ts';

export type ModelRoutesDeps = { models: Models; jobs: Jobs; clock: Clock };

export const snapshotJob = 'model.snapshot';
const tags = ['models'];

export function modelRoutes(app: HttpServer, { models, jobs, clock }: ModelRoutesDeps): void {
  app.get('/api/models/rfm', {
    config: { access: { may: 'models.read', scopes: ['read'] } }, schema: { summary: 'The newest RFM snapshot', tags, response: { 200: rfmPicture } },
  }, async ({ actor }) => {
    const picture = await models.picture(actor, 'rfm');
    // A key looks for a program: nobody has seen anything by it.
    if (actor.kind === 'user' && picture.snapshot && picture.snapshot.buyers > 0) await models.noteSeen(actor.workspaceId, 'rfm');
    return picture;
  });

  app.post('/api/models/rfm/snapshots', {
    config: { access: { may: 'models.run', scopes: ['write'] }, problems: [ModelInstantInFuture] },
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
const lookEveryMs = 500;

/**
 * Says how snapshots are taken that a person asks for. Once, before the workers start. It does not wait for an import: two snapshots that
 * wait would hold both workers of jobs, and the import would never begin.
 */
export function modelJobs({ models, jobs, db, log, importKinds = [] }: ModelJobDeps): void {
  jobs.handler(snapshotJob, async (job, control) => {
    const { workspaceId } = job;
    const canceling = new AbortController();
    const signal = AbortSignal.any([control.signal, canceling.signal]);
    const stopLooking = lookForCancel(control, canceling);
    try {
      const before = await db.inWorkspace(workspaceId, (tx) => jobStanding(tx, workspaceId, importKinds));
      const isTold = !before.open && await untilTold(log, { waitMs: tellWaitMs, signal });
      signal.throwIfAborted();
      if (!isTold) throw ModelWaitsForOrders();
      const snapshot = await models.snapshot(workspaceId, 'rfm', Number(job.input['asOfMs']), { unless: jobsSince(workspaceId, importKinds, before.newest), signal });
      return { snapshotId: formatId('model', snapshot.snapshotId), buyers: snapshot.summary.buyers };
    } catch (error) {
      // Canceled is an end like done: nothing of the snapshot counts.
      if (canceling.signal.aborted && !control.signal.aborted) return {};
      throw error;
    } finally {
      stopLooking();
    }
  }, { title: { zh: 'RFM 分层快照', en: 'RFM snapshot' }, may: 'models.run' });
}

/** A question to ClickHouse may take minutes, so somebody else has to look whether the person still wants it. */
function lookForCancel(control: JobControl, canceling: AbortController): () => void {
  const timer = setInterval(() => {
    // It throws when the process stops, which the signal of the job tells as well.
    control.canceled().then((asked) => { if (asked) canceling.abort(); }, () => undefined);
  }, lookEveryMs);
  return () => clearInterval(timer);
}

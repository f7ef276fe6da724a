import { PassThrough } from 'node:stream';
import type { job as jobShape } from '@homefield/contract';
import type { z } from 'zod';
import type { Job, Jobs } from '../engines/index.ts';
import { secondMs } from '../kernel/index.ts';
import { TooManyStreams } from './problems.ts';
import type { Actor, HttpServer } from './server-types.ts';

export type JobEventOptions = {
  /** Proxies cut what is silent for a minute; each beat also asks whether the session still holds. Default 15 s. */
  heartbeatMs?: number;
};

const heartbeatMsDefault = 15 * secondMs;
/** How long a browser waits before it connects again. */
const retryMs = 3_000;
/** Tabs that somebody looks at at once; a hidden tab closes its stream. */
const streamsMax = 4;
const askAgainSeconds = 60;
/** A reader that is so far behind is cut off; it connects again and reads the list. */
const unreadMaxBytes = 262_144;

type Options = { jobs: Pick<Jobs, 'watch'>; show: (job: Job) => z.output<typeof jobShape> } & JobEventOptions;

/** Server-sent events: `job` for each change, `ready` once after the jobs that were under way at first. */
export function jobEventRoute(app: HttpServer, { jobs, show, heartbeatMs = heartbeatMsDefault }: Options): void {
  const open = new Set<PassThrough>();
  const perActor = new Map<string, number>();
  app.addHook('preClose', async () => { for (const stream of open) stream.end(); });
  app.get('/api/jobs/events', {
    exposeHeadRoute: false,
    config: { access: { may: 'jobs.read', scopes: ['read', 'import'] }, problems: [TooManyStreams] },
    schema: {
      summary: 'Changes of jobs as they happen (server-sent events)', tags: ['jobs'], produces: ['text/event-stream'],
      description: 'Event `job`: a job as `GET /api/jobs/:id` shows it. Event `ready`: the jobs that were under way have been told, changes follow.',
    },
  }, async (request, reply) => {
    const { actor } = request;
    const free = takePlace(perActor, actor);
    const stream = new PassThrough();
    open.add(stream);
    stream.write(`retry: ${retryMs}\n\n`);
    const theirs = (job: Job) => actor.dataScope.kind === 'brand' || job.createdBy === actor.id;
    const stop = jobs.watch(actor.workspaceId, (changed, first) => {
      if (stream.writableEnded) return;
      if (stream.writableLength > unreadMaxBytes) return void stream.destroy();
      for (const job of changed.filter(theirs)) stream.write(`event: job\ndata: ${JSON.stringify(show(job))}\n\n`);
      if (first) stream.write('event: ready\ndata: {}\n\n');
    });
    const beat = setInterval(() => {
      request.stillAllowed().catch(() => false).then((allowed) => {
        if (!allowed) stream.end();
        else if (!stream.writableEnded) stream.write(':\n\n');
      }, () => undefined);
    }, heartbeatMs);
    stream.once('close', () => {
      clearInterval(beat);
      stop();
      free();
      open.delete(stream);
    });
    // Behind a proxy that collects answers, nothing would arrive; and a connection that carried a stream is not used again, so that a close does not wait for it.
    return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no', connection: 'close' }).send(stream);
  });
}

/** Refuses (429) more streams than a person can look at. Answers how to give the place back. */
function takePlace(perActor: Map<string, number>, actor: Actor): () => void {
  const who = `${actor.kind}:${actor.id}`;
  const taken = perActor.get(who) ?? 0;
  if (taken >= streamsMax) throw TooManyStreams({ max: streamsMax, seconds: askAgainSeconds });
  perActor.set(who, taken + 1);
  return () => {
    const left = (perActor.get(who) ?? 1) - 1;
    if (left > 0) perActor.set(who, left);
    else perActor.delete(who);
  };
}

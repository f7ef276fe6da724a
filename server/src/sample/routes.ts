import { job as jobShape, sampleState } from '@homefield/contract';
import type { Database, Jobs } from '../engines/index.ts';
import type { Audit } from '../organization/index.ts';
import { NotFound, shownJob } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import type { Clock } from '../kernel/index.ts';
import { SampleAbsent, SampleBusy, SampleNeedsEmptyBrand } from './problems.ts';
import { sampleKinds } from './sample.ts';
import { readSampleState } from './sample-store.ts';

export type SampleRoutesDeps = { db: Database; jobs: Jobs; clock: Clock; audit: Audit };

const tags = ['sample'];
const write = { may: 'orders.import' } as const;

export function sampleRoutes(app: HttpServer, { db, jobs, clock, audit }: SampleRoutesDeps): void {
  const start = async (actor: Actor, kind: string) => {
    await db.inWorkspace(actor.workspaceId, (tx) => audit(tx, actor.workspaceId, { actor, action: kind === sampleKinds.load ? 'sample.loaded' : 'sample.removed' }));
    const jobId = await jobs.start(actor.workspaceId, { kind, input: { nowMs: clock.now() }, createdBy: actor.kind === 'user' ? actor.id : null });
    const job = await jobs.read(actor.workspaceId, jobId);
    if (!job) throw NotFound();
    return shownJob(job);
  };
  app.get('/api/sample', {
    config: { access: { may: 'insights.read' } }, schema: { summary: 'Whether the sample brand is loaded', tags, response: { 200: sampleState } },
    // Of the whole brand: who sees a part of it has nothing to do with it.
  }, ({ actor }) => (actor.dataScope.kind === 'brand' ? readSampleState(db, actor.workspaceId) : { state: 'impossible' as const, customers: 0, jobId: null }));

  app.post('/api/sample', {
    config: { access: write, problems: [SampleNeedsEmptyBrand, SampleBusy] },
    schema: { summary: 'Load the sample brand into a brand without customers', tags, response: { 202: jobShape } },
  }, async ({ actor }, reply) => {
    const { state } = await readSampleState(db, actor.workspaceId);
    if (state === 'loading' || state === 'removing') throw SampleBusy();
    if (state !== 'none') throw SampleNeedsEmptyBrand();
    return reply.code(202).send(await start(actor, sampleKinds.load));
  });

  app.delete('/api/sample', {
    config: { access: write, problems: [SampleAbsent, SampleBusy] },
    schema: { summary: 'Remove the sample brand: its customers and everything that is told of them', tags, response: { 202: jobShape } },
  }, async ({ actor }, reply) => {
    const { state } = await readSampleState(db, actor.workspaceId);
    if (state === 'loading' || state === 'removing') throw SampleBusy();
    if (state !== 'loaded') throw SampleAbsent();
    return reply.code(202).send(await start(actor, sampleKinds.remove));
  });
}

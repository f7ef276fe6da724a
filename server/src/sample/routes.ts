import { job as jobShape, sampleState } from '@homefield/contract';
import type { SampleState } from '@homefield/contract';
import type { Database, Jobs } from '../engines/index.ts';
import type { Audit } from '../organization/index.ts';
import { NotFound, shownJob } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import type { Clock, Language } from '../kernel/index.ts';
import { SampleAbsent, SampleBusy, SampleNeedsEmptyBrand } from './problems.ts';
import { sampleKinds } from './sample.ts';
import { readSampleState, takeTurn } from './sample-store.ts';

export type SampleRoutesDeps = { db: Database; jobs: Jobs; clock: Clock; audit: Audit };

const tags = ['sample'];
/** Whether invented customers are among a brand's own is its owner's to say. */
const write = { may: 'workspace.manage' } as const;

type Act = Readonly<{ kind: string; action: string; /** Refuses a state in which there is nothing to do. */ check: (state: SampleState['state']) => void }>;
const load: Act = { kind: sampleKinds.load, action: 'sample.loaded', check: (state) => { if (state !== 'none') throw SampleNeedsEmptyBrand(); } };
const remove: Act = { kind: sampleKinds.remove, action: 'sample.removed', check: (state) => { if (state !== 'loaded') throw SampleAbsent(); } };

export function sampleRoutes(app: HttpServer, { db, jobs, clock, audit }: SampleRoutesDeps): void {
  /** Looks, tells and starts in one transaction: two who ask at once start one job. */
  const start = async ({ actor, language }: { actor: Actor; language: Language }, { kind, action, check }: Act) => {
    const { workspaceId } = actor;
    const jobId = await db.inWorkspace(workspaceId, async (tx) => {
      await takeTurn(tx, workspaceId);
      const { state } = await readSampleState(tx, workspaceId);
      if (state === 'loading' || state === 'removing') throw SampleBusy();
      check(state);
      await audit(tx, workspaceId, { actor, action });
      return jobs.enqueue(tx, workspaceId, { kind, input: { nowMs: clock.now(), language }, createdBy: actor.kind === 'user' ? actor.id : null });
    });
    const job = await jobs.read(workspaceId, jobId);
    if (!job) throw NotFound();
    return shownJob(job);
  };
  app.get('/api/sample', {
    config: { access: { may: 'insights.read' } }, schema: { summary: 'Whether the sample brand is loaded', tags, response: { 200: sampleState } },
    // Of the whole brand: who sees a part of it has nothing to do with it.
  }, ({ actor }) => (actor.dataScope.kind === 'brand' ? db.inWorkspace(actor.workspaceId, (tx) => readSampleState(tx, actor.workspaceId)) : { state: 'impossible' as const, customers: 0, jobId: null, sopId: null }));

  app.post('/api/sample', {
    config: { access: write, problems: [SampleNeedsEmptyBrand, SampleBusy] },
    schema: { summary: 'Load the sample brand into a brand without customers', tags, response: { 202: jobShape } },
  }, async (request, reply) => reply.code(202).send(await start(request, load)));

  app.delete('/api/sample', {
    config: { access: write, problems: [SampleAbsent, SampleBusy] },
    schema: { summary: 'Remove the sample brand: its customers and everything that is told of them', tags, response: { 202: jobShape } },
  }, async (request, reply) => reply.code(202).send(await start(request, remove)));
}

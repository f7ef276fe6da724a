import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Analytics, Jobs, JobControl, JobHandler } from '../engines/index.ts';
import { createPatience, projectorReader } from '../engines/index.ts';
import { dayStart, localDate } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Models } from '../models/index.ts';
import { importOrders } from '../orders/index.ts';
import type { ImportDeps } from '../orders/index.ts';
import { sopReader } from '../sops/index.ts';
import { forgetInClickHouse, forgetInPostgres, forgetMax, forgetStores, forgetWork } from './forget.ts';
import { writeCallBack, writeContacts } from './history.ts';
import type { HistoryDeps } from './history.ts';
import { sampleCustomers } from './sample-store.ts';
import { sampleFile, sampleStores, tellStory } from './story.ts';
import { sampleWords } from './words.ts';

export const sampleKinds = { load: 'sample.load', remove: 'sample.remove' } as const;
const lookEveryMs = 200;

export type SampleDeps = HistoryDeps & { analytics: Analytics; clock: Clock; models: Models; importDeps: ImportDeps };

/** Makes loading and removing the sample brand kinds of jobs. Not tried again by themselves: whether they may begin is checked where they are begun. */
export function registerSample(jobs: Jobs, deps: SampleDeps): void {
  jobs.handler(sampleKinds.load, load(deps), { title: { zh: '载入样例品牌', en: 'Load the sample brand' }, retry: false });
  jobs.handler(sampleKinds.remove, remove(deps), { title: { zh: '移除样例品牌', en: 'Remove the sample brand' }, retry: false });
}

/**
 * Eighteen months of a skincare brand up to this morning, through the same import as any file; then what it did besides selling, and its
 * layers. The job's id is the import's: what was cut off goes on where it stood.
 */
function load(deps: SampleDeps): JobHandler {
  return async (job, control) => {
    const { workspaceId } = job;
    const zone = await deps.models.zone(workspaceId);
    const to = dayStart(localDate(Number(job.input['nowMs']), zone), zone);
    const path = join(deps.importDeps.folder, `sample-${job.jobId}.upload`);
    await mkdir(deps.importDeps.folder, { recursive: true });
    const words = sampleWords[job.input['language'] === 'en' ? 'en' : 'zh'];
    const story = tellStory(to, zone, words);
    await writeFile(path, story.csv);
    const canceling = new AbortController();
    const outcome = await importOrders(deps.importDeps, {
      workspaceId, importId: job.jobId, input: { path }, mapping: 'auto', fileName: sampleFile, source: 'sample',
      signal: AbortSignal.any([control.signal, canceling.signal]),
      async onProgress({ done, total, rejected }) {
        control.progress({ done, total, unit: 'rows', rejected });
        if (await control.canceled()) canceling.abort();
      },
    });
    control.signal.throwIfAborted();
    await rm(path, { force: true });
    if (!outcome.canceled) {
      await writeContacts(deps, workspaceId, story);
      await readBy(deps, projectorReader, control);
      await readBy(deps, sopReader, control);
      await writeCallBack(deps, workspaceId, story, words);
      await deps.models.snapshot(workspaceId, 'rfm', deps.clock.now(), { signal: control.signal });
    }
    return { customers: outcome.customers, orders: outcome.orders };
  };
}

/** Waits until ClickHouse, or another reader, has what is in the log now. */
async function readBy({ log }: SampleDeps, reader: string, control: JobControl): Promise<void> {
  const patience = createPatience(log, reader);
  while (!(await patience.ready([{ key: 'sample', stamp: '' }])).has('sample')) await sleep(lookEveryMs, undefined, { signal: control.signal });
}

/** Also those whom a removal that failed has taken out of PostgreSQL alone. */
async function everybody({ db, analytics }: SampleDeps, workspaceId: bigint): Promise<bigint[]> {
  const there = await sampleCustomers(db, workspaceId);
  const told = await analytics.query<{ id: string }>({ workspaceId, text: "select distinct toString(customer_id) as id from event where workspace_id = {workspace:UInt64} and source = 'sample' and customer_id != 0 order by id limit 100000" });
  // Somebody else's events may name that source too: they are still customers.
  const gone = await db.inWorkspace(workspaceId, (tx) => tx.query<{ id: bigint }>(`
    select id from unnest($2::bigint[]) as id where not exists (select from customer c where c.workspace_id = $1 and c.customer_id = id)`, [workspaceId, told.map(({ id }) => BigInt(id))]));
  return [...there, ...gone.map(({ id }) => id)];
}

/** In portions from PostgreSQL, then from ClickHouse: a person is gone from the lists at once, and a kill in between is made up for by the next attempt. */
function remove(deps: SampleDeps): JobHandler {
  return async (job, control) => {
    const { workspaceId } = job;
    // Those whom an earlier attempt took out of PostgreSQL already are still to be taken out of ClickHouse.
    const all = (job.checkpoint?.['customers'] as string[] | undefined)?.map(BigInt) ?? await everybody(deps, workspaceId);
    await control.checkpoint({ customers: all.map(String) });
    // Twice: until ClickHouse has forgotten them too, an audience that is counted anew lets them in again, and an SOP after it.
    for (const round of [0, 1]) {
      for (let start = 0; start < all.length; start += forgetMax) {
        control.signal.throwIfAborted();
        await forgetInPostgres(deps, workspaceId, all.slice(start, start + forgetMax));
        control.progress({ done: Math.min(start + forgetMax, all.length) + round * all.length, total: 2 * all.length, unit: 'customers' });
      }
      // What was told of them meanwhile.
      await readBy(deps, projectorReader, control);
      await forgetInClickHouse(deps, workspaceId, all);
      // Whoever counts since before has seen them: what they find is not taken over any more.
      if (round === 0) await deps.db.inWorkspace(workspaceId, (tx) => tx.query('update audience set generation = generation + 1 where workspace_id = $1', [workspaceId]));
    }
    await forgetWork(deps, workspaceId);
    const stores = await forgetStores(deps, workspaceId, sampleStores());
    await deps.models.forgetSnapshots(workspaceId, 'rfm');
    return { customers: all.length, stores };
  };
}

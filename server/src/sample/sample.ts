import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inventBrand, toCsvLines } from '@homefield/sandbox';
import type { Analytics, Database, Jobs, JobControl, JobHandler, Log, RunningJob } from '../engines/index.ts';
import { createPatience } from '../engines/index.ts';
import { dayMs, dayStart, localDate, minuteMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Models } from '../models/index.ts';
import { importOrders } from '../orders/index.ts';
import type { ImportDeps } from '../orders/index.ts';
import { forgetInClickHouse, forgetInPostgres, forgetMax } from './forget.ts';
import { sampleCustomers } from './sample-store.ts';

export const sampleKinds = { load: 'sample.load', remove: 'sample.remove' } as const;
/** In front of every customer number of the sample: by it they are known, and taken out again. */
export const samplePrefix = 'SAMPLE-';

const brandSettings = { seed: 20_260_101, customers: 3_000, trade: 'skincare' as const, phoneShare: 0 };
const historyDays = 540;
const lookEveryMs = 200;

export type SampleDeps = { db: Database; analytics: Analytics; log: Pick<Log, 'end' | 'placeOf'>; clock: Clock; models: Models; importDeps: ImportDeps };

/** Makes loading and removing the sample brand kinds of jobs. */
export function registerSample(jobs: Jobs, deps: SampleDeps): void {
  jobs.handler(sampleKinds.load, load(deps), { title: { zh: '载入样例品牌', en: 'Load the sample brand' }, may: 'orders.import' });
  jobs.handler(sampleKinds.remove, remove(deps), { title: { zh: '移除样例品牌', en: 'Remove the sample brand' }, may: 'orders.import' });
}

/**
 * Eighteen months of a skincare brand up to this morning, bought as the published parameters say, through the same import as any file; then
 * its layers. The job's id is the import's: what was cut off goes on where it stood.
 */
function load(deps: SampleDeps): JobHandler {
  return async (job, control) => {
    const { workspaceId } = job;
    const zone = await deps.models.zone(workspaceId);
    const to = dayStart(localDate(Number(job.input['nowMs']), zone), zone);
    const path = join(deps.importDeps.folder, `sample-${job.jobId}.upload`);
    await mkdir(deps.importDeps.folder, { recursive: true });
    await writeFile(path, csvOf(to, zone));
    const canceling = new AbortController();
    const outcome = await importOrders(deps.importDeps, {
      workspaceId, importId: job.jobId, input: { path }, mapping: 'auto', fileName: 'sample.csv', source: 'sample',
      signal: AbortSignal.any([control.signal, canceling.signal]),
      async onProgress({ done, total, rejected }) {
        control.progress({ done, total, unit: 'rows', rejected });
        if (await control.canceled()) canceling.abort();
      },
    });
    control.signal.throwIfAborted();
    await rm(path, { force: true });
    if (!outcome.canceled) await takeLayers(deps, job, control);
    return { customers: outcome.customers, orders: outcome.orders };
  };
}

function csvOf(to: number, zone: string): string {
  // `to` is a midnight of the zone.
  const utcOffsetMinutes = (Date.parse(`${localDate(to, zone)}T00:00:00Z`) - to) / minuteMs;
  const brand = inventBrand({ ...brandSettings, from: to - historyDays * dayMs, to, utcOffsetMinutes });
  const numbered = (function* () { for (const order of brand.orders) yield { ...order, customerNumber: `${samplePrefix}${order.customerNumber}` }; })();
  return `${[...toCsvLines(numbered, utcOffsetMinutes)].join('\n')}\n`;
}

async function takeLayers(deps: SampleDeps, { workspaceId }: RunningJob, control: JobControl): Promise<void> {
  await carriedOver(deps, control);
  await deps.models.snapshot(workspaceId, 'rfm', deps.clock.now(), { signal: control.signal });
}

/** Waits until ClickHouse has what is in the log now. */
async function carriedOver({ log }: SampleDeps, control: JobControl): Promise<void> {
  const patience = createPatience(log);
  while (!(await patience.ready([{ key: 'sample', stamp: '' }])).has('sample')) await sleep(lookEveryMs, undefined, { signal: control.signal });
}

/** In portions from PostgreSQL, then from ClickHouse: a person is gone from the lists at once, and a kill in between is made up for by the next attempt. */
function remove(deps: SampleDeps): JobHandler {
  return async (job, control) => {
    const { workspaceId } = job;
    // Those whom an earlier attempt took out of PostgreSQL already are still to be taken out of ClickHouse.
    const all = (job.checkpoint?.['customers'] as string[] | undefined)?.map(BigInt) ?? await sampleCustomers(deps.db, workspaceId);
    await control.checkpoint({ customers: all.map(String) });
    // Twice: until ClickHouse has forgotten them too, an audience that is counted anew lets them in again, and an SOP after it.
    for (const round of [0, 1]) {
      for (let start = 0; start < all.length; start += forgetMax) {
        control.signal.throwIfAborted();
        await forgetInPostgres(deps, workspaceId, all.slice(start, start + forgetMax));
        control.progress({ done: Math.min(start + forgetMax, all.length) + round * all.length, total: 2 * all.length, unit: 'customers' });
      }
      // What was told of them meanwhile.
      await carriedOver(deps, control);
      await forgetInClickHouse(deps, workspaceId, all);
      // Whoever counts since before has seen them: what they find is not taken over any more.
      if (round === 0) await deps.db.inWorkspace(workspaceId, (tx) => tx.query('update audience set generation = generation + 1 where workspace_id = $1', [workspaceId]));
    }
    await deps.models.forgetSnapshots(workspaceId, 'rfm');
    return { customers: all.length };
  };
}

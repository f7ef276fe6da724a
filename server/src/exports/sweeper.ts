import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Worker } from '../engines/index.ts';
import { jobFileKeptMs } from '../http/index.ts';
import { hourMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';

type SweepDeps = { db: Database; folder: string; clock: Clock };
/** As many names as one look into the table asks about. */
const lookMax = 1_000;

/** Removes the files of exports 7 days after their jobs ended, and what jobs that came to nothing left behind. */
export function exportSweeper(deps: SweepDeps): Worker {
  return {
    name: 'exports.files', pollMs: hourMs, restMs: hourMs,
    async step() {
      await sweepExports(deps);
      return 'idle';
    },
  };
}

/** Answers the names of the files that are gone. */
export async function sweepExports({ db, folder, clock }: SweepDeps): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d+\.(?:csv|ids|ids\.part)$/.test(name));
  const gone: string[] = [];
  for (let from = 0; from < names.length; from += lookMax) {
    const some = names.slice(from, from + lookMax);
    const jobIds = [...new Set(some.map((name) => name.split('.')[0] ?? ''))];
    // By the clock that says when a job ended: what a page promises is what is kept.
    const rows = await db.asEngine((tx) => tx.query<{ job_id: bigint; open: boolean }>(`
      select job_id, state in ('waiting', 'running') as open from job
      where job_id = any ($1::bigint[]) and (state in ('waiting', 'running') or state = 'done' and ended_at > $2)`, [jobIds, new Date(clock.now() - jobFileKeptMs)]));
    const kept = new Map(rows.map(({ job_id: jobId, open }) => [String(jobId), open]));
    for (const name of some) {
      const open = kept.get(name.split('.')[0] ?? '');
      if (open || (open === false && name.endsWith('.csv'))) continue;
      await rm(join(folder, name), { force: true });
      gone.push(name);
    }
  }
  return gone;
}

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Worker } from '../engines/index.ts';
import { dayMs, hourMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { orderImportKind } from './import-job.ts';

/** A file that nobody has written to for so long is not about to become a job any more. */
const uploadKeptMs = hourMs;
/** Rejected lines hold personal data: time enough to correct them, then they go. */
export const errorFileKeptMs = 90 * dayMs;

type SweepDeps = { db: Database; folder: string; realClock: Clock };

/** Removes uploads that no open job names (their job was canceled while it waited, or gave up), and error files after 90 days. */
export function uploadSweeper(deps: SweepDeps): Worker {
  return {
    name: 'orders.uploads', pollMs: hourMs, restMs: hourMs,
    async step() {
      await sweepUploads(deps);
      return 'idle';
    },
  };
}

/** Answers the names of the files that are gone. */
export async function sweepUploads({ db, folder, realClock }: SweepDeps): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const rows = await db.asEngine((tx) => tx.query<{ file: string | null }>(
    "select input ->> 'file' as file from job where kind = $1 and state in ('waiting', 'running')", [orderImportKind]));
  const open = new Set(rows.map(({ file }) => file));
  const gone: string[] = [];
  for (const name of names) {
    const keptMs = name.endsWith('.upload') && !open.has(name) ? uploadKeptMs : name.endsWith('.errors.csv') ? errorFileKeptMs : Infinity;
    if (keptMs === Infinity) continue;
    const writtenMs = await stat(join(folder, name)).then(({ mtimeMs }) => mtimeMs, () => Infinity);
    if (realClock.now() - writtenMs < keptMs) continue;
    await rm(join(folder, name), { force: true });
    gone.push(name);
  }
  return gone;
}

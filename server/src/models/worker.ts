import type { Database, Worker } from '../engines/index.ts';
import { dayStart, localDate, type Clock } from '../kernel/index.ts';
import { workspacesWithNewest } from './model-reader.ts';
import type { Models } from './models.ts';

/** Takes the snapshot of every workspace once a day, as of 00:00 on its own clocks. Add it behind the projector. */
export function modelWorkers({ db, clock, models }: { db: Database; clock: Clock; models: Models }): Worker[] {
  // What failed today is not tried again until tomorrow, so that one brand cannot keep the others waiting; the runner reports it.
  const tried = new Map<bigint, number>();
  return [{
    name: 'models',
    pollMs: 60_000,
    async step() {
      const nowMs = clock.now();
      for (const { workspace_id: workspaceId, zone, newest } of await db.asEngine(workspacesWithNewest)) {
        const todayMs = dayStart(localDate(nowMs, zone), zone);
        if ((newest ?? -Infinity) >= todayMs || tried.get(workspaceId) === todayMs) continue;
        tried.set(workspaceId, todayMs);
        await models.snapshot(workspaceId, 'rfm', todayMs);
        return 'more';
      }
      return 'idle';
    },
  }];
}

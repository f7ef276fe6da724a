import { createPatience, jobsSince } from '../engines/index.ts';
import type { Database, Log, Worker } from '../engines/index.ts';
import { dayStart, isProblem, localDate, minuteMs, type Clock } from '../kernel/index.ts';
import { workspacesWithNewest, type WorkspaceDay } from './model-reader.ts';
import type { Models } from './models.ts';
import { ModelWaitsForOrders } from './problems.ts';

export type ModelWorkerDeps = {
  db: Database; clock: Clock; log: Pick<Log, 'end' | 'placeOf'>; models: Models;
  /** Kinds of jobs that tell history in portions (imports of orders): while one is open, its workspace waits for its snapshot. */
  importKinds?: readonly string[];
};

const idlePollMs = 60_000;
/** Behind a projector that works, a snapshot waits for a second at most. */
const waitingPollMs = 1_000;
/** What failed is tried again, but not before the others had their turn. */
const againAfterMs = 5 * minuteMs;

/**
 * Takes the snapshot of every workspace once a day, as of 00:00 on its own clocks. A snapshot is final for its day, so it is taken only when
 * the projector has passed the place where the log ended at first sight of the day, and no orders are half imported.
 */
export function modelWorkers({ db, clock, log, models, importKinds = [] }: ModelWorkerDeps): Worker[] {
  const patience = createPatience(log);
  const restingUntil = new Map<bigint, number>();
  let waiting = false;
  const take = async ({ workspace_id: workspaceId, imported }: WorkspaceDay, todayMs: number) => {
    try {
      await models.snapshot(workspaceId, 'rfm', todayMs, { unless: jobsSince(workspaceId, importKinds, imported) });
      restingUntil.delete(workspaceId);
    } catch (error) {
      if (isProblem(error) && error.code === ModelWaitsForOrders.code) return;
      restingUntil.set(workspaceId, clock.now() + againAfterMs);
      throw error;
    }
  };
  return [{
    name: 'models',
    get pollMs() { return waiting ? waitingPollMs : idlePollMs; },
    async step() {
      const nowMs = clock.now();
      const due = (await db.asEngine((tx) => workspacesWithNewest(tx, importKinds))).flatMap((each) => {
        const todayMs = dayStart(localDate(nowMs, each.zone), each.zone);
        const key = `${each.workspace_id} ${todayMs}`;
        return (each.newest ?? -Infinity) >= todayMs || (restingUntil.get(each.workspace_id) ?? 0) > nowMs ? [] : [{ each, todayMs, key }];
      });
      const ready = await patience.ready(due.map(({ key, each }) => ({ key, stamp: String(each.imported) })));
      const next = due.find(({ key }) => ready.has(key));
      waiting = due.length > 0;
      if (!next) return 'idle';
      await take(next.each, next.todayMs);
      return 'more';
    },
  }];
}

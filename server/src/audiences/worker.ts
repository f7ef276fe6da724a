import type { Database, Worker } from '../engines/index.ts';
import { isProblem, type Clock } from '../kernel/index.ts';
import { refreshEveryMs } from './audience.ts';
import { nextDue } from './audience-reader.ts';
import { failRefresh } from './audience-store.ts';
import type { Audiences } from './audiences.ts';

/** Keeps live audiences current: one refresh a step, the one that has waited longest first. */
export function audienceWorkers({ db, clock, audiences }: { db: Database; clock: Clock; audiences: Audiences }): Worker[] {
  return [{
    name: 'audiences',
    pollMs: 5_000,
    async step() {
      const due = await db.asEngine((tx) => nextDue(tx, clock.now() - refreshEveryMs));
      if (!due) return 'idle';
      const { workspace_id: workspaceId, audience_id: audienceId } = due;
      try {
        await audiences.refresh(workspaceId, audienceId);
      } catch (error) {
        // A rule that can no longer be asked must not keep the others from their turn; anything else is the runner's to report.
        await db.inWorkspace(workspaceId, (tx) => failRefresh(tx, workspaceId, audienceId, { atMs: clock.now(), reason: error instanceof Error ? error.message : String(error) }));
        if (!isProblem(error)) throw error;
      }
      return 'more';
    },
  }];
}

import { WecomError } from '@homefield/wecom';
import type { Worker } from '../../engines/index.ts';
import { isProblem, minuteMs } from '../../kernel/index.ts';
import { syncContacts } from './sync.ts';
import type { SyncDeps } from './sync.ts';

/** A synchronization that failed, or whose process died, is tried again after this. */
const retryMs = 30 * minuteMs;

/** Brings the contacts of every connection up to date, one connection a step: at once when it is new, then every `everyMs`. */
export function syncWorker(deps: SyncDeps & { everyMs: number }): Worker {
  return {
    name: 'channels.wecom.contacts', pollMs: minuteMs,
    async step() {
      const nowMs = deps.clock.now();
      const [due] = await deps.db.asEngine((tx) => tx.query<{ workspace_id: bigint }>(`
        update channel set next_sync_at = $2 where (workspace_id, channel_id) in (
          select workspace_id, channel_id from channel where kind = 'wecom' and next_sync_at <= $1 and (rest_until is null or rest_until <= $1)
          order by next_sync_at, workspace_id limit 1 for update skip locked
        ) returning workspace_id`, [new Date(nowMs), new Date(nowMs + retryMs)]));
      if (!due) return 'idle';
      await syncOne(deps, due.workspace_id);
      return 'more';
    },
  };
}

async function syncOne(deps: SyncDeps & { everyMs: number }, workspaceId: bigint): Promise<void> {
  try {
    await syncContacts(deps, workspaceId);
    await deps.connections.note(workspaceId, null);
    await deps.db.inWorkspace(workspaceId, (tx) => tx.query(`update channel set next_sync_at = $2 where workspace_id = $1 and kind = 'wecom'`, [workspaceId, new Date(deps.clock.now() + deps.everyMs)]));
  } catch (error) {
    if (error instanceof WecomError) await deps.connections.note(workspaceId, error);
    else if (!isProblem(error)) throw error;
  }
}

import type { Database } from '../engines/index.ts';
import { dayStart } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';

/** A brand: what everything else belongs to. */
export type Workspace = { workspaceId: bigint; name: string; zone: string; currency: string };

export type Workspaces = {
  /** For the demo, tests and commands; people make theirs with the first owner. Refuses a zone that does not exist. */
  create(workspace: { name: string; zone?: string; currency?: string }): Promise<bigint>;
  read(workspaceId: bigint): Promise<Workspace | undefined>;
};

export function createWorkspaces({ db, clock, ids }: { db: Database; clock: Clock; ids: Ids }): Workspaces {
  return {
    async create({ name, zone = 'Asia/Shanghai', currency = 'CNY' }) {
      dayStart('2026-01-01', zone);
      const workspaceId = ids.next('workspace');
      await db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, name, zone, currency, new Date(clock.now())]));
      return workspaceId;
    },
    read: (workspaceId) => db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<{ name: string; zone: string; currency: string }>('select name, zone, currency from workspace where workspace_id = $1', [workspaceId]);
      return row && { workspaceId, ...row };
    }),
  };
}

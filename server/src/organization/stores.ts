import { isTaken } from '../engines/index.ts';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, formatId } from '../kernel/index.ts';
import type { Clock, Ids, Viewer } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { StoreNameTaken, StoreNotFound, TooManyStores } from './scope-problems.ts';

/** A store of the brand: customers belong to it by its name, a region is the stores that name it. */
export type Store = { storeId: bigint; name: string; region: string | null; active: boolean };
export type StoreChange = { name?: string | undefined; region?: string | null | undefined; active?: boolean | undefined };

export type Stores = {
  /** By name. Who sees the customers of some stores sees these stores. */
  list(viewer: Viewer, page: { after?: string | undefined; limit: number }): Promise<Store[]>;
  /** Those of the names that no store has. */
  unknownOf(workspaceId: bigint, names: readonly string[]): Promise<string[]>;
  /** Refuses (409) a name that is taken. */
  create(actor: Actor, store: { name: string; region: string | null }): Promise<Store>;
  /** Takes effect for everybody who sees the store or its region with their next request. Refuses (404) an unknown one. */
  change(actor: Actor, storeId: bigint, change: StoreChange): Promise<Store>;
};

type StoreRow = { store_id: bigint; name: string; region: string | null; active: boolean };

const columns = 'store_id, name, region, active';
/** The names of a region go with every question to ClickHouse, about 100 bytes each. */
const storesMax = 2_000;

export function createStores({ db, clock, ids, audit }: { db: Database; clock: Clock; ids: Ids; audit: Audit }): Stores {
  return {
    list: ({ workspaceId, dataScope }, { after, limit }) => db.inWorkspace(workspaceId, async (tx) => {
      const seen = dataScope.kind === 'stores' ? dataScope.stores : null;
      const rows = await tx.query<StoreRow>(`
        select ${columns} from store where workspace_id = $1 and ($2::text is null or name > $2) and ($3::text[] is null or name = any ($3))
        order by name limit $4`, [workspaceId, after ?? null, seen, limit]);
      return rows.map(storeOf);
    }),
    unknownOf: (workspaceId, names) => db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<{ name: string }>(`
        select n.name from unnest($2::text[]) with ordinality as n (name, place)
        where not exists (select from store s where s.workspace_id = $1 and s.name = n.name) order by n.place limit $3`, [workspaceId, names, names.length]);
      return rows.map(({ name }) => name);
    }),
    create: (actor, { name, region }) => db.inWorkspace(actor.workspaceId, async (tx) => {
      const { workspaceId } = actor;
      const [known] = await tx.query<{ count: bigint }>('select count(*) as count from store where workspace_id = $1', [workspaceId]);
      if (Number(known?.count ?? 0) >= storesMax) throw TooManyStores({ max: storesMax });
      const store: Store = { storeId: ids.next('store'), name, region, active: true };
      await named(name, () => tx.query('insert into store (workspace_id, store_id, name, region, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, store.storeId, name, region, new Date(clock.now())]));
      await audit(tx, workspaceId, { actor, action: 'store.created', object: objectOf(store.storeId), detail: { name, region } });
      return store;
    }),
    change: (actor, storeId, change) => db.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await lockStore(tx, actor.workspaceId, storeId);
      const after: Store = { storeId, name: change.name ?? before.name, region: change.region === undefined ? before.region : change.region, active: change.active ?? before.active };
      await named(after.name, () => tx.query('update store set name = $3, region = $4, active = $5 where workspace_id = $1 and store_id = $2', [actor.workspaceId, storeId, after.name, after.region, after.active]));
      const changes = changesOf(before, after, ['name', 'region', 'active']);
      if (changes) await audit(tx, actor.workspaceId, { actor, action: 'store.changed', object: objectOf(storeId), detail: { name: after.name, changes } });
      return after;
    }),
  };
}

async function lockStore(tx: Transaction, workspaceId: bigint, storeId: bigint): Promise<Store> {
  const [row] = await tx.query<StoreRow>(`select ${columns} from store where workspace_id = $1 and store_id = $2 for update`, [workspaceId, storeId]);
  if (!row) throw StoreNotFound();
  return storeOf(row);
}

async function named(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isTaken(error)) throw StoreNameTaken({ name }, { cause: error });
    throw error;
  }
}

function objectOf(storeId: bigint): { kind: string; id: string } {
  return { kind: 'store', id: formatId('store', storeId) };
}

function storeOf(row: StoreRow): Store {
  return { storeId: row.store_id, name: row.name, region: row.region, active: row.active };
}

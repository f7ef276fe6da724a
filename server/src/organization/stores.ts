import { isTaken } from '../engines/index.ts';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, formatId } from '../kernel/index.ts';
import type { Clock, Ids, Viewer } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { StoreNameFormer, StoreNameTaken, StoreNotFound, TooManyStores } from './scope-problems.ts';

/** A store of the brand: customers belong to it by its name, present or former, a region is the stores that name it. */
export type Store = { storeId: bigint; name: string; region: string | null; active: boolean; /** What it was called before: customers who carry such a name are still its own. */ formerNames: string[] };
/** `formerNames`: those that it keeps; nothing is added. */
export type StoreChange = { name?: string | undefined; region?: string | null | undefined; active?: boolean | undefined; formerNames?: readonly string[] | undefined };

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

type StoreRow = { store_id: bigint; name: string; region: string | null; active: boolean; former_names: string[] };

const columns = 'store_id, name, region, active, array(select f.name from store_former_name f where f.workspace_id = store.workspace_id and f.store_id = store.store_id order by f.name) as former_names';
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
        where not exists (select from store s where s.workspace_id = $1 and s.name = n.name)
          and not exists (select from store_former_name f where f.workspace_id = $1 and f.name = n.name) order by n.place limit $3`, [workspaceId, names, names.length]);
      return rows.map(({ name }) => name);
    }),
    create: (actor, { name, region }) => db.inWorkspace(actor.workspaceId, async (tx) => {
      const { workspaceId } = actor;
      const [known] = await tx.query<{ count: bigint }>('select count(*) as count from store where workspace_id = $1', [workspaceId]);
      if (Number(known?.count ?? 0) >= storesMax) throw TooManyStores({ max: storesMax });
      await refuseFormer(tx, workspaceId, name, null);
      const store: Store = { storeId: ids.next('store'), name, region, active: true, formerNames: [] };
      await named(name, () => tx.query('insert into store (workspace_id, store_id, name, region, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, store.storeId, name, region, new Date(clock.now())]));
      await audit(tx, workspaceId, { actor, action: 'store.created', object: objectOf(store.storeId), detail: { name, region } });
      return store;
    }),
    change: (actor, storeId, change) => db.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await lockStore(tx, actor.workspaceId, storeId);
      const after: Store = { storeId, name: change.name ?? before.name, region: change.region === undefined ? before.region : change.region, active: change.active ?? before.active, formerNames: formerAfter(before, change) };
      await refuseFormer(tx, actor.workspaceId, after.name, storeId);
      await named(after.name, () => tx.query('update store set name = $3, region = $4, active = $5 where workspace_id = $1 and store_id = $2', [actor.workspaceId, storeId, after.name, after.region, after.active]));
      await writeFormer(tx, actor.workspaceId, after);
      const changes = changesOf(before, after, ['name', 'region', 'active', 'formerNames']);
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

/** A new name makes the one of before a former one; going back to a former one takes it from there. */
function formerAfter(before: Store, { name = before.name, formerNames = before.formerNames }: StoreChange): string[] {
  const kept = before.formerNames.filter((former) => formerNames.includes(former));
  return [...new Set([...kept, before.name])].filter((former) => former !== name).sort();
}

/** Two stores that share a name, whenever they had it, would share the customers who carry it. */
async function refuseFormer(tx: Transaction, workspaceId: bigint, name: string, but: bigint | null): Promise<void> {
  // One change of names at a time: two at once would not see each other's.
  await tx.query('select 1 from workspace where workspace_id = $1 for update', [workspaceId]);
  const [taken] = await tx.query<{ store: string }>(`
    select s.name as store from store_former_name f join store s using (workspace_id, store_id) where f.workspace_id = $1 and f.name = $2 and ($3::bigint is null or f.store_id <> $3)`, [workspaceId, name, but]);
  if (taken) throw StoreNameFormer({ name, store: taken.store });
}

async function writeFormer(tx: Transaction, workspaceId: bigint, { storeId, formerNames }: Store): Promise<void> {
  await tx.query('delete from store_former_name where workspace_id = $1 and store_id = $2 and name <> all ($3::text[])', [workspaceId, storeId, formerNames]);
  await tx.query('insert into store_former_name (workspace_id, store_id, name) select $1, $2, n from unnest($3::text[]) as n on conflict do nothing', [workspaceId, storeId, formerNames]);
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
  return { storeId: row.store_id, name: row.name, region: row.region, active: row.active, formerNames: row.former_names };
}

import type { CustomerChoices, CustomerFilter, CustomerRow, CustomerSort } from '@homefield/contract';
import type { Lane } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { filterQuestion, isWhole, prepareFilter } from './customer-filter.ts';
import type { Metric } from './customer-filter.ts';
import { customerRows } from './customer-reader.ts';
import type { ReaderDeps } from './customer-reader.ts';
import { inScopeAnalytics } from './in-scope.ts';
import { readStoreNames } from './store-names.ts';
import type { Vault } from './vault.ts';

/** Where a page ended: the sort value of its last row and its customer. */
export type ListPlace = { value: number; customerId: bigint };
export type ListQuery = CustomerFilter & { sort: CustomerSort; after?: ListPlace | undefined; limit: number; lane?: Lane };
/** What the list is narrowed to; plain JSON. */
export type ListFilter = CustomerFilter;
export type ListPage = { rows: CustomerRow[]; next: ListPlace | undefined };

type ListDeps = ReaderDeps & { vault: Vault };
type Found = { customer_id: string; value: number | string };

/**
 * A page of the customers whom the viewer sees. By the day they were first seen from PostgreSQL's index; other orders, every search,
 * every filter and every part of the brand from ClickHouse, which sorts a million customers in a fraction of a second. Excluded ones are
 * shown to a search, and to who filters by them.
 */
export async function listCustomers(deps: ListDeps, viewer: Viewer, query: ListQuery): Promise<ListPage> {
  const { limit } = query;
  const found = await pageOf(deps, viewer, query);
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    rows: await customerRows(deps, viewer, found.slice(0, limit).map((row) => BigInt(row.customer_id))),
    next: last && { value: Number(last.value), customerId: BigInt(last.customer_id) },
  };
}

/** The customers that the list shows for a filter, in its order, `limit` at most: for work on all of them, in the background. */
export async function findCustomers(deps: ListDeps, viewer: Viewer, query: Omit<ListQuery, 'after' | 'lane'>): Promise<bigint[]> {
  const found = await pageOf(deps, viewer, { ...query, lane: 'batch' });
  return found.slice(0, query.limit).map((row) => BigInt(row.customer_id));
}

/** How many customers whom the viewer sees the filter finds: exactly, not those of a page. */
export async function countCustomers(deps: ListDeps, viewer: Viewer, filter: CustomerFilter): Promise<number> {
  const { workspaceId } = viewer;
  const prepared = await deps.db.inWorkspace(workspaceId, (tx) => prepareFilter(tx, viewer, deps.vault, filter, deps.clock.now()));
  const { text, params } = filterQuestion(prepared);
  const [row] = await deps.analytics.query<{ found: number | string }>({ workspaceId, params, text: `select count() as found from (${text})` });
  return Number(row?.found ?? 0);
}

const choicesMax = 200;

/** The cities and stores of customers whom the viewer sees, the most frequent first. */
export async function readChoices({ db, analytics }: ReaderDeps, { workspaceId, dataScope }: Viewer): Promise<CustomerChoices> {
  const seen = inScopeAnalytics(dataScope);
  const most = async (column: 'city' | 'store') => {
    const rows = await analytics.query<{ value: string; customers: number | string }>({
      workspaceId, params: seen.params,
      text: `select ${column} as value, count() as customers from customer final where workspace_id = {workspace:UInt64} and gone = 0 and excluded = 0 and ${column} != '' and ${seen.text}
        group by value order by customers desc, value limit ${choicesMax}`,
    });
    return rows.map(({ value, customers }) => ({ value, customers: Number(customers) }));
  };
  const names = await db.inWorkspace(workspaceId, (tx) => readStoreNames(tx, workspaceId));
  const stores = new Map<string, number>();
  for (const { value, customers } of await most('store')) stores.set(names.presentOf(value), (stores.get(names.presentOf(value)) ?? 0) + customers);
  return { cities: await most('city'), stores: [...stores].map(([value, customers]) => ({ value, customers })).sort((one, other) => other.customers - one.customers) };
}

type PagePlace = Pick<ListQuery, 'sort' | 'after' | 'limit' | 'lane'>;

/** One more than the limit, when there are more. */
function pageOf(deps: ListDeps, viewer: Viewer, { sort, after, limit, lane = 'interactive', ...filter }: ListQuery): Promise<Found[]> {
  const page = { sort, after, limit, lane };
  const indexed = sort.endsWith('createdAt') && viewer.dataScope.kind === 'brand' && isWhole(filter);
  return indexed ? byFirstSeen(deps, viewer.workspaceId, page) : byFilter(deps, viewer, filter, page);
}

function byFirstSeen({ db }: ReaderDeps, workspaceId: bigint, { sort, after, limit }: PagePlace): Promise<Found[]> {
  const [compare, direction] = directionOf(sort);
  return db.inWorkspace(workspaceId, (tx) => tx.query<Found>(`
    select c.customer_id::text, (extract(epoch from c.created_at) * 1000)::float8 as value from customer c
    where c.workspace_id = $1 and not c.excluded and not c.gone and ($2::float8 is null or (c.created_at, c.customer_id) ${compare} (to_timestamp($2 / 1000.0), $3::bigint))
    order by c.created_at ${direction}, c.customer_id ${direction} limit $4`, [workspaceId, after?.value ?? null, after?.customerId ?? null, limit + 1]));
}

async function byFilter(deps: ListDeps, viewer: Viewer, filter: CustomerFilter, { sort, after, limit, lane = 'interactive' }: PagePlace): Promise<Found[]> {
  const { workspaceId } = viewer;
  const prepared = await deps.db.inWorkspace(workspaceId, (tx) => prepareFilter(tx, viewer, deps.vault, filter, deps.clock.now()));
  const name = sort.replace('-', '') as Metric | 'createdAt';
  const [compare, direction] = directionOf(sort);
  const { text, params } = filterQuestion(prepared, name === 'createdAt' ? undefined : name);
  return deps.analytics.query<Found>({
    workspaceId, lane,
    params: { ...params, value: after?.value ?? 0, after: after?.customerId ?? 0n, limit: limit + 1 },
    text: `select customer_id, ${name} as value from (${text}) ${after ? `where (value, customer_id) ${compare} ({value:Int64}, {after:UInt64})` : ''}
      order by value ${direction}, customer_id ${direction} limit {limit:UInt32}`,
  });
}

function directionOf(sort: CustomerSort): readonly ['<', 'desc'] | readonly ['>', 'asc'] {
  return sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
}

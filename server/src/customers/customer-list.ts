import type { CustomerRow, CustomerSort } from '@homefield/contract';
import type { Lane } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { candidates } from './candidates.ts';
import { customerRows } from './customer-reader.ts';
import type { ReaderDeps } from './customer-reader.ts';
import { inScopeAnalytics } from './in-scope.ts';
import type { Vault } from './vault.ts';

/** Where a page ended: the sort value of its last row and its customer. */
export type ListPlace = { value: number; customerId: bigint };
export type ListQuery = { q?: string | undefined; sort: CustomerSort; after?: ListPlace | undefined; limit: number; lane?: Lane };
/** What the list is narrowed to; plain JSON. */
export type ListFilter = Omit<ListQuery, 'sort' | 'after' | 'limit' | 'lane'>;
export type ListPage = { rows: CustomerRow[]; next: ListPlace | undefined };

type Found = { customer_id: string; value: number | string };

const searchLengthMax = 100;

/**
 * A page of the customers whom the viewer sees. By the day they were first seen from PostgreSQL's index; other orders, every search and
 * every part of the brand from ClickHouse, which sorts a million customers in a fraction of a second. Excluded ones are shown only to a search.
 */
export async function listCustomers(deps: ReaderDeps & { vault: Vault }, viewer: Viewer, query: ListQuery): Promise<ListPage> {
  const q = (query.q ?? '').normalize('NFKC').trim().slice(0, searchLengthMax);
  const indexed = q === '' && query.sort.endsWith('createdAt') && viewer.dataScope.kind === 'brand';
  const found = indexed ? await byFirstSeen(deps, viewer.workspaceId, query) : await bySorting(deps, viewer, query, q);
  const last = found.length > query.limit ? found[query.limit - 1] : undefined;
  return {
    rows: await customerRows(deps, viewer, found.slice(0, query.limit).map((row) => BigInt(row.customer_id))),
    next: last && { value: Number(last.value), customerId: BigInt(last.customer_id) },
  };
}

/** The customers that the list shows for a search, in its order, `limit` at most: for work on all of them, in the background. */
export async function findCustomers(deps: ReaderDeps & { vault: Vault }, viewer: Viewer, query: Omit<ListQuery, 'after' | 'lane'>): Promise<bigint[]> {
  const q = (query.q ?? '').normalize('NFKC').trim().slice(0, searchLengthMax);
  const indexed = q === '' && query.sort.endsWith('createdAt') && viewer.dataScope.kind === 'brand';
  const found = indexed ? await byFirstSeen(deps, viewer.workspaceId, query) : await bySorting(deps, viewer, { ...query, lane: 'batch' }, q);
  return found.slice(0, query.limit).map((row) => BigInt(row.customer_id));
}

function byFirstSeen({ db }: ReaderDeps, workspaceId: bigint, { sort, after, limit }: ListQuery): Promise<Found[]> {
  const [compare, direction] = sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
  return db.inWorkspace(workspaceId, (tx) => tx.query<Found>(`
    select c.customer_id::text, (extract(epoch from c.created_at) * 1000)::float8 as value from customer c
    where c.workspace_id = $1 and not c.excluded and not c.erased and ($2::float8 is null or (c.created_at, c.customer_id) ${compare} (to_timestamp($2 / 1000.0), $3::bigint))
    order by c.created_at ${direction}, c.customer_id ${direction} limit $4`, [workspaceId, after?.value ?? null, after?.customerId ?? null, limit + 1]));
}

const orderNames = "('order.paid', 'order.refunded', 'order.canceled')";
const sortValues = {
  orders: "toInt64(countIf(name = 'order.paid')) - toInt64(countIf(name = 'order.canceled' and amount > 0))",
  netSales: "sum(if(name = 'order.paid', amount, -amount))",
  lastOrderAt: "maxIf(toUnixTimestamp64Milli(occurred_at), name = 'order.paid')",
} as const;

async function bySorting(deps: ReaderDeps & { vault: Vault }, viewer: Viewer, { sort, after, limit, lane = 'interactive' }: ListQuery, q: string): Promise<Found[]> {
  const { workspaceId, dataScope } = viewer;
  const seen = inScopeAnalytics(dataScope);
  const ids = q === '' ? [] : await deps.db.inWorkspace(workspaceId, (tx) => candidates(tx, viewer, deps.vault, q));
  const name = sort.replace('-', '') as keyof typeof sortValues | 'createdAt';
  const [compare, direction] = sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
  const people = `select customer_id, toUnixTimestamp64Milli(created_at) as first_seen from customer final where workspace_id = {workspace:UInt64} and erased = 0 and ${seen.text}
    and ${q === '' ? 'excluded = 0' : '(customer_id in {ids:Array(UInt64)} or (length({q:String}) > 0 and positionCaseInsensitiveUTF8(name, {q:String}) > 0))'}`;
  const rows = name === 'createdAt'
    ? `select customer_id, first_seen as value from (${people})`
    : `select p.customer_id as customer_id, o.value as value from (${people}) as p left any join (
        select customer_id, ${sortValues[name]} as value from event where workspace_id = {workspace:UInt64} and name in ${orderNames} group by customer_id
      ) as o on o.customer_id = p.customer_id`;
  return deps.analytics.query<Found>({
    workspaceId, lane,
    params: { ...seen.params, ids, q, value: after?.value ?? 0, after: after?.customerId ?? 0n, limit: limit + 1 },
    text: `select customer_id, value from (${rows}) ${after ? `where (value, customer_id) ${compare} ({value:Int64}, {after:UInt64})` : ''}
      order by value ${direction}, customer_id ${direction} limit {limit:UInt32}`,
  });
}

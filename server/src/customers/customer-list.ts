import type { CustomerRow, CustomerSort } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { isProblem, parseId } from '../kernel/index.ts';
import { customerRows } from './customer-reader.ts';
import type { ReaderDeps } from './customer-reader.ts';
import { normalizeIdentity, normalizePhone, orderCustomerKind } from './identity.ts';
import type { Vault } from './vault.ts';

/** Where a page ended: the sort value of its last row and its customer. */
export type ListPlace = { value: number; customerId: bigint };
export type ListQuery = { q?: string | undefined; sort: CustomerSort; after?: ListPlace | undefined; limit: number };
export type ListPage = { rows: CustomerRow[]; next: ListPlace | undefined };

type Found = { customer_id: string; value: number | string };

/** Found by number or phone, before names are looked at: more is no search any more. */
const candidatesMax = 500;
const searchLengthMax = 100;

/**
 * A page of customers. By the day they were first seen from PostgreSQL's index; other orders and every search from ClickHouse, which
 * sorts a million customers in a fraction of a second. Excluded customers are shown only to a search.
 */
export async function listCustomers(deps: ReaderDeps & { vault: Vault }, workspaceId: bigint, query: ListQuery): Promise<ListPage> {
  const q = (query.q ?? '').normalize('NFKC').trim().slice(0, searchLengthMax);
  const found = q === '' && query.sort.endsWith('createdAt') ? await byFirstSeen(deps, workspaceId, query) : await bySorting(deps, workspaceId, query, q);
  const last = found.length > query.limit ? found[query.limit - 1] : undefined;
  return {
    rows: await customerRows(deps, workspaceId, found.slice(0, query.limit).map((row) => BigInt(row.customer_id))),
    next: last && { value: Number(last.value), customerId: BigInt(last.customer_id) },
  };
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

async function bySorting(deps: ReaderDeps & { vault: Vault }, workspaceId: bigint, { sort, after, limit }: ListQuery, q: string): Promise<Found[]> {
  const ids = q === '' ? [] : await deps.db.inWorkspace(workspaceId, (tx) => candidates(tx, workspaceId, deps.vault, q));
  const name = sort.replace('-', '') as keyof typeof sortValues | 'createdAt';
  const [compare, direction] = sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
  const people = `select customer_id, toUnixTimestamp64Milli(created_at) as first_seen from customer final where workspace_id = {workspace:UInt64} and erased = 0
    and ${q === '' ? 'excluded = 0' : '(customer_id in {ids:Array(UInt64)} or (length({q:String}) > 0 and positionCaseInsensitiveUTF8(name, {q:String}) > 0))'}`;
  const rows = name === 'createdAt'
    ? `select customer_id, first_seen as value from (${people})`
    : `select p.customer_id as customer_id, o.value as value from (${people}) as p left any join (
        select customer_id, ${sortValues[name]} as value from event where workspace_id = {workspace:UInt64} and name in ${orderNames} group by customer_id
      ) as o on o.customer_id = p.customer_id`;
  return deps.analytics.query<Found>({
    workspaceId,
    params: { ids, q, value: after?.value ?? 0, after: after?.customerId ?? 0n, limit: limit + 1 },
    text: `select customer_id, value from (${rows}) ${after ? `where (value, customer_id) ${compare} ({value:Int64}, {after:UInt64})` : ''}
      order by value ${direction}, customer_id ${direction} limit {limit:UInt32}`,
  });
}

/** Customers by their id, number, member number, phone (whole or the last four digits) or e-mail. */
export async function candidates(tx: Transaction, workspaceId: bigint, vault: Vault, q: string): Promise<bigint[]> {
  const exact = [{ kind: orderCustomerKind, key: q }, { kind: 'member_no', key: q }, { kind: 'wecom.external_user_id', key: q }];
  const phone = normalizePhone(q);
  if (phone !== undefined) exact.push({ kind: 'phone', key: vault.lookup(workspaceId, 'phone', phone) });
  if (q.includes('@')) exact.push(...emailKey(workspaceId, vault, q));
  const rows = await tx.query<{ customer_id: bigint }>(`
    select i.customer_id from unnest($2::text[], $3::text[]) as w (kind, key) join identity i on i.workspace_id = $1 and i.kind = w.kind and i.value_key = w.key collate "C"
    union (select i.customer_id from identity i where $4 and i.workspace_id = $1 and i.kind = any ($5::text[]) and i.value_key >= $6 and i.value_key < $6 || chr(1114111) limit ${candidatesMax})
    union (select c.customer_id from customer c where $7 and c.workspace_id = $1 and c.phone_tail = $6 limit ${candidatesMax})`, [
    workspaceId, exact.map(({ kind }) => kind), exact.map(({ key }) => key), q.length >= 3, [orderCustomerKind, 'member_no'], q, /^\d{4}$/.test(q),
  ]);
  return [...rows.map((row) => row.customer_id), ...shownId(q)];
}

function emailKey(workspaceId: bigint, vault: Vault, q: string): { kind: string; key: string }[] {
  try {
    return [{ kind: 'email', key: vault.lookup(workspaceId, 'email', normalizeIdentity({ kind: 'email', value: q }).value) }];
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}

function shownId(q: string): bigint[] {
  try {
    return [parseId('customer', q)];
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}

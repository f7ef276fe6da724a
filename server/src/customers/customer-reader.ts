import type { CustomerRow } from '@homefield/contract';
import { bigints } from '../engines/index.ts';
import type { Analytics, Database, Transaction } from '../engines/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';
import { formatId } from '../kernel/index.ts';
import { customerColumns } from './customer-store.ts';
import type { CustomerColumns } from './customer-store.ts';
import { inScope } from './in-scope.ts';
import { readStoreNames } from './store-names.ts';

export type ReaderDeps = { db: Database; analytics: Analytics; clock: Clock };

export type ShownColumns = CustomerColumns & { staff_name: string | null; orders: number; net: bigint; last_order_at: number | null };

/** Rows of the list in the order of the ids (200 at most or so); unknown, erased and unseen ones are left out. */
export async function customerRows(deps: ReaderDeps, viewer: Viewer, customerIds: readonly bigint[]): Promise<CustomerRow[]> {
  if (customerIds.length === 0) return [];
  const [rows, classes] = await Promise.all([
    deps.db.inWorkspace(viewer.workspaceId, (tx) => readShown(tx, viewer, customerIds)),
    readClasses(deps, viewer.workspaceId, customerIds),
  ]);
  return rows.map((row) => shownRow(row, classes.get(row.customer_id) ?? null));
}

/**
 * Reads the tables of orders and staff beside its own. Totals come from the orders of the rows shown: paid orders (given back or
 * not, canceled ones not), their amounts less everything given back, also on orders that nobody knows.
 */
export async function readShown(tx: Transaction, { workspaceId, dataScope }: Viewer, customerIds: readonly bigint[]): Promise<ShownColumns[]> {
  const seen = inScope(dataScope, 3);
  const names = await readStoreNames(tx, workspaceId);
  const rows = await tx.query<ShownColumns>(`
    select ${customerColumns}, s.name as staff_name, o.orders, (o.net - r.unlinked)::bigint as net, o.last_order_at
    from unnest($2::bigint[]) with ordinality as wanted (id, place)
    join customer c on c.workspace_id = $1 and c.customer_id = wanted.id and not c.gone and ${seen.sql}
    left join staff_member s on s.workspace_id = $1 and s.staff_id = c.owner_staff_id
    cross join lateral (
      select count(*)::int as orders, coalesce(sum(p.amount - p.refunded), 0) as net, max(p.ordered_at) as last_order_at
      from customer_order p where p.workspace_id = $1 and p.customer_id = c.customer_id and p.state in ('paid', 'refunded')
    ) o
    cross join lateral (
      select coalesce(sum(f.amount), 0) as unlinked from refund f where f.workspace_id = $1 and f.customer_id = c.customer_id and f.order_id is null
    ) r
    order by wanted.place`, [workspaceId, bigints(customerIds), ...seen.values]);
  return rows.map((row) => ({ ...row, store: names.presentOf(row.store) }));
}

/**
 * The newest RFM snapshot that is not in the future; 0 (no snapshot has that id) before the first one. Asks the tables of models, as every
 * other screen does: ClickHouse also keeps the rows of attempts that were given up, and of snapshots that were taken back.
 */
export async function newestSnapshot(tx: Transaction, workspaceId: bigint, nowMs: number): Promise<bigint> {
  const [row] = await tx.query<{ snapshot_id: bigint }>(`
    select s.snapshot_id from model m join model_snapshot s using (workspace_id, model_id)
    where workspace_id = $1 and m.name = 'rfm' and s.as_of <= $2 order by s.as_of desc limit 1`, [workspaceId, new Date(nowMs)]);
  return row?.snapshot_id ?? 0n;
}

/** The RFM class of each in the newest snapshot. */
export async function readClasses({ db, analytics, clock }: ReaderDeps, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, string>> {
  const snapshot = await db.inWorkspace(workspaceId, (tx) => newestSnapshot(tx, workspaceId, clock.now()));
  if (snapshot === 0n) return new Map();
  const rows = await analytics.query<{ customer_id: string; class: string }>({
    workspaceId, params: { ids: customerIds, snapshot },
    text: `select customer_id, any(class) as class from class_member
      where workspace_id = {workspace:UInt64} and model = 'rfm' and customer_id in {ids:Array(UInt64)} and snapshot_id = {snapshot:UInt64} group by customer_id`,
  });
  return new Map(rows.map((row) => [BigInt(row.customer_id), row.class]));
}

export function shownRow(row: ShownColumns, rfmClass: string | null): CustomerRow {
  return {
    id: formatId('customer', row.customer_id), name: row.name, phoneMasked: row.phone_masked, city: row.city || null, source: row.source || null,
    store: row.store || null, ownerStaff: row.staff_name, isContact: row.is_contact, orders: row.orders, netSalesMinor: Number(row.net),
    lastOrderAtMs: row.last_order_at, rfmClass, createdAtMs: row.created_at, excluded: row.excluded,
  };
}

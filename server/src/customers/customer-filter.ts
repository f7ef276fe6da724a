import type { CustomerFilter } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { dayMs, dayStart } from '../kernel/index.ts';
import type { DataScope, Viewer } from '../kernel/index.ts';
import { candidates } from './candidates.ts';
import { newestSnapshot } from './customer-reader.ts';
import { inScopeAnalytics } from './in-scope.ts';
import { readStoreNames } from './store-names.ts';
import type { Vault } from './vault.ts';
import { findByTyped } from './word-store.ts';

/** Numbers of a customer that ClickHouse takes from their orders. */
export const metrics = {
  orders: "toInt64(countIf(name = 'order.paid')) - toInt64(countIf(name = 'order.canceled' and amount > 0))",
  netSales: "sum(if(name = 'order.paid', amount, -amount))",
  lastOrderAt: "maxIf(toUnixTimestamp64Milli(occurred_at), name = 'order.paid')",
} as const;
/** The events that the metrics are made of. */
export const orderNames = "('order.paid', 'order.refunded', 'order.canceled')";
export type Metric = keyof typeof metrics;

type Bound = { metric: Metric; compare: '>=' | '<='; value: number };
/** A filter that is ready to be asked: whom the viewer sees, who was found by number, phone or pinyin, where days begin and end, which snapshot has the classes. */
export type PreparedFilter = { dataScope: DataScope; q: string; ids: readonly bigint[]; bounds: readonly Bound[]; snapshot: bigint; stores: readonly string[]; filter: CustomerFilter };
type Question = { text: string; params: Record<string, unknown> };

const searchLengthMax = 100;
/** In a list of choices: nothing there. */
const none = '-';

/** Whether nothing but the order is asked for: then PostgreSQL's index has the page. */
export function isWhole(filter: CustomerFilter): boolean {
  return searchOf(filter) === '' && Object.entries(filter).every(([name, value]) => name === 'q' || value === undefined);
}

export async function prepareFilter(tx: Transaction, viewer: Viewer, vault: Vault, filter: CustomerFilter, nowMs: number): Promise<PreparedFilter> {
  const { workspaceId, dataScope } = viewer;
  const q = searchOf(filter);
  const ids = q === '' ? [] : [...await candidates(tx, viewer, vault, q), ...await findByTyped(tx, viewer, q)];
  const { ordersFrom, ordersTo, salesFrom, salesTo, lastOrderFrom, lastOrderTo } = filter;
  const zone = lastOrderFrom === undefined && lastOrderTo === undefined ? '' : await readZone(tx, workspaceId);
  const bound = (metric: Metric, compare: Bound['compare'], value: number | undefined): Bound[] => (value === undefined ? [] : [{ metric, compare, value }]);
  return {
    dataScope, q, ids, filter,
    stores: filter.store === undefined ? [] : (await readStoreNames(tx, workspaceId)).allOf(chosenOf(filter.store)),
    snapshot: filter.class === undefined ? 0n : await newestSnapshot(tx, workspaceId, nowMs),
    bounds: [
      ...bound('orders', '>=', ordersFrom), ...bound('orders', '<=', ordersTo), ...bound('netSales', '>=', salesFrom), ...bound('netSales', '<=', salesTo),
      ...bound('lastOrderAt', '>=', lastOrderFrom === undefined ? undefined : dayStart(lastOrderFrom, zone)),
      ...bound('lastOrderAt', '<=', lastOrderTo === undefined ? undefined : dayEnd(lastOrderTo, zone)),
    ],
  };
}

/**
 * Who of those whom the viewer sees the filter finds, for ClickHouse: `customer_id`, `createdAt` and the metrics that are sorted or filtered by. Excluded customers are
 * found by a search, or when it is they who are asked for. Only what is needed is asked: a filter by city never reads an order.
 */
export function filterQuestion({ dataScope, q, ids, bounds, snapshot, stores, filter }: PreparedFilter, sorted?: Metric): Question {
  const needed = [...new Set([...(sorted ? [sorted] : []), ...bounds.map(({ metric }) => metric)])];
  const picked = picks(filter, snapshot, stores);
  const seen = inScopeAnalytics(dataScope);
  const people = `select customer_id, toUnixTimestamp64Milli(created_at) as createdAt from customer final where workspace_id = {workspace:UInt64} and gone = 0 and ${seen.text}
    ${q === '' ? '' : 'and (customer_id in {ids:Array(UInt64)} or (length({q:String}) > 0 and positionCaseInsensitiveUTF8(name, {q:String}) > 0))'}
    ${filter.excluded === undefined && q !== '' ? '' : `and excluded = ${filter.excluded === 'yes' ? 1 : 0}`} ${picked.text}`;
  const params: Record<string, unknown> = { ids, q, ...picked.params, ...seen.params };
  if (needed.length === 0) return { text: people, params };
  const wheres = bounds.map(({ metric, compare, value }, index) => {
    params[`bound${index}`] = value;
    // Who never bought has no last order: 0 is not a day long ago.
    return `o.${metric} ${compare} {bound${index}:Int64}${metric === 'lastOrderAt' ? ' and o.lastOrderAt > 0' : ''}`;
  });
  return {
    params,
    text: `select p.customer_id as customer_id, p.createdAt as createdAt, ${needed.map((name) => `o.${name} as ${name}`).join(', ')} from (${people}) as p left any join (
        select customer_id, ${needed.map((name) => `${metrics[name]} as ${name}`).join(', ')} from event where workspace_id = {workspace:UInt64} and name in ${orderNames} group by customer_id
      ) as o on o.customer_id = p.customer_id ${wheres.length > 0 ? `where ${wheres.join(' and ')}` : ''}`,
  };
}

/** What is chosen from lists: city, store, class, contact or not. */
function picks(filter: CustomerFilter, snapshot: bigint, stores: readonly string[]): Question {
  const texts: string[] = [];
  const params: Record<string, unknown> = {};
  for (const name of ['city', 'store'] as const) {
    const chosen = filter[name];
    if (chosen === undefined) continue;
    params[name] = name === 'store' ? stores : chosenOf(chosen);
    texts.push(`and ${name} in {${name}:Array(String)}`);
  }
  if (filter.contact) texts.push(`and is_contact = ${filter.contact === 'yes' ? 1 : 0}`);
  if (filter.class !== undefined) {
    const chosen = filter.class.split(',');
    Object.assign(params, { snapshot, classes: chosen.filter((one) => one !== none) });
    const members = `select customer_id from class_member where workspace_id = {workspace:UInt64} and model = 'rfm' and snapshot_id = {snapshot:UInt64}`;
    const inClass = `customer_id in (${members} and class in {classes:Array(String)})`;
    texts.push(chosen.includes(none) ? `and (${inClass} or customer_id not in (${members}))` : `and ${inClass}`);
  }
  return { text: texts.join(' '), params };
}

const chosenOf = (chosen: string) => chosen.split(',').map((one) => (one === none ? '' : one));

function searchOf({ q }: CustomerFilter): string {
  return (q ?? '').normalize('NFKC').trim().slice(0, searchLengthMax);
}

async function readZone(tx: Transaction, workspaceId: bigint): Promise<string> {
  const [row] = await tx.query<{ zone: string }>('select zone from workspace where workspace_id = $1', [workspaceId]);
  return row?.zone ?? 'Asia/Shanghai';
}

/** The last millisecond of a day, also of one with 23 or 25 hours. */
function dayEnd(day: string, zone: string): number {
  const nextDay = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) + dayMs).toISOString().slice(0, 10);
  return dayStart(nextDay, zone) - 1;
}

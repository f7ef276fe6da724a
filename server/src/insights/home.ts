import type { HomeNumbers } from '@homefield/contract';
import { inScopeAnalytics, ofScope } from '../customers/index.ts';
import type { Analytics, Database } from '../engines/index.ts';
import { dayMs, localDate } from '../kernel/index.ts';
import type { Clock, DataScope, Viewer } from '../kernel/index.ts';

type Deps = { db: Database; analytics: Analytics; clock: Clock };

const monthsShown = 24;
/**
 * Staff, test accounts and erased customers are left out of every number. Events of nobody count for the whole brand alone. The few who are
 * left out are looked up faster than everybody else.
 */
export function countedIn(scope: DataScope): { counted: string; params: Record<string, unknown> } {
  const people = 'select customer_id from customer final where workspace_id = {workspace:UInt64}';
  if (scope.kind === 'brand') return { counted: `customer_id not in (${people} and (excluded = 1 or gone = 1))`, params: {} };
  const { text, params } = inScopeAnalytics(scope);
  return { counted: `customer_id in (${people} and excluded = 0 and gone = 0 and ${text})`, params };
}

/**
 * The brand, or what the viewer sees of it, at a glance, as of the clock. Orders and GMV are paid orders before refunds; net sales are less refunds and
 * cancellations, by the day of the refund. A window of 30 days is (now - 30 d, now], to the millisecond.
 */
export async function readHomeNumbers(deps: Deps, viewer: Viewer): Promise<HomeNumbers> {
  const asOfMs = deps.clock.now();
  const work = await readWork(deps.db, viewer);
  const [customers, sales, months] = await Promise.all([
    readCustomers(deps.analytics, viewer, asOfMs),
    readSales(deps.analytics, viewer, asOfMs),
    readMonths(deps.analytics, viewer, { asOfMs, zone: work.zone }),
  ]);
  const { sent30d, capped30d, ...money } = sales;
  return { asOfMs, ...customers, ...money, months, messages: { waitingForStaff: work.waiting, sent30d, capped30d }, liveSops: work.liveSops };
}

async function readWork(db: Database, { workspaceId, dataScope }: Viewer): Promise<{ zone: string; waiting: number; liveSops: number }> {
  const seen = ofScope(dataScope, 'm.customer_id', 2);
  const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ zone: string; waiting: number; live_sops: number }>(`
    select zone, (select count(*)::int from message m where m.workspace_id = $1 and m.state = 'handed_over' and ${seen.sql}) as waiting,
      (select count(*)::int from sop where workspace_id = $1 and state = 'live') as live_sops
    from workspace where workspace_id = $1`, [workspaceId, ...seen.values]));
  return { zone: row?.zone ?? 'Asia/Shanghai', waiting: row?.waiting ?? 0, liveSops: row?.live_sops ?? 0 };
}

async function readCustomers(analytics: Analytics, { workspaceId, dataScope }: Viewer, asOfMs: number) {
  const seen = inScopeAnalytics(dataScope);
  const [row] = await analytics.query<Record<'customers' | 'contacts' | 'fresh', string>>({
    workspaceId, params: { ...seen.params, now: asOfMs, days30: 30 * dayMs },
    text: `select count() as customers, countIf(is_contact = 1) as contacts,
        countIf(created_at > fromUnixTimestamp64Milli({now:Int64} - {days30:Int64}) and created_at <= fromUnixTimestamp64Milli({now:Int64})) as fresh
      from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0 and ${seen.text}`,
  });
  return { customers: Number(row?.customers ?? 0), contacts: Number(row?.contacts ?? 0), newCustomers30d: Number(row?.fresh ?? 0) };
}

type SalesRow = Record<'orders' | 'ordersBefore' | 'sales' | 'salesBefore' | 'net' | 'sent' | 'capped' | 'buyers' | 'repeaters', string>;

/** One pass over a year of the events that count, per customer first. */
async function readSales(analytics: Analytics, { workspaceId, dataScope }: Viewer, asOfMs: number) {
  const { counted, params } = countedIn(dataScope);
  const [row] = await analytics.query<SalesRow>({
    workspaceId, params: { ...params, now: asOfMs, from30: asOfMs - 30 * dayMs, from60: asOfMs - 60 * dayMs, from365: asOfMs - 365 * dayMs },
    text: `select sum(o30) as orders, sum(o60) as ordersBefore, sum(s30) as sales, sum(s60) as salesBefore, sum(n30) as net, sum(sent30) as sent, sum(capped30) as capped,
        countIf(customer_id != 0 and o365 >= 1) as buyers, countIf(customer_id != 0 and o365 >= 2) as repeaters
      from (
        with occurred_at > fromUnixTimestamp64Milli({from30:Int64}) as in30, occurred_at > fromUnixTimestamp64Milli({from60:Int64}) and not in30 as in60
        select customer_id, countIf(name = 'order.paid' and in30) as o30, countIf(name = 'order.paid' and in60) as o60, countIf(name = 'order.paid') as o365,
          sumIf(amount, name = 'order.paid' and in30) as s30, sumIf(amount, name = 'order.paid' and in60) as s60,
          sumIf(if(name = 'order.paid', amount, -amount), in30 and name like 'order.%') as n30,
          countIf(name = 'message.sent' and in30) as sent30, countIf(name = 'message.capped' and in30) as capped30
        from event
        where workspace_id = {workspace:UInt64} and name in ('order.paid', 'order.refunded', 'order.canceled', 'message.sent', 'message.capped')
          and occurred_at > fromUnixTimestamp64Milli({from365:Int64}) and occurred_at <= fromUnixTimestamp64Milli({now:Int64}) and ${counted}
        group by customer_id
      )`,
  });
  const of = (name: keyof SalesRow) => Number(row?.[name] ?? 0);
  return {
    orders30d: of('orders'), ordersPrevious30d: of('ordersBefore'), salesMinor30d: of('sales'), salesMinorPrevious30d: of('salesBefore'), netSalesMinor30d: of('net'),
    activeBuyers365d: of('buyers'), repurchaseRate365d: of('buyers') > 0 ? of('repeaters') / of('buyers') : null, sent30d: of('sent'), capped30d: of('capped'),
  };
}

/** The last 24 months of the workspace's calendar, those without orders too. */
async function readMonths(analytics: Analytics, { workspaceId, dataScope }: Viewer, { asOfMs, zone }: { asOfMs: number; zone: string }): Promise<HomeNumbers['months']> {
  const months = lastMonths(localDate(asOfMs, zone), monthsShown);
  const { counted, params } = countedIn(dataScope);
  const rows = await analytics.query<{ month: string; orders: string; sales: string; buyers: string }>({
    workspaceId, params: { ...params, now: asOfMs, zone, first: months[0] ?? '' },
    text: `select formatDateTime(occurred_at, '%Y-%m', {zone:String}) as month, count() as orders, sum(amount) as sales, uniqExactIf(customer_id, customer_id != 0) as buyers
      from event
      where workspace_id = {workspace:UInt64} and name = 'order.paid' and occurred_at <= fromUnixTimestamp64Milli({now:Int64})
        and occurred_at >= toDateTime64(concat({first:String}, '-01 00:00:00'), 3, {zone:String}) and ${counted}
      group by month order by month`,
  });
  const known = new Map(rows.map((row) => [row.month, row]));
  return months.map((month) => {
    const row = known.get(month);
    return { month, orders: Number(row?.orders ?? 0), salesMinor: Number(row?.sales ?? 0), buyers: Number(row?.buyers ?? 0) };
  });
}

/** `2026-11` and the months before it, oldest first. */
export function lastMonths(date: string, count: number): string[] {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return Array.from({ length: count }, (_, index) => new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7));
}

import type { TodayNumbers } from '@homefield/contract';
import { inScopeAnalytics, ofScope } from '../customers/index.ts';
import type { Analytics, Database } from '../engines/index.ts';
import { dayMs, dayStart, localDate } from '../kernel/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';
import { noPurchase } from '../models/index.ts';
import { countedIn } from './home.ts';

type Deps = { db: Database; analytics: Analytics; clock: Clock };

/** What customers do themselves: everything that is not told by us of them, and not money given back. */
const ownAct = "not match(name, '^(customer|audience|class|sop|message)\\\\.') and name not in ('order.refunded', 'order.canceled')";

/** The state of the loop today, as of the clock. */
export async function readToday(deps: Deps, viewer: Viewer, jobsOf?: bigint): Promise<TodayNumbers> {
  const asOfMs = deps.clock.now();
  const work = await readWork(deps.db, viewer, { asOfMs, jobsOf });
  const [days, people] = await Promise.all([readDays(deps.analytics, viewer, { asOfMs, zone: work.zone }), readPeople(deps.analytics, viewer, asOfMs)]);
  const { zone: _zone, ...standing } = work;
  return { asOfMs, ...days, people, ...standing };
}

type WorkRow = Record<'live' | 'paused' | 'waiting' | 'jobs' | 'failed' | 'rejected', number> & Record<'wecom' | 'data' | 'layers' | 'audience' | 'sop' | 'result', boolean> & { zone: string };

type Work = Pick<TodayNumbers, 'running' | 'hands' | 'steps'> & { zone: string };

async function readWork(db: Database, { workspaceId, dataScope }: Viewer, { asOfMs, jobsOf }: { asOfMs: number; jobsOf: bigint | undefined }): Promise<Work> {
  const messages = ofScope(dataScope, 'm.customer_id', 4);
  const people = ofScope(dataScope, 'p.customer_id', 4);
  const jobs = 'from job where job.workspace_id = $1 and ($3::bigint is null or job.created_by = $3)';
  const lately = 'job.ended_at > to_timestamp($2::float8 / 1000)';
  const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<WorkRow>(`
    select zone,
      (select count(*)::int from sop where workspace_id = $1 and state = 'live') as live,
      (select count(*)::int from sop where workspace_id = $1 and state = 'paused') as paused,
      (select count(*)::int from message m where m.workspace_id = $1 and m.state = 'handed_over' and ${messages.sql}) as waiting,
      (select count(*)::int ${jobs} and state in ('waiting', 'running')) as jobs,
      (select count(*)::int ${jobs} and state = 'failed' and ${lately} and not exists (select from job again where again.workspace_id = $1 and again.retry_of = job.job_id)) as failed,
      (select count(*)::int ${jobs} and state = 'done' and ${lately} and coalesce((result ->> 'rejected')::bigint, 0) + coalesce((result ->> 'incomplete')::bigint, 0) > 0) as rejected,
      exists (select from channel where workspace_id = $1) as wecom,
      exists (select from customer p where p.workspace_id = $1 and ${people.sql}) as data,
      exists (select from model_snapshot where workspace_id = $1 and (summary ->> 'buyers')::int > 0) and exists (select from model where workspace_id = $1 and seen_at is not null) as layers,
      exists (select from audience where workspace_id = $1 and not is_sample) as audience,
      exists (select from sop where workspace_id = $1 and published_version is not null and not is_sample) as sop,
      exists (select from message m where m.workspace_id = $1 and m.state = 'sent' and ${messages.sql}
        and m.sop_id not in (select sop_id from sop where workspace_id = $1 and is_sample)) as result
    from workspace where workspace_id = $1`, [workspaceId, asOfMs - 7 * dayMs, jobsOf ?? null, ...messages.values]));
  if (!row) throw new Error('A workspace that asks for its own numbers is there.');
  return {
    zone: row.zone,
    running: { liveSops: row.live, jobs: row.jobs },
    hands: { messagesWaiting: row.waiting, failedJobs7d: row.failed, rejectedImports7d: row.rejected, pausedSops: row.paused, wecomMissing: row.live > 0 && !row.wecom },
    steps: { data: row.data, layers: row.layers, audience: row.audience, sop: row.sop, result: row.result },
  };
}

type DayRow = { day: 'today' | 'yesterday' } & Record<'orders' | 'sales' | 'sent' | 'entered' | 'changes', string>;

/** Today since midnight, and yesterday from its midnight to the same time of day. */
async function readDays(analytics: Analytics, { workspaceId, dataScope }: Viewer, { asOfMs, zone }: { asOfMs: number; zone: string }): Promise<Pick<TodayNumbers, 'today' | 'yesterday'>> {
  const today = dayStart(localDate(asOfMs, zone), zone);
  // On a day whose clocks change yesterday is not 24 hours long.
  const yesterday = dayStart(localDate(today - 1, zone), zone);
  const { counted, params: scope } = countedIn(dataScope);
  const seen = inScopeAnalytics(dataScope);
  const params = { ...scope, now: asOfMs, today, yesterday, same: yesterday + (asOfMs - today) };
  const isToday = 'fromUnixTimestamp64Milli({today:Int64})';
  const inBoth = (column: string) => `((${column} >= ${isToday} and ${column} <= fromUnixTimestamp64Milli({now:Int64}))
    or (${column} >= fromUnixTimestamp64Milli({yesterday:Int64}) and ${column} <= fromUnixTimestamp64Milli({same:Int64})))`;
  const [rows, fresh] = await Promise.all([
    analytics.query<DayRow>({ workspaceId, params, text: `
      select if(occurred_at >= ${isToday}, 'today', 'yesterday') as day, countIf(name = 'order.paid') as orders, sumIf(amount, name = 'order.paid') as sales,
        countIf(name = 'message.sent') as sent, uniqExactIf((customer_id, subject), name = 'audience.entered') as entered, countIf(name = 'class.changed' and ifNull(properties.from.:String, '') != '${noPurchase}') as changes
      from event where workspace_id = {workspace:UInt64} and name in ('order.paid', 'message.sent', 'audience.entered', 'class.changed') and ${inBoth('occurred_at')} and ${counted}
      group by day` }),
    analytics.query<{ day: string; count: string }>({ workspaceId, params, text: `
      select if(created_at >= ${isToday}, 'today', 'yesterday') as day, count() as count from customer final
      where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0 and ${seen.text} and ${inBoth('created_at')} group by day` }),
  ]);
  const of = (day: 'today' | 'yesterday') => {
    const row = rows.find((one) => one.day === day);
    return {
      orders: Number(row?.orders ?? 0), salesMinor: Number(row?.sales ?? 0), sent: Number(row?.sent ?? 0), entered: Number(row?.entered ?? 0), classChanges: Number(row?.changes ?? 0),
      newCustomers: Number(fresh.find((one) => one.day === day)?.count ?? 0),
    };
  };
  return { today: of('today'), yesterday: of('yesterday') };
}

async function readPeople(analytics: Analytics, { workspaceId, dataScope }: Viewer, asOfMs: number): Promise<TodayNumbers['people']> {
  const { counted, params: scope } = countedIn(dataScope);
  const params = { ...scope, now: asOfMs, from30: asOfMs - 30 * dayMs, from365: asOfMs - 365 * dayMs, from395: asOfMs - 395 * dayMs };
  const [[active], [lapsed]] = await Promise.all([
    analytics.query<{ count: string }>({ workspaceId, params, text: `
      select uniqExact(customer_id) as count from event
      where workspace_id = {workspace:UInt64} and customer_id != 0 and occurred_at > fromUnixTimestamp64Milli({from30:Int64}) and occurred_at <= fromUnixTimestamp64Milli({now:Int64})
        and ${ownAct} and ${counted}` }),
    analytics.query<{ lapsed: string; fresh: string }>({ workspaceId, params, text: `
      select countIf(last <= fromUnixTimestamp64Milli({from365:Int64})) as lapsed,
        countIf(last <= fromUnixTimestamp64Milli({from365:Int64}) and last > fromUnixTimestamp64Milli({from395:Int64})) as fresh
      from (
        select max(occurred_at) as last from event
        where workspace_id = {workspace:UInt64} and name = 'order.paid' and customer_id != 0 and occurred_at <= fromUnixTimestamp64Milli({now:Int64}) and ${counted}
        group by customer_id
      )` }),
  ]);
  return { active30d: Number(active?.count ?? 0), lapsed: Number(lapsed?.lapsed ?? 0), lapsedIn30d: Number(lapsed?.fresh ?? 0) };
}

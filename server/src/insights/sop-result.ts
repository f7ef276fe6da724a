import type { SopResult } from '@homefield/contract';
import { ofScope } from '../customers/index.ts';
import type { Database, Transaction } from '../engines/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';
import { orderNetSql, orderStandsSql, SopNotFound } from '../sops/index.ts';
import { liftOf, sopResultDefinition } from './lift.ts';
import type { Group, Stratum } from './lift.ts';
import { countSteps } from './step-counts.ts';
import type { RunCount, VersionSteps } from './step-counts.ts';
import { readStepMessages } from './step-messages.ts';

/** What came of an SOP among the customers whom the viewer sees. Joins the tables of sops and messages. */
export function readSopResult({ db, clock }: { db: Database; clock: Clock }, viewer: Viewer, sopId: bigint): Promise<SopResult> {
  const { workspaceId } = viewer;
  const asOfMs = clock.now();
  return db.inWorkspace(workspaceId, async (tx) => {
    const [dates] = await tx.query<{ first: number | null; ended: number | null }>(`
      select (select min(v.published_at) from sop_version v where v.workspace_id = s.workspace_id and v.sop_id = s.sop_id) as first, s.ended_at as ended
      from sop s where s.workspace_id = $1 and s.sop_id = $2`, [workspaceId, sopId]);
    if (!dates) throw SopNotFound();
    const runs = await countRuns(tx, viewer, sopId, asOfMs);
    const groups = await readGroups(tx, viewer, sopId);
    const messages = await countMessages(tx, viewer, sopId);
    const ofSteps = await readStepMessages(tx, viewer, sopId);
    const lift = liftOf(strataOf(groups));
    const [treated, heldOut] = [totalOf(groups, false), totalOf(groups, true)];
    return {
      asOfMs, firstPublishedAtMs: dates.first, endedAtMs: dates.ended, ...runs, ...messages, converted: treated.converted, heldOutConverted: heldOut.converted,
      treatedSalesMinor: Number(treated.sales), heldOutSalesMinor: Number(heldOut.sales),
      liftPerCustomerMinor: lift.perCustomer, liftLow: lift.low, liftHigh: lift.high, incrementalSalesMinor: lift.incremental,
      treatedCustomers: Number(treated.customers), heldOutCustomers: Number(heldOut.customers), definition: sopResultDefinition,
      steps: countSteps(await readVersions(tx, workspaceId, sopId), await readSteps(tx, viewer, sopId)).map((step) => ({ ...step, messages: ofSteps.get(step.stepId) ?? null })),
    };
  });
}

async function countRuns(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint, asOfMs: number) {
  const seen = ofScope(dataScope, 'customer_id', 4);
  const [row] = await tx.query<{ enrolled: number; held_out: number; open: number; first: number | null; last: number | null }>(`
    select count(*)::int as enrolled, count(*) filter (where held_out)::int as held_out, count(*) filter (where goal_until > $3)::int as open, min(entered_at) as first, least(max(goal_until), $3) as last
    from enrollment where workspace_id = $1 and sop_id = $2 and ${seen.sql}`, [workspaceId, sopId, new Date(asOfMs), ...seen.values]);
  return { enrolled: row?.enrolled ?? 0, heldOut: row?.held_out ?? 0, windowsOpen: row?.open ?? 0, measuredFromMs: row?.first ?? null, measuredUntilMs: row?.last ?? null };
}

type SideGroup = Group & { share: string; heldOut: boolean; converted: number };

/**
 * Sales by side and by the hold-out share under which the side was drawn, one row per customer: both are those of their first entry, and
 * an order that lies in two windows of one customer counts once. Groups inside groups instead of joins: a plan made before the tables
 * were analyzed joined 5,000 customers row by row and took more than 30 s.
 */
async function readGroups(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint): Promise<SideGroup[]> {
  const seen = ofScope(dataScope, 'e.customer_id', 3);
  const rows = await tx.query<{ share: string | null; held_out: boolean; customers: bigint; sales: string; sales_squared: string; converted: number }>(`
    with lines as (
      select e.customer_id, e.entry, e.version, e.held_out, g.order_key, ${orderNetSql} as net, ${orderStandsSql} as stands
      from enrollment e left join goal_order g on g.workspace_id = e.workspace_id and g.enrollment_id = e.enrollment_id and g.paid_at is not null
      where e.workspace_id = $1 and e.sop_id = $2
        and e.customer_id not in (select customer_id from customer where workspace_id = $1 and (excluded or gone)) and ${seen.sql}
    ), orders as (
      select customer_id, order_key, min(entry) as entry, (array_agg(held_out order by entry))[1] as held_out, (array_agg(version order by entry))[1] as version,
        coalesce((array_agg(net order by entry))[1], 0) as net, bool_or(stands) as stands
      from lines group by customer_id, order_key
    ), customers as (
      select (array_agg(held_out order by entry))[1] as held_out, (array_agg(version order by entry))[1] as version, sum(net) as sales, bool_or(stands) as converted
      from orders group by customer_id
    ), sums as (
      select version, held_out, count(*) as customers, sum(sales) as sales, sum(sales * sales) as sales_squared, count(*) filter (where converted) as converted
      from customers group by version, held_out
    )
    select (v.definition ->> 'holdOut')::numeric::text as share, s.held_out, sum(s.customers)::bigint as customers, sum(s.sales)::text as sales,
      sum(s.sales_squared)::text as sales_squared, sum(s.converted)::int as converted
    from sums s join sop_version v on v.workspace_id = $1 and v.sop_id = $2 and v.version = s.version
    group by 1, 2 order by 1, 2`, [workspaceId, sopId, ...seen.values]);
  return rows.map((row) => ({
    share: row.share ?? '', heldOut: row.held_out, customers: row.customers, sales: BigInt(row.sales), salesSquared: BigInt(row.sales_squared), converted: row.converted,
  }));
}

const nobody = { customers: 0n, sales: 0n, salesSquared: 0n };

function strataOf(groups: readonly SideGroup[]): Stratum[] {
  return [...Map.groupBy(groups, ({ share }) => share).values()].map((sides) => ({
    treated: sides.find(({ heldOut }) => !heldOut) ?? nobody, heldOut: sides.find(({ heldOut }) => heldOut) ?? nobody,
  }));
}

function totalOf(groups: readonly SideGroup[], heldOut: boolean): { customers: bigint; sales: bigint; converted: number } {
  return groups.filter((group) => group.heldOut === heldOut).reduce((total, group) => ({
    customers: total.customers + group.customers, sales: total.sales + group.sales, converted: total.converted + group.converted,
  }), { customers: 0n, sales: 0n, converted: 0 });
}

async function countMessages(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint) {
  const seen = ofScope(dataScope, 'customer_id', 3);
  const rows = await tx.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from message where workspace_id = $1 and sop_id = $2 and ${seen.sql} group by state`, [workspaceId, sopId, ...seen.values]);
  const of = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).reduce((total, { count }) => total + count, 0);
  return {
    sent: of('sent'), notConfirmed: of('not_confirmed'), capped: of('capped'), failed: of('failed'), suppressed: of('suppressed'),
    waiting: of('planned', 'deferred', 'handed_over'),
  };
}

function readVersions(tx: Transaction, workspaceId: bigint, sopId: bigint): Promise<VersionSteps[]> {
  return tx.query<VersionSteps>(`
    select version, array(select s.value ->> 'id' from jsonb_array_elements(definition -> 'steps') with ordinality as s order by s.ordinality) as steps
    from sop_version where workspace_id = $1 and sop_id = $2 order by version desc limit 1000`, [workspaceId, sopId]);
}

async function readSteps(tx: Transaction, { workspaceId, dataScope }: Viewer, sopId: bigint): Promise<RunCount[]> {
  const seen = ofScope(dataScope, 'customer_id', 3);
  return tx.query<RunCount>(`
    select version, step_id as "stepId", steps_done as "stepsDone", state = 'active' as active, count(*)::int as count
    from enrollment where workspace_id = $1 and sop_id = $2 and not held_out and step_id is not null and ${seen.sql}
    group by 1, 2, 3, 4`, [workspaceId, sopId, ...seen.values]);
}

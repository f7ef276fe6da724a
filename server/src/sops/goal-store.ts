import type { LogEvent, Transaction } from '../engines/index.ts';

/** A run that has just reached its goal for the first time. */
export type Reached = { enrollmentId: bigint; sopId: bigint; customerId: bigint; heldOut: boolean; orderNumber: string; amountMinor: bigint; paidAtMs: number };

/** What is looked at of an event that tells of an order: its number is the subject, its id (where it is known) a property. */
export type GoalOrder = Pick<LogEvent, 'name' | 'customerId' | 'subject' | 'occurredAtMs' | 'amountMinor' | 'properties'>;

/**
 * A refund that comes this long after the window still counts against an order of the window whose payment is not known yet;
 * refunds of known orders count whenever they come.
 */
const strayRefundDays = 30;

/**
 * Takes orders of the log into the runs whose goal window holds them: treated and held out alike, whatever state they are in, so
 * that late orders count too. The order of arrival does not matter: a refund may come before its payment.
 */
export async function takeOrders(tx: Transaction, workspaceId: bigint, events: readonly GoalOrder[]): Promise<Reached[]> {
  const orders = events.filter((event) => event.customerId !== null && event.subject !== '');
  const touched = new Set<bigint>();
  const note = (rows: readonly { enrollment_id: bigint }[]) => { for (const row of rows) touched.add(row.enrollment_id); };
  const paid = orders.filter((event) => event.name === 'order.paid');
  const refunded = orders.filter((event) => event.name === 'order.refunded');
  const canceled = orders.filter((event) => event.name === 'order.canceled');
  if (paid.length > 0) note(await takePaid(tx, workspaceId, paid));
  if (refunded.length > 0) note(await takeRefunds(tx, workspaceId, refunded));
  if (canceled.length > 0) note(await takeCancellations(tx, workspaceId, canceled));
  return touched.size === 0 ? [] : sumUp(tx, workspaceId, [...touched].sort((one, other) => (one < other ? -1 : 1)));
}

/** The id of the order, which no two sources share; a refund that was told before its order knows only the number. */
function keyOf({ subject, properties: { orderId } }: GoalOrder): string {
  return typeof orderId === 'string' && /^\d+$/.test(orderId) ? orderId : `#${subject}`;
}

const parameters = (workspaceId: bigint, events: readonly GoalOrder[]) => [
  workspaceId, events.map((event) => event.customerId), events.map((event) => event.subject), events.map((event) => event.occurredAtMs), events.map((event) => event.amountMinor),
  events.map(keyOf),
];
const given = `unnest($2::bigint[], $3::text[], $4::float8[], $5::bigint[], $6::text[]) as o (customer_id, order_number, at_ms, amount, order_key)`;

/** Several payments of one order add up; its instant is the first one's. */
async function takePaid(tx: Transaction, workspaceId: bigint, events: readonly GoalOrder[]): Promise<{ enrollment_id: bigint }[]> {
  const rows = await tx.query<{ enrollment_id: bigint }>(`
    insert into goal_order (workspace_id, enrollment_id, order_key, order_number, paid_at, paid_minor)
    select $1, e.enrollment_id, o.order_key, min(o.order_number), to_timestamp(min(o.at_ms) / 1000.0), sum(o.amount)::bigint
    from ${given} join enrollment e on e.workspace_id = $1 and e.customer_id = o.customer_id
      and e.goal_until >= to_timestamp(o.at_ms / 1000.0) and e.entered_at < to_timestamp(o.at_ms / 1000.0)
    group by e.enrollment_id, o.order_key order by e.enrollment_id, o.order_key
    on conflict (workspace_id, enrollment_id, order_key) do update
      set paid_at = least(goal_order.paid_at, excluded.paid_at), paid_minor = goal_order.paid_minor + excluded.paid_minor, order_number = excluded.order_number
    returning enrollment_id`, parameters(workspaceId, events));
  if (rows.length > 0) await adoptStrays(tx, workspaceId, rows.map((row) => row.enrollment_id));
  return rows;
}

/** The order of a number that the run's customer paid first: what a refund means that names a number alone. */
const firstOfNumber = (enrollment: string, number: string) => `(
      select g.order_key from goal_order g where g.workspace_id = $1 and g.enrollment_id = ${enrollment} and g.order_number = ${number} and g.paid_at is not null
      order by g.paid_at, g.order_key limit 1)`;

/** Gives refunds that were told before their order to the order, now that it is there. */
async function adoptStrays(tx: Transaction, workspaceId: bigint, enrollmentIds: readonly bigint[]): Promise<void> {
  await tx.query(`
    with stray as (
      select s.enrollment_id, s.order_key, s.refunded_minor, s.canceled, ${firstOfNumber('s.enrollment_id', 's.order_number')} as owner
      from goal_order s where s.workspace_id = $1 and s.enrollment_id = any ($2) and s.paid_at is null and s.order_key = '#' || s.order_number
    ), gone as (
      delete from goal_order g using stray
      where g.workspace_id = $1 and g.enrollment_id = stray.enrollment_id and g.order_key = stray.order_key and stray.owner is not null
    )
    update goal_order g set refunded_minor = g.refunded_minor + stray.refunded_minor, canceled = g.canceled or stray.canceled
    from stray where g.workspace_id = $1 and g.enrollment_id = stray.enrollment_id and g.order_key = stray.owner`, [workspaceId, enrollmentIds]);
}

const keyThere = `case when o.order_key like '#%' then coalesce(${firstOfNumber('e.enrollment_id', 'o.order_number')}, o.order_key) else o.order_key end`;
const concerned = `join enrollment e on e.workspace_id = $1 and e.customer_id = o.customer_id and e.entered_at < to_timestamp(o.at_ms / 1000.0)
      and (e.goal_until + interval '${strayRefundDays} days' >= to_timestamp(o.at_ms / 1000.0)
        or exists (select from goal_order g where g.workspace_id = $1 and g.enrollment_id = e.enrollment_id
          and (g.order_key = o.order_key or (o.order_key like '#%' and g.order_number = o.order_number))))`;

function takeRefunds(tx: Transaction, workspaceId: bigint, events: readonly GoalOrder[]): Promise<{ enrollment_id: bigint }[]> {
  return tx.query(`
    insert into goal_order (workspace_id, enrollment_id, order_key, order_number, refunded_minor)
    select $1, e.enrollment_id, k.order_key, min(o.order_number), sum(o.amount)::bigint from ${given} ${concerned} cross join lateral (select ${keyThere} as order_key) k
    group by e.enrollment_id, k.order_key order by e.enrollment_id, k.order_key
    on conflict (workspace_id, enrollment_id, order_key) do update set refunded_minor = goal_order.refunded_minor + excluded.refunded_minor
    returning enrollment_id`, parameters(workspaceId, events));
}

function takeCancellations(tx: Transaction, workspaceId: bigint, events: readonly GoalOrder[]): Promise<{ enrollment_id: bigint }[]> {
  return tx.query(`
    insert into goal_order (workspace_id, enrollment_id, order_key, order_number, canceled)
    select $1, e.enrollment_id, k.order_key, min(o.order_number), true from ${given} ${concerned} cross join lateral (select ${keyThere} as order_key) k
    group by e.enrollment_id, k.order_key order by e.enrollment_id, k.order_key
    on conflict (workspace_id, enrollment_id, order_key) do update set canceled = true
    returning enrollment_id`, parameters(workspaceId, events));
}

/**
 * What an order of the window is worth: paid less refunded, never below nothing, and nothing when it was canceled. An order that
 * was canceled or fully refunded is no conversion; an order of amount 0 is one.
 */
export const orderNetSql = `case when g.canceled then 0 else greatest(g.paid_minor - g.refunded_minor, 0) end`;
export const orderStandsSql = `(g.paid_at is not null and not g.canceled and (g.refunded_minor = 0 or g.paid_minor > g.refunded_minor))`;

/** The sums of the runs, always anew from their orders. Answers the runs that reached their goal by this. */
async function sumUp(tx: Transaction, workspaceId: bigint, enrollmentIds: readonly bigint[]): Promise<Reached[]> {
  const rows = await tx.query<{ enrollment_id: bigint; sop_id: bigint; customer_id: bigint; held_out: boolean; order_number: string; paid_minor: bigint; paid_at: number }>(`
    with before as (
      select enrollment_id, goal_reached_at from enrollment where workspace_id = $1 and enrollment_id = any ($2) order by enrollment_id for update
    ), sums as (
      select g.enrollment_id, min(g.paid_at) as reached_at, count(*) filter (where ${orderStandsSql})::int as conversions,
        coalesce(sum(${orderNetSql}) filter (where g.paid_at is not null), 0)::bigint as sales
      from goal_order g where g.workspace_id = $1 and g.enrollment_id = any ($2) group by g.enrollment_id
    ), changed as (
      update enrollment e set goal_reached_at = sums.reached_at, conversions = sums.conversions, sales_minor = sums.sales
      from sums join before on before.enrollment_id = sums.enrollment_id
      where e.workspace_id = $1 and e.enrollment_id = sums.enrollment_id
      returning e.enrollment_id, e.sop_id, e.customer_id, e.held_out, e.goal_reached_at, before.goal_reached_at as reached_before
    )
    select distinct on (c.enrollment_id) c.enrollment_id, c.sop_id, c.customer_id, c.held_out, g.order_number, g.paid_minor, g.paid_at
    from changed c join goal_order g on g.workspace_id = $1 and g.enrollment_id = c.enrollment_id and g.paid_at = c.goal_reached_at
    where c.reached_before is null and c.goal_reached_at is not null
    order by c.enrollment_id, g.order_key`, [workspaceId, enrollmentIds]);
  return rows.map((row) => ({
    enrollmentId: row.enrollment_id, sopId: row.sop_id, customerId: row.customer_id, heldOut: row.held_out, orderNumber: row.order_number,
    amountMinor: row.paid_minor, paidAtMs: row.paid_at,
  }));
}

import type { Product } from '../wiring.ts';
import { dayMs } from '../kernel/index.ts';
import type { DemoWorld } from './world.ts';

/** What only the sandbox knows: the effect that the SOP's messages really have on the people whom it treated. */
export type DemoTruth = { treated: number; delivered: number; liftPerCustomerMinor: number };

/**
 * The expected extra sales per treated customer, given to whom and when the messages were really delivered: for each of them
 * response rate × chance that the response lies inside the goal's window × mean spend, and 0 for who got none.
 */
export async function trueLift({ db }: Product, workspaceId: bigint, sopId: bigint, world: DemoWorld, nowMs: number): Promise<DemoTruth> {
  const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<{ number: string; until: number }>(`
    with first_entry as (
      select distinct on (customer_id) customer_id, goal_until, held_out from enrollment where workspace_id = $1 and sop_id = $2 order by customer_id, entry
    ), number as (
      select distinct on (customer_id) customer_id, value_key from identity
      where workspace_id = $1 and kind in ('custom.order_customer', 'member_no') order by customer_id, kind, value_key
    )
    select n.value_key as number, e.goal_until as until from first_entry e join number n using (customer_id)
    where not e.held_out order by e.customer_id`, [workspaceId, sopId]));
  const known = new Map(rows.map((row) => [row.number, row]));
  const daysLeft = (number: string) => {
    const row = known.get(number);
    const deliveredMs = world.deliveredAt(number);
    return row === undefined || deliveredMs === undefined ? 0 : Math.max(0, (Math.min(row.until, nowMs) - deliveredMs) / dayMs);
  };
  const treated = [...known.keys()].filter((number) => world.people.has(number));
  // The window is the same for all, the delay is what is left of it: so each customer gets their own.
  const windowDays = 400;
  const effect = world.people.trueEffect({
    customers: treated, windowDays,
    deliveredProbability: ({ customerNumber }) => (daysLeft(customerNumber) > 0 ? 1 : 0),
    deliveryDelayDays: ({ customerNumber }) => windowDays - daysLeft(customerNumber),
  });
  return {
    treated: rows.length,
    delivered: treated.filter((number) => world.deliveredAt(number) !== undefined).length,
    liftPerCustomerMinor: rows.length === 0 ? 0 : effect.totalMinor / rows.length,
  };
}

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
  // Two plain reads and a join here: on tables that were filled a moment ago PostgreSQL joined them row by row (7 s).
  const { entries, numbers } = await db.inWorkspace(workspaceId, async (tx) => ({
    entries: await tx.query<{ customer_id: bigint; until: number; held_out: boolean }>(`
      select distinct on (customer_id) customer_id, goal_until as until, held_out from enrollment where workspace_id = $1 and sop_id = $2 order by customer_id, entry`, [workspaceId, sopId]),
    numbers: await tx.query<{ customer_id: bigint; number: string }>(`
      select distinct on (customer_id) customer_id, value_key as number from identity
      where workspace_id = $1 and kind in ('custom.order_customer', 'member_no') order by customer_id, kind, value_key`, [workspaceId]),
  }));
  const numberOf = new Map(numbers.map((row) => [row.customer_id, row.number]));
  const known = new Map(entries.filter((row) => !row.held_out).map((row) => [numberOf.get(row.customer_id) ?? '', row]));
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
    treated: known.size,
    delivered: treated.filter((number) => world.deliveredAt(number) !== undefined).length,
    liftPerCustomerMinor: known.size === 0 ? 0 : effect.totalMinor / known.size,
  };
}

import type { Analytics, Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { inScope, inScopeAnalytics } from './in-scope.ts';
import { CustomerUnknown } from './problems.ts';

/** Refuses (404) a customer who is unknown, erased or outside of what the viewer sees, for whoever shows something of one customer. */
export async function needSeen(tx: Transaction, { workspaceId, dataScope }: Viewer, customerId: bigint): Promise<void> {
  const seen = inScope(dataScope, 3);
  const rows = await tx.query(`select 1 from customer c where c.workspace_id = $1 and c.customer_id = $2 and not c.gone and ${seen.sql}`, [workspaceId, customerId, ...seen.values]);
  if (rows.length === 0) throw CustomerUnknown();
}

/** More names than these are no stores any more but a mistake of an import. */
const storesMax = 5_000;

/** How many customers of each store the viewer sees, those without a store left out; the largest stores first. */
export async function countByStore(analytics: Analytics, { workspaceId, dataScope }: Viewer): Promise<Map<string, number>> {
  const seen = inScopeAnalytics(dataScope);
  const rows = await analytics.query<{ store: string; customers: string }>({
    workspaceId, params: seen.params,
    text: `select store, count() as customers from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0 and store != '' and ${seen.text}
      group by store order by customers desc, store limit ${storesMax}`,
  });
  return new Map(rows.map(({ store, customers }) => [store, Number(customers)]));
}

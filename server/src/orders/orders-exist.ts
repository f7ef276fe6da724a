import type { Transaction } from '../engines/index.ts';

/** Whether the brand has any order: from then on its currency stays. */
export async function ordersExist(tx: Transaction, workspaceId: bigint): Promise<boolean> {
  return (await tx.query('select 1 as one from customer_order where workspace_id = $1 limit 1', [workspaceId])).length > 0;
}

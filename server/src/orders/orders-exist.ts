import type { Transaction } from '../engines/index.ts';

/** Whether the brand has any order: from then on its currency stays. `sample`: only those of the sample brand, which go with it. */
export async function ordersExist(tx: Transaction, workspaceId: bigint): Promise<false | 'own' | 'sample'> {
  const [found] = await tx.query<{ own: boolean; sample: boolean }>(`
    select exists (select from customer_order where workspace_id = $1 and source <> 'sample') as own, exists (select from customer_order where workspace_id = $1 and source = 'sample') as sample`, [workspaceId]);
  return found?.own ? 'own' : found?.sample ? 'sample' : false;
}

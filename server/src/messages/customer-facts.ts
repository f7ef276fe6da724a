import type { Database } from '../engines/index.ts';
import type { MessageFacts } from './template.ts';

/** What texts may say about customers. Reads the table of customers, which this capability declares to join. */
export function readMessageFacts({ db }: { db: Database }, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, MessageFacts>> {
  return db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<MessageFacts & { customer_id: bigint }>(`
      select customer_id, name, city, gender, store, source from customer where workspace_id = $1 and customer_id = any ($2) and not erased`, [workspaceId, customerIds]);
    return new Map(rows.map(({ customer_id: customerId, ...facts }) => [customerId, facts]));
  });
}

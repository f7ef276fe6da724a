import { readStoreNames } from '../customers/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { MessageFacts } from './template.ts';

/** What texts may say about customers. Reads the table of customers, which this capability declares to join. */
export async function readMessageFacts(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, MessageFacts>> {
  const rows = await tx.query<MessageFacts & { customer_id: bigint }>(`
    select customer_id, name, city, gender, store, source from customer where workspace_id = $1 and customer_id = any ($2) and not gone`, [workspaceId, customerIds]);
  const names = await readStoreNames(tx, workspaceId);
  return new Map(rows.map(({ customer_id: customerId, ...facts }) => [customerId, { ...facts, store: names.presentOf(facts.store) }]));
}

/** Of the customers, those who are left out everywhere (staff, test accounts, peers) or were erased. */
export async function excludedOf(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Set<bigint>> {
  const rows = await tx.query<{ customer_id: bigint }>(`
    select customer_id from customer where workspace_id = $1 and customer_id = any ($2) and (excluded or gone)`, [workspaceId, customerIds]);
  return new Set(rows.map((row) => row.customer_id));
}

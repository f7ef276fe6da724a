import { bigints } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import { CustomerUnknown } from './problems.ts';

/** Merged again and again by others while somebody waits for their lock: not seen. */
const attemptsMax = 5;

/** Whom the given customers are part of by now: themselves where they are part of nobody. Unknown ones are not in the answer. */
export async function rootsOf(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, bigint>> {
  const rows = await tx.query<{ customer_id: bigint; root: bigint }>(
    'select customer_id, coalesce(merged_into, customer_id) as root from customer where workspace_id = $1 and customer_id = any ($2::bigint[])', [workspaceId, bigints(customerIds)]);
  return new Map(rows.map((row) => [row.customer_id, row.root]));
}

/**
 * Locks whom the customers are part of, in the order of ids, and answers them in the order that was asked for. Two who merge the same people meet here, whichever of them
 * they named. Refuses (404) an unknown one.
 */
export async function lockRoots(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<bigint[]> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const roots = await rootsOf(tx, workspaceId, customerIds);
    const wanted = customerIds.map((id) => {
      const root = roots.get(id);
      if (root === undefined) throw CustomerUnknown();
      return root;
    });
    await tx.query('savepoint roots');
    const locked = await tx.query<{ merged_into: bigint | null }>(
      'select merged_into from customer where workspace_id = $1 and customer_id = any ($2::bigint[]) order by customer_id for update', [workspaceId, bigints([...new Set(wanted)])]);
    if (locked.length === new Set(wanted).size && locked.every((row) => row.merged_into === null)) return wanted;
    // Who was merged meanwhile is let go again: kept while the next ones are locked, it would break the order that keeps two from waiting for each other.
    await tx.query('rollback to savepoint roots');
  }
  throw new Error('Customers were merged again and again while this waited for them.');
}

/** Every customer who is part of the root, with it. */
export async function familyOf(tx: Transaction, workspaceId: bigint, rootId: bigint): Promise<bigint[]> {
  const rows = await tx.query<{ customer_id: bigint }>('select customer_id from customer where workspace_id = $1 and merged_into = $2 order by customer_id', [workspaceId, rootId]);
  return [rootId, ...rows.map((row) => row.customer_id)];
}

/** Who came with a customer: itself and everybody who had been merged into it, also by several steps. */
export async function branchOf(tx: Transaction, workspaceId: bigint, customerId: bigint): Promise<bigint[]> {
  const rows = await tx.query<{ id: bigint }>(`
    with recursive branch as (
      select $2::bigint as id union select m.from_id from customer_merge m join branch b on m.into_id = b.id where m.workspace_id = $1 and m.undone_at is null
    ) select id from branch order by id`, [workspaceId, customerId]);
  return rows.map(({ id }) => id);
}

/** The merges by which a customer became part of its root, from below. */
export async function mergesAbove(tx: Transaction, workspaceId: bigint, customerId: bigint): Promise<bigint[]> {
  const rows = await tx.query<{ merge_id: bigint }>(`
    with recursive above as (
      select m.merge_id, m.into_id, 1 as step from customer_merge m where m.workspace_id = $1 and m.from_id = $2 and m.undone_at is null
      union all select m.merge_id, m.into_id, a.step + 1 from customer_merge m join above a on m.from_id = a.into_id where m.workspace_id = $1 and m.undone_at is null
    ) select merge_id from above order by step`, [workspaceId, customerId]);
  return rows.map((row) => row.merge_id);
}

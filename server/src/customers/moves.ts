import type { Transaction } from '../engines/index.ts';

/**
 * A table of which rows belong to people: they move to the survivor of a merge, and back when it is undone. Every table with `customer_id` is named here by its
 * capability, or among those that stay (a test holds the catalog against both).
 */
export type Move = Readonly<{
  table: string;
  /** What tells a row from others, beside workspace and customer. */
  key: readonly string[];
  /** A row stays with who is merged where the survivor has one (`h`) of which this holds. */
  unlessHeld?: string;
}>;

/** What of the customers' own tables moves. */
export const customerMoves: readonly Move[] = [{ table: 'identity', key: ['kind', 'value_key'] }];

/** Tables whose rows keep the customer whom they were written for. */
export const customerStays: readonly string[] = ['customer', 'customer_word', 'customer_bulk_change', 'possible_duplicate', 'event_log'];

const keyOf = ({ key }: Move) => `jsonb_build_array(${key.map((column) => `t.${column}`).join(', ')})`;

export async function moveRows(tx: Transaction, workspaceId: bigint, moves: readonly Move[], { mergeId, fromId, intoId }: { mergeId: bigint; fromId: bigint; intoId: bigint }): Promise<void> {
  for (const move of moves) {
    const held = move.unlessHeld === undefined ? '' : `and not exists (select from ${move.table} h where h.workspace_id = $1 and h.customer_id = $4 and ${move.unlessHeld})`;
    await tx.query(`
      with moved as (
        update ${move.table} t set customer_id = $4 where t.workspace_id = $1 and t.customer_id = $3 ${held} returning ${keyOf(move)} as row_key
      )
      insert into customer_merge_moved (workspace_id, merge_id, part, row_key) select $1, $2, '${move.table}', row_key from moved on conflict do nothing`, [workspaceId, mergeId, fromId, intoId]);
  }
}

/** Takes back what a merge moved, from whoever has it now. `above`: merges that moved it further on; they forget it. */
export async function moveRowsBack(tx: Transaction, workspaceId: bigint, moves: readonly Move[], { mergeId, fromId, rootId, above }: { mergeId: bigint; fromId: bigint; rootId: bigint; above: readonly bigint[] }): Promise<void> {
  for (const move of moves) {
    await tx.query(`
      update ${move.table} t set customer_id = $3 where t.workspace_id = $1 and t.customer_id = $4
        and ${keyOf(move)} in (select m.row_key from customer_merge_moved m where m.workspace_id = $1 and m.merge_id = $2 and m.part = '${move.table}')`,
    [workspaceId, mergeId, fromId, rootId]);
  }
  await tx.query(`
    delete from customer_merge_moved a using customer_merge_moved m
    where a.workspace_id = $1 and a.merge_id = any ($3::bigint[]) and m.workspace_id = $1 and m.merge_id = $2 and m.part = a.part and m.row_key = a.row_key`, [workspaceId, mergeId, above]);
  await tx.query('delete from customer_merge_moved where workspace_id = $1 and merge_id = $2', [workspaceId, mergeId]);
}

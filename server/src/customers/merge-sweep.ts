import type { Database, Worker } from '../engines/index.ts';
import { minuteMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { lockRoots } from './family.ts';
import { moveRows } from './moves.ts';
import type { Move } from './moves.ts';

/** Longer than any transaction may stay open: whoever still took a merged customer for their own has written by then. */
const afterMs = 10 * minuteMs;
const mergesMax = 500;

/**
 * Takes along what was written for a customer while they were being merged: an order whose transaction had looked them up before. Locking every customer of every import
 * against that would cost each of them a tenth; this costs nothing but some seconds in which such a row is not seen.
 */
export function mergeSweeper({ db, clock, moves }: { db: Database; clock: Clock; moves: readonly Move[] }): Worker {
  return {
    name: 'merged customers', pollMs: minuteMs,
    async step() {
      const recent = await db.asEngine((tx) => tx.query<{ workspace_id: bigint; merge_id: bigint; from_id: bigint; into_id: bigint }>(`
        select workspace_id, merge_id, from_id, into_id from customer_merge where undone_at is null and merged_at > to_timestamp($1 / 1000.0) order by merge_id limit ${mergesMax}`, [clock.now() - afterMs]));
      // From below: what came late goes on to whom the survivor was merged into since.
      for (const merge of recent) {
        await db.inWorkspace(merge.workspace_id, async (tx) => {
          await lockRoots(tx, merge.workspace_id, [merge.from_id]);
          const [open] = await tx.query('select 1 from customer_merge where workspace_id = $1 and merge_id = $2 and undone_at is null', [merge.workspace_id, merge.merge_id]);
          if (open) await moveRows(tx, merge.workspace_id, moves, { mergeId: merge.merge_id, fromId: merge.from_id, intoId: merge.into_id });
        });
      }
      return 'idle';
    },
  };
}

import type { Move } from '../customers/index.ts';

/** A run of whoever was merged stays with them where the survivor has one of the same SOP: nothing is sent to those who are part of somebody. */
export const sopMoves: readonly Move[] = [{ table: 'enrollment', key: ['enrollment_id'], unlessHeld: 'h.sop_id = t.sop_id and h.entry = t.entry' }];

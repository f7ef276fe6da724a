import type { Move } from '../customers/index.ts';

export const messageMoves: readonly Move[] = [
  { table: 'message', key: ['message_id'] },
  { table: 'message_consent', key: ['channel'], unlessHeld: 'h.channel = t.channel' },
  { table: 'message_suppression', key: [], unlessHeld: 'true' },
];

import type { Transaction } from '../postgres/index.ts';

/** The block that `event_position` hands out at once: enough for some forty portions of an import, which wait for the next one. */
export const positionBlock = 100_000;

/** Positions of events, one after the other. A process takes them from blocks of its own, so that it knows where each event will stand. */
export type Positions = {
  /** The first of `count` (at most a block) that follow each other without a gap. What is left of a block that is too short is given up. */
  take(tx: Transaction, count: number): Promise<bigint>;
};

export function createPositions(): Positions {
  let next = 0n;
  let left = 0;
  return {
    async take(tx, count) {
      if (left < count) {
        const [block] = await tx.query<{ first: bigint }>("select nextval('event_position') as first");
        if (!block) throw new Error('No position was handed out.');
        // Another transaction of this process may have taken a later block meanwhile: then that one is gone on with.
        if (block.first > next) {
          next = block.first;
          left = positionBlock;
        } else return block.first;
      }
      const first = next;
      next += BigInt(count);
      left -= count;
      return first;
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createStopwatch } from '../../kernel/index.ts';
import type { Log, LogPlace } from './log.ts';
import { projectorReader } from './projector.ts';

/** Something that will be judged by what ClickHouse knows. Another `stamp` under the same key begins the waiting anew. */
export type Waiter = { key: string; stamp: string };

export type Patience = {
  /**
   * Those of the waiters that may be judged now: ClickHouse (or another reader of the log) has everything that was in the log when they were first named here. Who is
   * not named any more is forgotten.
   */
  ready(waiters: readonly Waiter[]): Promise<Set<string>>;
};

/**
 * Workers run beside the projector, in no order. So whoever judges customers by their history notes where the log ends and waits until the
 * projector has come there; it never waits inside a step, because in virtual time the projector is stepped by the same hand.
 */
export function createPatience(log: Pick<Log, 'end' | 'placeOf'>, reader = projectorReader): Patience {
  const marks = new Map<string, { stamp: string; end: LogPlace }>();
  return {
    async ready(waiters) {
      const named = new Set(waiters.map(({ key }) => key));
      for (const key of marks.keys()) if (!named.has(key)) marks.delete(key);
      const fresh = waiters.filter(({ key, stamp }) => marks.get(key)?.stamp !== stamp);
      if (fresh.length > 0) {
        const end = await log.end();
        for (const { key, stamp } of fresh) marks.set(key, { stamp, end });
      }
      if (marks.size === 0) return new Set();
      const place = await log.placeOf(reader);
      return new Set([...marks].flatMap(([key, { end }]) => (hasReached(place, end) ? [key] : [])));
    },
  };
}

const lookEveryMs = 100;

/**
 * For requests and jobs, which may wait (workers use `createPatience`): resolves when ClickHouse has everything that is in the log
 * now; false when it has not after `waitMs`, or when `signal` was aborted meanwhile.
 */
export async function untilTold(log: Pick<Log, 'end' | 'placeOf'>, { waitMs, signal }: { waitMs: number; signal?: AbortSignal }): Promise<boolean> {
  const end = await log.end();
  const stopwatch = createStopwatch();
  for (;;) {
    if (hasReached(await log.placeOf(projectorReader), end)) return true;
    if (stopwatch.elapsedMs() >= waitMs || signal?.aborted) return false;
    await sleep(lookEveryMs);
  }
}

function hasReached(place: LogPlace, end: LogPlace): boolean {
  return place.tx > end.tx || (place.tx === end.tx && place.position >= end.position);
}

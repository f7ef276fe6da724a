import type { Database } from '../postgres/index.ts';
import type { NewEvent } from './event.ts';
import type { Log } from './log.ts';

/** Appends single events that come one by one: those of a few milliseconds share a transaction. */
export type EventWriter = {
  /** Resolves when the event is durable: true when it was new. */
  write(workspaceId: bigint, event: NewEvent): Promise<boolean>;
};

/** Single requests wait at most this long for company; 500 commits a second become 200. */
const gatherMs = 5;
const batchMax = 1_000;

type Waiting = { event: NewEvent; resolve: (fresh: boolean) => void; reject: (error: unknown) => void };

export function createEventWriter({ db, log }: { db: Database; log: Log }): EventWriter {
  const waiting = new Map<bigint, Waiting[]>();
  const flush = async (workspaceId: bigint) => {
    const group = waiting.get(workspaceId) ?? [];
    waiting.delete(workspaceId);
    for (let start = 0; start < group.length; start += batchMax) {
      const part = group.slice(start, start + batchMax);
      try {
        const fresh = await db.inWorkspace(workspaceId, (tx) => log.append(tx, workspaceId, part.map(({ event }) => event)));
        part.forEach(({ resolve }, index) => resolve(fresh[index] ?? false));
      } catch (error) {
        for (const { reject } of part) reject(error);
      }
    }
  };
  return {
    write: (workspaceId, event) => new Promise((resolve, reject) => {
      const group = waiting.get(workspaceId);
      if (group) group.push({ event, resolve, reject });
      else {
        waiting.set(workspaceId, [{ event, resolve, reject }]);
        setTimeout(() => void flush(workspaceId), gatherMs);
      }
    }),
  };
}

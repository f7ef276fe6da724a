import { setImmediate } from 'node:timers/promises';

/** So many rows keep PostgreSQL busy for some time, in which the next ones can be put together. */
export const manyRows = 500;

/**
 * Lets a statement on many rows leave before its caller goes on. A failure is thrown by what is answered, never left unheard: await it
 * before the transaction ends.
 */
export async function sent<T>(statement: Promise<T>, rows: number): Promise<() => Promise<T>> {
  statement.catch(() => undefined);
  if (rows >= manyRows) await setImmediate();
  return () => statement;
}

/** Lets answers be heard in the middle of long work: a statement that waits for the one before it is sent at once. */
export function answersHeard(): Promise<void> {
  return setImmediate();
}

/** Ends when all have ended, then throws the first failure: nothing may still be under way in a transaction that is rolled back. */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
}

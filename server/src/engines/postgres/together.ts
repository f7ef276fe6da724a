import { setImmediate } from 'node:timers/promises';
import { codeOf } from '../home.ts';

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

/** Of a statement that was sent after another one had failed: no failure of its own. */
const afterFailure = '25P02';

/** Ends when all have ended, then throws what failed first: nothing may still be under way in a transaction that is rolled back. */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const reasons = (await Promise.allSettled(works)).flatMap((ended) => (ended.status === 'rejected' ? [ended.reason as unknown] : []));
  if (reasons.length > 0) throw reasons.find((reason) => codeOf(reason) !== afterFailure) ?? reasons[0];
}

/**
 * Ends when all have ended, then throws the first failure: nothing may still be under way in a transaction that is rolled back. For
 * statements that PostgreSQL can work on while the next ones are put together.
 */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
}

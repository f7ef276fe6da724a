import type { Database } from '../engines/index.ts';
import { addressGroup, keyedHash } from '../http/index.ts';
import { minuteMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { SignInLocked } from './problems.ts';

export const failuresPerEmail = 5;
export const failuresPerAddress = 20;
export const windowMs = 15 * minuteMs;

export type SignInLimit = {
  /** Counts the attempt as a failure before it is tried, so that many at once cannot slip past; refuses (429) when there were too many. */
  begin(email: string, address: string): Promise<{ succeeded(): Promise<void> }>;
  sweep(): Promise<'more' | 'idle'>;
};

/** In PostgreSQL, so that a restart forgets nothing and several processes count together. */
export function createSignInLimit({ db, clock, secretKey }: { db: Database; clock: Clock; secretKey: Buffer }): SignInLimit {
  return {
    async begin(email, address) {
      const emailHash = keyedHash(secretKey, 'sign-in e-mail', email);
      const addressHash = keyedHash(secretKey, 'sign-in address', addressGroup(address));
      const now = clock.now();
      // The refusal is thrown after the commit: a rolled back attempt would not be counted, and none is added while locked.
      const counted = await db.asEngine(async (tx): Promise<{ freeAtMs: number } | undefined> => {
        // In a fixed order, so that two attempts never wait for each other in a circle.
        const locks = [emailHash, addressHash].map((hash) => hash.readBigInt64BE(0)).sort((a, b) => (a < b ? -1 : 1));
        for (const lock of locks) await tx.query('select pg_advisory_xact_lock($1)', [lock]);
        const [counts] = await tx.query<{ by_email: number; by_address: number; first_email: number | null; first_address: number | null }>(`
          select (select count(*)::int from sign_in_failure where email_hash = $1 and at > $3) as by_email,
                 (select count(*)::int from sign_in_failure where address_hash = $2 and at > $3) as by_address,
                 (select min(at) from sign_in_failure where email_hash = $1 and at > $3) as first_email,
                 (select min(at) from sign_in_failure where address_hash = $2 and at > $3) as first_address`,
        [emailHash, addressHash, new Date(now - windowMs)]);
        const { by_email = 0, by_address = 0, first_email = null, first_address = null } = counts ?? {};
        const freeAt = Math.max(by_email >= failuresPerEmail ? (first_email ?? now) + windowMs : 0, by_address >= failuresPerAddress ? (first_address ?? now) + windowMs : 0);
        if (freeAt > 0) return { freeAtMs: freeAt };
        await tx.query('insert into sign_in_failure (email_hash, address_hash, at) values ($1, $2, $3)', [emailHash, addressHash, new Date(now)]);
        return undefined;
      });
      if (counted) {
        const seconds = Math.max(1, Math.ceil((counted.freeAtMs - now) / 1000));
        throw SignInLocked({ minutes: Math.ceil(seconds / 60), seconds });
      }
      return {
        // The address keeps its other failures: one known password must not buy guesses at others.
        async succeeded() { await db.asEngine((tx) => tx.query('delete from sign_in_failure where email_hash = $1', [emailHash])); },
      };
    },
    sweep: () => db.asEngine(async (tx) => {
      const gone = await tx.query('delete from sign_in_failure where failure_id = any (array(select failure_id from sign_in_failure where at < $1 order by at limit 2000)) returning 1', [new Date(clock.now() - windowMs)]);
      return gone.length === 2_000 ? 'more' : 'idle';
    }),
  };
}

import type { Database, Transaction } from '../engines/index.ts';
import { addressGroup, keyedHash } from '../http/index.ts';
import { dayMs, minuteMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { SignInLocked } from './problems.ts';

/** Wrong passwords for one e-mail from one address: somebody who mistypes. */
export const failuresPerPair = 5;
/** From one address over all e-mails: an office, or somebody who tries names. */
export const failuresPerAddress = 20;
/**
 * For one e-mail from everywhere: guesses from many addresses. Anybody can bring it about, so it does not hold for addresses from which
 * the e-mail has signed in before: the owner cannot be locked out of their own office by a stranger. 50 in 15 minutes are 4,800 guesses
 * a day, nothing against a password of ten characters.
 */
export const failuresPerEmail = 50;
export const windowMs = 15 * minuteMs;
export const knownForMs = 90 * dayMs;

export type Attempt = {
  succeeded(): Promise<void>;
  /** It was no failure, but nobody is in yet either (the code is still to come): neither counts it nor clears what was before. */
  withdraw(): Promise<void>;
};

export type SignInLimit = {
  /** Counts the attempt as a failure before it is tried, so that many at once cannot slip past; refuses (429) when there were too many. */
  begin(email: string, address: string): Promise<Attempt>;
  sweep(): Promise<'more' | 'idle'>;
};

type Who = { emailHash: Buffer; addressHash: Buffer };

/** In PostgreSQL, so that a restart forgets nothing and several processes count together. */
export function createSignInLimit({ db, clock, secretKey }: { db: Database; clock: Clock; secretKey: Buffer }): SignInLimit {
  return {
    async begin(email, address) {
      const who: Who = { emailHash: keyedHash(secretKey, 'sign-in e-mail', email), addressHash: keyedHash(secretKey, 'sign-in address', addressGroup(address)) };
      const now = clock.now();
      // The refusal is thrown after the commit: a rolled back attempt would not be counted, and none is added while locked.
      const { freeAtMs, failureId } = await db.asEngine(async (tx) => {
        // In a fixed order, so that two attempts never wait for each other in a circle.
        const locks = [who.emailHash, who.addressHash].map((hash) => hash.readBigInt64BE(0)).sort((a, b) => (a < b ? -1 : 1));
        for (const lock of locks) await tx.query('select pg_advisory_xact_lock($1)', [lock]);
        const free = await freeAt(tx, who, now);
        if (free > now) return { freeAtMs: free, failureId: null };
        const [made] = await tx.query<{ failure_id: bigint }>('insert into sign_in_failure (email_hash, address_hash, at) values ($1, $2, $3) returning failure_id', [who.emailHash, who.addressHash, new Date(now)]);
        return { freeAtMs: free, failureId: made?.failure_id ?? null };
      });
      if (freeAtMs > now) {
        const seconds = Math.max(1, Math.ceil((freeAtMs - now) / 1000));
        throw SignInLocked({ minutes: Math.ceil(seconds / 60), seconds });
      }
      return {
        succeeded: () => db.asEngine((tx) => remember(tx, who, clock.now())),
        withdraw: () => db.asEngine(async (tx) => { await tx.query('delete from sign_in_failure where failure_id = $1', [failureId]); }),
      };
    },
    sweep: () => db.asEngine(async (tx) => {
      const gone = await tx.query('delete from sign_in_failure where failure_id = any (array(select failure_id from sign_in_failure where at < $1 order by at limit 2000)) returning 1', [new Date(clock.now() - windowMs)]);
      const forgotten = await tx.query('delete from sign_in_known where ctid = any (array(select ctid from sign_in_known where at < $1 order by at limit 2000)) returning 1', [new Date(clock.now() - knownForMs)]);
      return gone.length === 2_000 || forgotten.length === 2_000 ? 'more' : 'idle';
    }),
  };
}

/** The instant from which another attempt is let through; not after `now` when one is. */
async function freeAt(tx: Transaction, { emailHash, addressHash }: Who, now: number): Promise<number> {
  const [counts] = await tx.query<{ by_pair: number; by_address: number; by_email: number; first_pair: number | null; first_address: number | null; first_email: number | null; known: boolean }>(`
    select count(*) filter (where email_hash = $1 and address_hash = $2)::int as by_pair, min(at) filter (where email_hash = $1 and address_hash = $2) as first_pair,
      count(*) filter (where address_hash = $2)::int as by_address, min(at) filter (where address_hash = $2) as first_address,
      count(*) filter (where email_hash = $1)::int as by_email, min(at) filter (where email_hash = $1) as first_email,
      exists (select from sign_in_known where email_hash = $1 and address_hash = $2 and at > $4) as known
    from sign_in_failure where (email_hash = $1 or address_hash = $2) and at > $3`,
  [emailHash, addressHash, new Date(now - windowMs), new Date(now - knownForMs)]);
  if (!counts) return 0;
  const limits = [
    { full: counts.by_pair >= failuresPerPair, first: counts.first_pair },
    { full: counts.by_address >= failuresPerAddress, first: counts.first_address },
    { full: counts.by_email >= failuresPerEmail && !counts.known, first: counts.first_email },
  ];
  return Math.max(0, ...limits.map(({ full, first }) => (full ? (first ?? now) + windowMs : 0)));
}

/** The address keeps its failures with other e-mails, and the e-mail those from elsewhere: one known password must not buy guesses at others. */
async function remember(tx: Transaction, { emailHash, addressHash }: Who, now: number): Promise<void> {
  await tx.query('delete from sign_in_failure where email_hash = $1 and address_hash = $2', [emailHash, addressHash]);
  await tx.query('insert into sign_in_known (email_hash, address_hash, at) values ($1, $2, $3) on conflict (email_hash, address_hash) do update set at = excluded.at', [emailHash, addressHash, new Date(now)]);
}

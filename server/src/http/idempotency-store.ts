import type { Database, Transaction } from '../engines/index.ts';
import type { Clock } from '../kernel/index.ts';
import { dayMs } from '../kernel/index.ts';
import type { Actor } from './server-types.ts';

/** One unsafe call under a key: of one actor in one workspace. */
export type KeyedCall = { actor: Actor; key: string; holder: string };
export type StoredAnswer = { status: number; headers: Record<string, string>; body: Buffer };
export type Begun =
  | { kind: 'ours' }
  | { kind: 'other_request' }
  | { kind: 'under_way'; waitMs: number }
  | { kind: 'outcome_unknown' }
  | { kind: 'answered'; answer: StoredAnswer };

export const keptMs = dayMs;
/** How long a call whose process died keeps its key; a living one holds on every third of it. */
export const lockMs = 30_000;

export type IdempotencyStore = {
  begin(call: KeyedCall, requestHash: Buffer): Promise<Begun>;
  /** Keeps the lock of a call that takes long. */
  holdOn(call: KeyedCall): Promise<void>;
  finish(call: KeyedCall, answer: StoredAnswer): Promise<void>;
  /** The call ended without an answer worth keeping: free for another attempt, unless something was saved. */
  giveUp(call: KeyedCall): Promise<void>;
  /** Removes what is older than a day. Answers whether there may be more. */
  sweep(): Promise<'more' | 'idle'>;
};

const place = 'workspace_id = $1 and actor_kind = $2 and actor_id = $3 and key = $4';
const placeOf = ({ actor, key }: KeyedCall) => [actor.workspaceId, actor.kind, actor.id, key];

export function createIdempotencyStore({ db, clock }: { db: Database; clock: Clock }): IdempotencyStore {
  const inWorkspaceOf = <T>(call: KeyedCall, work: (tx: Transaction) => Promise<T>) => db.inWorkspace(call.actor.workspaceId, work);
  const lockEnd = () => new Date(clock.now() + lockMs);
  return {
    begin: (call, requestHash) => inWorkspaceOf(call, async (tx) => {
      const claimed = await tx.query(`
        insert into idempotency as i (workspace_id, actor_kind, actor_id, key, holder, request_hash, locked_until, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (workspace_id, actor_kind, actor_id, key) do update
        set holder = excluded.holder, request_hash = excluded.request_hash, locked_until = excluded.locked_until, created_at = excluded.created_at,
            effect = false, status = null, headers = null, body = null
        where i.created_at < $9
           or (i.status is null and not i.effect and i.locked_until < excluded.created_at and i.request_hash = excluded.request_hash)
        returning 1`,
      [...placeOf(call), call.holder, requestHash, lockEnd(), new Date(clock.now()), new Date(clock.now() - keptMs)]);
      if (claimed.length > 0) return { kind: 'ours' };
      return readRow(tx, call, requestHash, clock.now());
    }),
    async holdOn(call) {
      await inWorkspaceOf(call, (tx) => tx.query(`update idempotency set locked_until = $6 where ${place} and holder = $5 and status is null`, [...placeOf(call), call.holder, lockEnd()]));
    },
    async finish(call, { status, headers, body }) {
      await inWorkspaceOf(call, (tx) => tx.query(`update idempotency set status = $6, headers = $7, body = $8 where ${place} and holder = $5`,
        [...placeOf(call), call.holder, status, JSON.stringify(headers), body]));
    },
    async giveUp(call) {
      await inWorkspaceOf(call, async (tx) => {
        await tx.query(`delete from idempotency where ${place} and holder = $5 and not effect`, [...placeOf(call), call.holder]);
        await tx.query(`update idempotency set locked_until = to_timestamp(0) where ${place} and holder = $5`, [...placeOf(call), call.holder]);
      });
    },
    sweep: () => db.asEngine(async (tx) => {
      const gone = await tx.query('delete from idempotency where ctid = any (array(select ctid from idempotency where created_at < $1 limit 2000)) returning 1', [new Date(clock.now() - keptMs)]);
      return gone.length === 2_000 ? 'more' : 'idle';
    }),
  };
}

async function readRow(tx: Transaction, call: KeyedCall, requestHash: Buffer, nowMs: number): Promise<Begun> {
  const [row] = await tx.query<{ request_hash: Buffer; locked_until: number; effect: boolean; status: number | null; headers: Record<string, string> | null; body: Buffer | null }>(
    `select request_hash, locked_until, effect, status, headers, body from idempotency where ${place}`, placeOf(call));
  // Swept or given up in between: the caller may ask again at once.
  if (!row) return { kind: 'under_way', waitMs: 1_000 };
  if (!row.request_hash.equals(requestHash)) return { kind: 'other_request' };
  if (row.status !== null) return { kind: 'answered', answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? Buffer.alloc(0) } };
  if (row.effect && row.locked_until < nowMs) return { kind: 'outcome_unknown' };
  return { kind: 'under_way', waitMs: Math.max(1_000, row.locked_until - nowMs) };
}

/**
 * Notes, in the transaction that is about to commit, that the call has saved something. A crash between this commit and the stored
 * answer is then told from one before it: the first must not run again, the second may. Answers false when another attempt has
 * taken the key meanwhile: this one must not commit.
 */
export async function noteEffect(tx: Transaction, call: KeyedCall): Promise<boolean> {
  const noted = await tx.query(`update idempotency set effect = true where ${place} and holder = $5 and pg_current_xact_id_if_assigned() is not null returning 1`, [...placeOf(call), call.holder]);
  if (noted.length > 0) return true;
  const [state] = await tx.query<{ wrote: boolean }>('select pg_current_xact_id_if_assigned() is not null as wrote');
  return !state?.wrote;
}

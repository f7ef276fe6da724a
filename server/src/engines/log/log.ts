import { setImmediate } from 'node:timers/promises';
import { dayMs } from '../../kernel/index.ts';
import { manyRows, sent } from '../postgres/index.ts';
import type { Database, Signals, Transaction } from '../postgres/index.ts';
import type { LogEvent, NewEvent } from './event.ts';
import { EventTimeOutOfRange } from './problems.ts';
import { createPositions } from './positions.ts';
import { appendRows, claimKeys, readBatch, readInstallation } from './queries.ts';
import { createTail } from './tail.ts';
import type { Tail } from './tail.ts';

/** Earlier than this is a typing error, not history. */
export const earliestOccurredMs = Date.UTC(1990, 0, 1);

export type Log = {
  /**
   * Appends events in the caller's transaction: they commit with the change that they tell, or not at all. Answers for each event
   * whether it was new (false: the same source and key within 7 days).
   */
  append(tx: Transaction, workspaceId: bigint, events: readonly NewEvent[]): Promise<boolean[]>;
  /**
   * Gives the reader its next events in commit order and moves its cursor in the same transaction as the handler's effects: exactly
   * once inside PostgreSQL. Answers how many events of the log it passed; 0 means that nothing is there (or another process reads).
   * While `unwanted` answers true the reader passes everything unread.
   */
  consume(reader: string, options: { names?: readonly string[]; max?: number; unwanted?: (tx: Transaction) => Promise<boolean> }, handle: (events: LogEvent[], tx: Transaction) => Promise<void>): Promise<number>;
  /** Makes the reader known, at the beginning of the log or at its present end. Partitions are kept until every reader has passed. */
  register(reader: string, from?: 'beginning' | 'end'): Promise<void>;
  /** The place of the last event that is committed now: a reader that has come to it has seen everything that was told until this moment. */
  end(): Promise<LogPlace>;
  /** How far the reader has come; the beginning while it is not known. */
  placeOf(reader: string): Promise<LogPlace>;
  /** Calls `listener` when events may have arrived. Returns the way to stop. */
  onAppended(listener: () => void): () => void;
  /** How far each reader is behind, and the oldest transaction that holds them back. */
  status(): Promise<LogStatus>;
  /** What this process appended a moment ago, for the projector. */
  readonly tail: Tail;
  /** Part of the projector's tokens and of the log's numbers. */
  readonly era: number;
  readonly txOffset: bigint;
};

export type LogPlace = { tx: bigint; position: bigint };

export type LogStatus = {
  readers: { reader: string; lagMs: number }[];
  oldestTransactionMs: number;
  parkedBatches: number;
};

const topic = 'log';
const batchMaxDefault = 2_000;
/** Events of one statement. */
const pieceMax = 10_000;

/** Opens the log. Refuses a database whose transaction ids do not fit it (see `adopt.ts`). */
export async function createLog({ db, signals }: { db: Database; signals: Pick<Signals, 'notify' | 'on'> }): Promise<Log> {
  const { era, txOffset } = await db.asEngine(readInstallation);
  const positions = createPositions();
  const tail = createTail();
  const appendPiece = async (tx: Transaction, workspaceId: bigint, events: readonly NewEvent[]) => {
    const properties = events.map((event) => (event.properties ? JSON.stringify(event.properties) : '{}'));
    const first = await positions.take(tx, events.length);
    const appended = await sent(appendRows(tx, workspaceId, { txOffset, first }, events, properties), events.length);
    const draft = tail.draft(first, { workspaceId, events, properties });
    const stamp = await appended();
    tx.afterCommit(() => {
      if (events.length < manyRows) tail.keep(draft(stamp));
      // What waits for the commit goes first; a projector that is faster reads from PostgreSQL.
      else void setImmediate().then(() => { tail.keep(draft(stamp)); });
    });
  };
  return {
    tail,
    era,
    txOffset,
    async append(tx, workspaceId, events) {
      if (events.length === 0) return [];
      const fresh = await claimKeys(tx, workspaceId, events);
      const rows = events.filter((_, index) => fresh[index]);
      for (let start = 0; start < rows.length; start += pieceMax) await appendPiece(tx, workspaceId, rows.slice(start, start + pieceMax));
      tx.afterCommit(() => signals.notify(topic));
      return fresh;
    },
    consume: (reader, { names, max = batchMaxDefault, unwanted }, handle) => db.asEngine(async (tx) => {
      if (!(await isBehind(tx, reader, txOffset))) return 0;
      const [cursor] = await tx.query<{ tx: bigint; position: bigint }>('select tx, position from log_cursor where reader = $1 for update skip locked', [reader]);
      if (!cursor) return 0;
      if (await unwanted?.(tx)) {
        await passAll(tx, reader, txOffset);
        return 0;
      }
      const batch = await readBatch(tx, { after: cursor, txOffset, max, ...(names ? { names } : {}) });
      if (batch.count === 0) return 0;
      if (batch.events.length > 0) await handle(batch.events, tx);
      await tx.query('update log_cursor set tx = $2, position = $3, moved_at = now() where reader = $1', [reader, batch.end.tx, batch.end.position]);
      return batch.count;
    }),
    register: (reader, from = 'beginning') => db.asEngine((tx) => register(tx, reader, from, txOffset)),
    end: () => db.asEngine((tx) => readPlace(tx, 'select tx, position from event_log order by tx desc, position desc limit 1')),
    placeOf: (reader) => db.asEngine((tx) => readPlace(tx, 'select tx, position from log_cursor where reader = $1', [reader])),
    onAppended: (listener) => signals.on(topic, listener),
    status: () => db.asEngine(readStatus),
  };
}

/** Whether anything is there for a reader: asked before its cursor is locked, which writes. */
async function isBehind(tx: Transaction, reader: string, txOffset: bigint): Promise<boolean> {
  const [found] = await tx.query(`
    select 1 from log_cursor c where c.reader = $1 and exists (
      select from event_log e where (e.tx, e.position) > (c.tx, c.position) and e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $2
    )`, [reader, txOffset]);
  return found !== undefined;
}

/** Moves a reader behind everything that can be read now. */
async function passAll(tx: Transaction, reader: string, txOffset: bigint): Promise<void> {
  await tx.query(`
    update log_cursor c set tx = e.tx, position = e.position, moved_at = now()
    from (select tx, position from event_log where tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $2 order by tx desc, position desc limit 1) e
    where c.reader = $1 and (e.tx, e.position) > (c.tx, c.position)`, [reader, txOffset]);
}

async function register(tx: Transaction, reader: string, from: 'beginning' | 'end', txOffset: bigint): Promise<void> {
  await tx.query(`
    insert into log_cursor (reader, tx, position)
    select $1, case when $2 then pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $3 else 0 end, 0
    on conflict (reader) do nothing`, [reader, from === 'end', txOffset]);
}

/** One step down an index per partition. Readers never pass an open transaction, so a cursor at the end means that all before it was read. */
async function readPlace(tx: Transaction, text: string, params: readonly unknown[] = []): Promise<LogPlace> {
  const [row] = await tx.query<LogPlace>(text, params);
  return row ?? { tx: 0n, position: 0n };
}

async function readStatus(tx: Transaction): Promise<LogStatus> {
  const readers = await tx.query<{ reader: string; lag: number }>(`
    select c.reader, coalesce(extract(epoch from now() - (
      select e.received_at from event_log e where (e.tx, e.position) > (c.tx, c.position) order by e.tx, e.position limit 1
    )), 0)::float8 * 1000 as lag from log_cursor c order by c.reader limit 1000`);
  const [oldest] = await tx.query<{ age: number }>('select homefield_oldest_transaction_ms() as age');
  const [parked] = await tx.query<{ count: number }>('select count(*)::int as count from log_parked');
  return {
    readers: readers.map(({ reader, lag }) => ({ reader, lagMs: Math.max(0, lag) })),
    oldestTransactionMs: oldest?.age ?? 0,
    parkedBatches: parked?.count ?? 0,
  };
}

/** Refuses a time that cannot be: before 1990 or more than a day ahead of the clock. */
export function checkOccurred(occurredAtMs: number, nowMs: number): void {
  if (!(occurredAtMs >= earliestOccurredMs && occurredAtMs <= nowMs + dayMs)) {
    throw EventTimeOutOfRange({ time: Number.isFinite(occurredAtMs) ? new Date(occurredAtMs).toISOString() : String(occurredAtMs) });
  }
}

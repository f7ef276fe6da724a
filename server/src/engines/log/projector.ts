import { ClickHouseError } from '@clickhouse/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalyticsAdmin } from '../clickhouse/index.ts';
import { bigints } from '../postgres/index.ts';
import type { Database, Transaction } from '../postgres/index.ts';
import type { LogEvent } from './event.ts';
import type { Log } from './log.ts';
import type { Tail } from './tail.ts';

/** Besides the table of events: rows that certain events make in another table (the profile of a customer, say). */
export type Projection = {
  table: string;
  columns: readonly string[];
  /** Names of the events that it wants. */
  names: readonly string[];
  /** The property that the table keeps instead of `event`, which gets these events without it: large, and personal data in one place less. */
  takes: string;
  /** The values of the row, in the order of `columns`; bigint is allowed. The table has to tolerate the same row twice. */
  row(event: LogEvent): readonly unknown[] | undefined;
};

/** The rows of such a table as PostgreSQL has them now, all of them, for when events cannot make them (see `adopt.ts`). */
export type ProjectedState = {
  table: string;
  /** One of them is `version`, of which the highest wins. */
  columns: readonly string[];
  /** The sequence in PostgreSQL from which the versions of new rows are drawn. */
  versions: string;
  rows(version: bigint): AsyncIterable<readonly (readonly unknown[])[]>;
};

export type Projector = {
  add(projection: Projection): void;
  /** Carries one batch over. Answers the number of events; 0 when nothing is there. */
  step(): Promise<number>;
  /** Carries over everything that is readable now. */
  drain(): Promise<number>;
};

export const projectorReader = 'clickhouse';
/** What the database says of an event stands in front, so that the rest of a line can be written before it is known. */
const eventColumns = ['tx', 'received_at', 'workspace_id', 'customer_id', 'name', 'occurred_at', 'position', 'source', 'amount', 'subject', 'properties'];
/** One insert: large enough for imports, small enough that the text of a batch stays below 20 MB or so. */
export const projectorBatchMax = 40_000;
const visibleAfterMs = 500;

type Place = { tx: bigint; position: bigint };
/** `attempt` above 1: an earlier one ended nobody knows where. */
type Pending = { from: Place; to: Place; attempt: number; shares: Share[] };
/** A transaction's part of a batch. */
type Share = { tx: bigint; count: number; first: bigint; last: bigint };
type Line = { line: string; wanted: LogEvent | null; tx: bigint; position: bigint };

/**
 * Carries the log to ClickHouse, every event exactly once: it stores the end of its batch, inserts it under a token made of both
 * ends, then confirms. A crash in between repeats the same batch under the same token, and ClickHouse drops what it has. What it
 * only believes to have (a killed ClickHouse may have noted the token of a part that it did not keep: 38 of 100,000 events in the
 * crash test) is found by looking, and inserted again; so is what it has and does not know the token of.
 */
export function createProjector({ db, log, clickhouse }: { db: Database; log: Log; clickhouse: AnalyticsAdmin }): Projector {
  const projections: Projection[] = [];
  const taken: Taken = new Map();
  const step = async (): Promise<number> => {
    const pending = await db.asEngine((tx) => openBatch(tx, log.txOffset));
    if (!pending) return 0;
    const batch = await readBatch(db, log.tail, pending, taken);
    try {
      const lines = pending.attempt > 1 ? await db.asEngine((tx) => readLines(tx, pending, { taken })) : undefined;
      // A power cut may have taken the token and left the rows: what is there is not sent a second time.
      if (lines) batch.lines = Buffer.from(textOf(await missingOf(clickhouse, pending, lines)));
      await insert(clickhouse, projections, log.era, pending, batch);
      if (lines) await repair(clickhouse, log.era, pending, lines);
    } catch (error) {
      if (!isDataError(error)) throw error;
      await db.asEngine((tx) => bisect(tx, pending, error));
      return batch.count;
    }
    await db.asEngine((tx) => confirm(tx, pending));
    return batch.count;
  };
  return {
    add(projection) {
      projections.push(projection);
      for (const name of projection.names) taken.set(name, projection.takes);
      log.tail.want(projection);
    },
    step,
    async drain() {
      for (let total = 0; ;) {
        const count = await step();
        if (count === 0) return total;
        total += count;
      }
    },
  };
}

/** The batch that is under way, or a new one whose end is stored before anything is sent. Writes nothing when nothing is there. */
async function openBatch(tx: Transaction, txOffset: bigint): Promise<Pending | undefined> {
  const [waiting] = await tx.query<{ found: boolean }>(`
    select c.batch_tx is not null or exists (
      select from event_log e where (e.tx, e.position) > (c.tx, c.position) and e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $2
    ) as found from log_cursor c where c.reader = $1`, [projectorReader, txOffset]);
  if (!waiting) {
    await tx.query('insert into log_cursor (reader) values ($1) on conflict do nothing', [projectorReader]);
    return openBatch(tx, txOffset);
  }
  if (!waiting.found) return undefined;
  const [cursor] = await tx.query<{ tx: bigint; position: bigint; batch_tx: bigint | null; batch_position: bigint | null; batch_attempt: number }>(`
    update log_cursor set batch_attempt = case when batch_tx is null then 1 else batch_attempt + 1 end
    where reader = $1 returning tx, position, batch_tx, batch_position, batch_attempt`, [projectorReader]);
  if (!cursor) return undefined;
  const from = { tx: cursor.tx, position: cursor.position };
  if (cursor.batch_tx !== null && cursor.batch_position !== null) {
    const to = { tx: cursor.batch_tx, position: cursor.batch_position };
    return { from, to, attempt: cursor.batch_attempt, shares: await readShares(tx, '(e.tx, e.position) <= ($3, $4)', [from.tx, from.position, to.tx, to.position]) };
  }
  const shares = await readShares(tx, 'e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $3', [from.tx, from.position, txOffset]);
  const last = shares.at(-1);
  if (!last) return undefined;
  const to = { tx: last.tx, position: last.last };
  await tx.query('update log_cursor set batch_tx = $2, batch_position = $3 where reader = $1', [projectorReader, to.tx, to.position]);
  return { from, to, attempt: 1, shares };
}

/** How many events of each transaction follow, and from where to where, up to a full batch. */
function readShares(tx: Transaction, until: string, params: readonly bigint[]): Promise<Share[]> {
  return tx.query<Share>(`
    select b.tx, count(*)::int as count, min(b.position) as first, max(b.position) as last from (
      select e.tx, e.position from event_log e where (e.tx, e.position) > ($1, $2) and ${until} order by e.tx, e.position limit ${projectorBatchMax}
    ) b group by b.tx order by b.tx`, params);
}

type Batch = { lines: Buffer; wanted: LogEvent[]; count: number };

/** The batch as text for ClickHouse: from the tail what this process wrote itself, the rest from PostgreSQL. The order does not matter to a table that sorts. */
async function readBatch(db: Database, tail: Tail, pending: Pending, taken: Taken): Promise<Batch> {
  const { shares } = pending;
  const batch = { pieces: [] as Buffer[], wanted: [] as LogEvent[], count: shares.reduce((sum, { count }) => sum + count, 0) };
  const missing: bigint[] = [];
  for (const share of shares) {
    const found = tail.find(share.tx, { from: share.first, to: share.last, count: share.count });
    if (!found) {
      missing.push(share.tx);
      continue;
    }
    batch.pieces.push(...found.lines);
    batch.wanted.push(...found.wanted);
  }
  if (missing.length > 0) {
    const read = await db.asEngine((tx) => readLines(tx, pending, { only: missing, taken }));
    batch.pieces.push(Buffer.from(textOf(read)));
    batch.wanted.push(...read.flatMap(({ wanted }) => (wanted ? [wanted] : [])));
  }
  return { lines: Buffer.concat(batch.pieces), wanted: batch.wanted.sort((a, b) => (a.tx === b.tx ? (a.position < b.position ? -1 : 1) : a.tx < b.tx ? -1 : 1)), count: batch.count };
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ line }) => `${line}\n`).join('');
}

/** Names of the events that projections want, and the property that they take out of each. */
type Taken = Map<string, string>;

/** PostgreSQL writes the lines for ClickHouse itself: the properties are never parsed here unless a projection wants them. */
async function readLines(tx: Transaction, { from, to }: Pick<Pending, 'from' | 'to'>, { only, taken }: { only?: readonly bigint[]; taken: Taken }): Promise<Line[]> {
  const rows = await tx.query<{ line: string; tx: bigint; position: bigint; event: Record<string, unknown> | null }>(`
    select e.tx, e.position,
      '[' || e.tx || ',' || floor(extract(epoch from e.received_at) * 1000)::bigint || ',' ||
        e.workspace_id || ',' || coalesce(e.customer_id, 0) || ',' || to_json(e.name) || ',' ||
        floor(extract(epoch from e.occurred_at) * 1000)::bigint || ',' || e.position || ',' || to_json(e.source) || ',' || e.amount || ',' || to_json(e.subject) || ',' || (case when t.takes is null then e.properties::text else (e.properties::jsonb - t.takes)::text end) || ']' as line,
      case when t.takes is not null then jsonb_build_object('workspace', e.workspace_id::text, 'customer', e.customer_id::text, 'name', e.name,
        'occurred', extract(epoch from e.occurred_at) * 1000, 'received', extract(epoch from e.received_at) * 1000, 'source', e.source,
        'amount', e.amount::text, 'subject', e.subject, 'properties', e.properties) end as event
    from event_log e left join unnest($5::text[], $6::text[]) as t (name, takes) on t.name = e.name
    where (e.tx, e.position) > ($1, $2) and (e.tx, e.position) <= ($3, $4) and ($7::bigint[] is null or e.tx = any ($7))
    order by e.tx, e.position limit ${projectorBatchMax}`, [from.tx, from.position, to.tx, to.position, [...taken.keys()], [...taken.values()], only ? bigints(only) : null]);
  return rows.map(({ line, tx: eventTx, position, event }) => ({ line, tx: eventTx, position, wanted: event ? wantedEvent(event, eventTx, position) : null }));
}

function wantedEvent(event: Record<string, unknown>, tx: bigint, position: bigint): LogEvent {
  return {
    tx, position,
    workspaceId: BigInt(String(event['workspace'])),
    customerId: event['customer'] === null ? null : BigInt(String(event['customer'])),
    name: String(event['name']),
    occurredAtMs: Number(event['occurred']),
    receivedAtMs: Number(event['received']),
    source: String(event['source']),
    amountMinor: BigInt(String(event['amount'])),
    subject: String(event['subject']),
    properties: event['properties'] as Record<string, unknown>,
  };
}

function tokenOf(era: number, { from, to }: Pending): string {
  return `${era}:${projectorReader}:${from.tx}.${from.position}:${to.tx}.${to.position}`;
}

async function insert(clickhouse: AnalyticsAdmin, projections: readonly Projection[], era: number, pending: Pending, batch: Batch): Promise<void> {
  const token = tokenOf(era, pending);
  // The other tables first: they tolerate a repeat, so that a batch which fails half-way can be cut without doubling events.
  for (const projection of projections) {
    const names = new Set(projection.names);
    const rows = batch.wanted.flatMap((event) => (names.has(event.name) ? [projection.row(event)] : []));
    const text = rows.map((row) => (row ? `${rowLine(row)}\n` : '')).join('');
    await clickhouse.insert(projection.table, projection.columns, text, `${token}:${projection.table}:${pending.attempt}`);
  }
  await clickhouse.insert('event_stored', eventColumns, batch.lines, token);
}

/** Inserts the events of the batch that ClickHouse does not show, under a token of this attempt. */
async function repair(clickhouse: AnalyticsAdmin, era: number, pending: Pending, lines: readonly Line[]): Promise<void> {
  if ((await missingOf(clickhouse, pending, lines)).length === 0) return;
  // An insert of another process may be between its token and its rows: give it a moment.
  await sleep(visibleAfterMs);
  const missing = await missingOf(clickhouse, pending, lines);
  await clickhouse.insert('event_stored', eventColumns, textOf(missing), `${tokenOf(era, pending)}:repair:${pending.attempt}`);
}

async function missingOf(clickhouse: AnalyticsAdmin, { from, to }: Pending, lines: readonly Line[]): Promise<Line[]> {
  const rows = await clickhouse.read<{ place: string }>(`
    select concat(toString(tx), '.', toString(position)) as place from event_stored
    where position >= ${lines.reduce((least, { position }) => (position < least ? position : least), lines[0]?.position ?? 0n)}
      and (tx, position) > (${from.tx}, ${from.position}) and (tx, position) <= (${to.tx}, ${to.position}) limit ${2 * projectorBatchMax}`);
  const present = new Set(rows.map(({ place }) => place));
  return lines.filter(({ tx, position }) => !present.has(`${tx}.${position}`));
}

export function rowLine(row: readonly unknown[]): string {
  return `[${row.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value ?? null))).join(',')}]`;
}

async function confirm(tx: Transaction, { from, to }: Pick<Pending, 'from' | 'to'>): Promise<void> {
  await tx.query(`
    update log_cursor set tx = $2, position = $3, batch_tx = null, batch_position = null, batch_attempt = 0, moved_at = now()
    where reader = $1 and tx = $4 and position = $5 and batch_tx = $2 and batch_position = $3`,
  [projectorReader, to.tx, to.position, from.tx, from.position]);
}

/** Errors of the rows themselves, found while they are parsed and before anything is written. Everything else is tried again as it is. */
function isDataError(error: unknown): boolean {
  return error instanceof ClickHouseError && /PARSE|INCORRECT_DATA|TYPE_MISMATCH|UNEXPECTED_DATA|VALUE_IS_OUT_OF_RANGE|ARGUMENT_OUT_OF_BOUND|TOO_DEEP|ILLEGAL/.test(error.type ?? '');
}

/** Halves a batch that ClickHouse refuses; a single event that it refuses is parked, and the others go on. */
async function bisect(tx: Transaction, pending: Pending, error: unknown): Promise<void> {
  const { from, to } = pending;
  const lines = await readLines(tx, pending, { taken: new Map() });
  const middle = lines[Math.floor((lines.length - 1) / 2)];
  if (!middle) return;
  if (lines.length === 1) {
    await tx.query('insert into log_parked (reader, tx, position, reason) values ($1, $2, $3, $4) on conflict do nothing', [projectorReader, middle.tx, middle.position, String(error).slice(0, 2_000)]);
    await confirm(tx, { from, to });
    return;
  }
  await tx.query('update log_cursor set batch_tx = $2, batch_position = $3 where reader = $1 and tx = $4 and position = $5',
    [projectorReader, middle.tx, middle.position, from.tx, from.position]);
}

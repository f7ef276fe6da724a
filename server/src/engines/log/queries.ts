import { rowsOf, texts } from '../postgres/index.ts';
import type { Transaction } from '../postgres/index.ts';
import type { LogEvent, NewEvent } from './event.ts';
import { LogNeedsAdoption } from './problems.ts';

export type Batch = { events: LogEvent[]; end: { tx: bigint; position: bigint }; count: number };

/** The offset and era of this installation, if its log fits the database. */
export async function readInstallation(tx: Transaction): Promise<{ era: number; txOffset: bigint }> {
  const [row] = await tx.query<{ era: number; tx_offset: bigint; stored: string; current: string; next_tx: bigint; log_max: bigint | null }>(`
    select i.era, i.tx_offset, i.system_identifier as stored, (select system_identifier::text from pg_control_system()) as current,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_tx,
           (select max(tx) from event_log) as log_max
    from installation i`);
  if (!row) throw new Error('The installation row is missing.');
  if (row.stored !== row.current) throw LogNeedsAdoption({ why: `system identifier ${row.current} instead of ${row.stored}` });
  if (row.log_max !== null && row.log_max >= row.next_tx + row.tx_offset) throw LogNeedsAdoption({ why: `the log reaches ${row.log_max}, the database only ${row.next_tx + row.tx_offset}` });
  return { era: row.era, txOffset: row.tx_offset };
}

/** For each event whether its key is new (events without a key always are). The first writer of a key makes the others wait for its commit. */
export async function claimKeys(tx: Transaction, workspaceId: bigint, events: readonly NewEvent[]): Promise<boolean[]> {
  const keyed = events.filter((event) => event.key !== undefined);
  if (keyed.length === 0) return events.map(() => true);
  // Sorted, so that two writers of the same keys wait for each other and never in a circle.
  const pairs = [...new Map(keyed.map((event) => [pairOf(event), event])).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const claimed = await tx.query<{ source: string; key: string }>(`
    insert into event_key (workspace_id, source, key)
    select $1, k.source, k.key from unnest($2::text[], $3::text[]) as k (source, key)
    on conflict do nothing returning source, key`, [workspaceId, texts(pairs.map(([, event]) => event.source)), texts(pairs.map(([, event]) => event.key ?? null))]);
  const free = new Set(claimed.map(pairOf));
  // Twice in one call: the first of them wins (`delete` answers true once).
  return events.map((event) => event.key === undefined || free.delete(pairOf(event)));
}

function pairOf({ source, key }: { source: string; key?: string }): string {
  return `${source}\u0000${key ?? ''}`;
}

/** What the database says of the rows that it took. */
export type Appended = { tx: bigint; receivedAtMs: number };

/** One statement for any number of events, at positions from `first` on. */
export async function appendRows(tx: Transaction, workspaceId: bigint, place: { txOffset: bigint; first: bigint }, events: readonly NewEvent[], properties: readonly string[]): Promise<Appended> {
  const rows = rowsOf(4, [
    ['customer_id', 'bigint', events.map((event) => event.customerId)],
    ['name', 'text', events.map((event) => event.name)],
    ['occurred_ms', 'float8', events.map((event) => event.occurredAtMs)],
    ['source', 'text', events.map((event) => event.source)],
    ['key', 'text', events.map((event) => event.key ?? null)],
    ['amount', 'bigint', events.map((event) => event.amountMinor ?? 0n)],
    ['subject', 'text', events.map((event) => event.subject ?? '')],
    ['properties', 'json', properties],
  ]);
  const [row] = await tx.query<{ tx: bigint; received_at: number }>(`
    with own as materialized (
      select pg_current_xact_id()::text::bigint + $2 as tx
    ), added as (
      insert into event_log (workspace_id, tx, position, customer_id, name, occurred_at, source, key, amount, subject, properties)
      select $1, own.tx, $3 + e.place - 1, e.customer_id, e.name, to_timestamp(e.occurred_ms / 1000.0), e.source, e.key, e.amount, e.subject, e.properties
      from own, ${rows.text} e
    ) select own.tx, now() as received_at from own`, [workspaceId, place.txOffset, place.first, ...rows.params]);
  if (!row) throw new Error('The log took no row.');
  return { tx: row.tx, receivedAtMs: Math.floor(row.received_at) };
}

type Range = { after: { tx: bigint; position: bigint }; txOffset: bigint; max: number; names?: readonly string[] };

/**
 * The next events in commit order, without gaps: identity values become visible out of order, so only transactions below the
 * oldest one that is still open are read. Ordered by the columns themselves (an output alias that is cast to text sorts as text
 * and loses rows between 999 and 1000).
 */
export async function readBatch(tx: Transaction, range: Range): Promise<Batch> {
  const rows = await tx.query<LogRow>(`
    with batch as (
      select e.* from event_log e
      where (e.tx, e.position) > ($1, $2) and e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $3
      order by e.tx, e.position
      limit $4
    ), ending as (
      select b.tx as end_tx, b.position as end_position, (select count(*) from batch)::int as passed
      from batch b order by b.tx desc, b.position desc limit 1
    )
    select b.*, ending.* from ending left join batch b on $5::text[] is null or b.name = any ($5)
    order by b.tx, b.position`, [range.after.tx, range.after.position, range.txOffset, range.max, range.names ?? null]);
  const [first] = rows;
  if (!first) return { events: [], end: range.after, count: 0 };
  return {
    events: rows.filter((row) => row.tx !== null).map(eventOf),
    end: { tx: first.end_tx, position: first.end_position },
    count: first.passed,
  };
}

type LogRow = {
  workspace_id: bigint; tx: bigint; position: bigint; customer_id: bigint | null; name: string; occurred_at: number; received_at: number;
  source: string; amount: bigint; subject: string; properties: Record<string, unknown>; end_tx: bigint; end_position: bigint; passed: number;
};

function eventOf(row: LogRow): LogEvent {
  return {
    workspaceId: row.workspace_id, customerId: row.customer_id, tx: row.tx, position: row.position, name: row.name,
    occurredAtMs: row.occurred_at, receivedAtMs: row.received_at, source: row.source, amountMinor: row.amount, subject: row.subject,
    properties: row.properties,
  };
}

import type { TimelineEntry } from '@homefield/contract';
import type { Analytics, Database, Transaction } from '../engines/index.ts';
import { projectorReader } from '../engines/index.ts';
import { storedFor } from './alias.ts';
import { sentenceOf } from './timeline-sentence.ts';

/** Where a page ended. Events of one instant are told apart by their place in the log. */
export type TimelinePlace = { occurredAtMs: number; tx: bigint; position: bigint };
export type TimelinePage = { entries: TimelineEntry[]; next: TimelinePlace | undefined };

type Told = TimelinePlace & { name: string; source: string; amountMinor: number; subject: string; properties: Record<string, unknown> };

/** How much of the log's end is looked through for events that are not in ClickHouse yet: 30 s of the fastest import. */
const unprojectedMax = 1_000_000;

/**
 * What happened to a customer, the latest first. History comes from ClickHouse; what the projector has not carried over yet comes
 * from the end of PostgreSQL's log, so that a page shows what its reader just did. An event that both hold is shown once.
 */
export async function readTimeline(deps: { db: Database; analytics: Analytics }, workspaceId: bigint, customerId: bigint, query: { after?: TimelinePlace | undefined; limit: number }): Promise<TimelinePage> {
  const { fresh, currency } = await deps.db.inWorkspace(workspaceId, async (tx) => ({
    fresh: await readFresh(tx, workspaceId, customerId, query), currency: await readCurrency(tx, workspaceId),
  }));
  // PostgreSQL first: what is carried over in between is then seen twice, never missed.
  const seen = new Map<string, Told>();
  for (const told of [...fresh, ...(await readHistory(deps.analytics, workspaceId, customerId, query))]) seen.set(`${told.tx}.${told.position}`, told);
  const sorted = [...seen.values()].sort(latestFirst);
  const last = sorted.length > query.limit ? sorted[query.limit - 1] : undefined;
  return {
    entries: sorted.slice(0, query.limit).map((told) => entryOf(told, currency)),
    next: last && { occurredAtMs: last.occurredAtMs, tx: last.tx, position: last.position },
  };
}

function latestFirst(a: Told, b: Told): number {
  return b.occurredAtMs - a.occurredAtMs || Number(b.tx - a.tx) || Number(b.position - a.position);
}

function entryOf(told: Told, currency: string): TimelineEntry {
  const money = told.name.startsWith('order.') || told.amountMinor !== 0;
  return {
    position: `${told.tx}.${told.position}`, name: told.name, occurredAtMs: told.occurredAtMs, source: told.source, amountMinor: money ? told.amountMinor : null,
    subject: told.subject, sentence: sentenceOf(told, currency), properties: told.properties,
  };
}

async function readCurrency(tx: Transaction, workspaceId: bigint): Promise<string> {
  const [row] = await tx.query<{ currency: string }>('select currency from workspace where workspace_id = $1', [workspaceId]);
  return row?.currency ?? 'CNY';
}

async function readFresh(tx: Transaction, workspaceId: bigint, customerId: bigint, { after, limit }: { after?: TimelinePlace | undefined; limit: number }): Promise<Told[]> {
  const rows = await tx.query<{ occurred_at: number; tx: bigint; position: bigint; name: string; source: string; amount: bigint; subject: string; properties: Record<string, unknown> }>(`
    select e.occurred_at, e.tx, e.position, e.name, e.source, e.amount, e.subject, e.properties from (
      select * from event_log l
      where (l.tx, l.position) > (select coalesce(max(c.tx), 0), coalesce(max(c.position), 0) from log_cursor c where c.reader = $3)
      order by l.tx, l.position limit ${unprojectedMax}
    ) e
    where e.workspace_id = $1 and e.customer_id = $2 and ($4::float8 is null or (e.occurred_at, e.tx, e.position) < (to_timestamp($4 / 1000.0), $5::bigint, $6::bigint))
    order by e.occurred_at desc, e.tx desc, e.position desc limit $7`,
  [workspaceId, customerId, projectorReader, after?.occurredAtMs ?? null, after?.tx ?? null, after?.position ?? null, limit + 1]);
  return rows.map(({ occurred_at: occurredAtMs, amount, ...row }) => ({ ...row, occurredAtMs, amountMinor: Number(amount) }));
}

type HistoryRow = { at: string; tx: string; position: string; name: string; source: string; amount: string; subject: string; properties: Record<string, unknown> };

/** Read by the projection that sorts by customer: one customer's history is a few granules of any number of events. */
async function readHistory(analytics: Analytics, workspaceId: bigint, customerId: bigint, { after, limit }: { after?: TimelinePlace | undefined; limit: number }): Promise<Told[]> {
  const rows = await analytics.query<HistoryRow>({
    workspaceId,
    params: { customer: customerId, limit: limit + 1, ...(after ? { at: after.occurredAtMs, tx: after.tx, position: after.position } : {}) },
    text: `select toUnixTimestamp64Milli(occurred_at) as at, tx, position, name, source, amount, subject, properties from event
      where workspace_id = {workspace:UInt64} and customer_id = {customer:UInt64} and ${storedFor('[{customer:UInt64}]')}
        ${after ? 'and occurred_at <= fromUnixTimestamp64Milli({at:Int64}) and (toUnixTimestamp64Milli(occurred_at), tx, position) < ({at:Int64}, {tx:UInt64}, {position:UInt64})' : ''}
      order by occurred_at desc, tx desc, position desc limit {limit:UInt32}`,
  });
  return rows.map((row) => ({
    occurredAtMs: Number(row.at), tx: BigInt(row.tx), position: BigInt(row.position), name: row.name, source: row.source,
    amountMinor: Number(row.amount), subject: row.subject, properties: row.properties,
  }));
}

import type { SopDefinition } from '@homefield/contract';
import type { Database, Log, LogEvent, Transaction } from '../engines/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { enroll } from './enroll.ts';
import type { LiveVersion } from './enroll.ts';
import { wakeAwaiting } from './enrollment-store.ts';
import { goalEvents } from './goal-event.ts';
import { takeOrders } from './goal-store.ts';

export const sopReader = 'sops';
const orderNames = ['order.paid', 'order.refunded', 'order.canceled'];
const messageEnds = ['message.sent', 'message.failed', 'message.capped', 'message.suppressed', 'message.not_confirmed'];

export type ReaderDeps = { db: Database; log: Log; clock: Clock; ids: Ids };

/**
 * Reacts to the log: entries into audiences begin runs, orders reach goals, ends of messages wake the runs that wait for them.
 * One cursor for all of it, so that nothing is seen before the entry that it follows. Answers how far it read.
 */
export function readStep(deps: ReaderDeps): Promise<number> {
  return deps.log.consume(sopReader, { names: ['audience.entered', ...orderNames, ...messageEnds], unwanted: nothingPublished }, async (events, tx) => {
    for (const [workspaceId, group] of byWorkspace(events)) await react(deps, tx, workspaceId, group);
  });
}

/**
 * A brand that brings its history in has no SOP yet: nobody can enter or reach a goal. Whoever is in an audience when the first one is
 * published enters by its membership, and a publication under way holds its later entries back behind its own transaction.
 */
async function nothingPublished(tx: Transaction): Promise<boolean> {
  const [published] = await tx.query('select 1 from sop where published_version is not null limit 1');
  return published === undefined;
}

function byWorkspace(events: readonly LogEvent[]): Map<bigint, LogEvent[]> {
  return Map.groupBy(events, (event) => event.workspaceId);
}

async function react(deps: ReaderDeps, tx: Transaction, workspaceId: bigint, events: readonly LogEvent[]): Promise<void> {
  const orders = events.filter((event) => orderNames.includes(event.name));
  const ended = events.filter((event) => messageEnds.includes(event.name)).flatMap((event) => enrollmentOf(event) ?? []);
  const entered = events.filter((event) => event.name === 'audience.entered');
  if (entered.length > 0) await enterAll(deps, tx, workspaceId, entered);
  await lockRuns(tx, workspaceId, ended, orders.flatMap((event) => event.customerId ?? []));
  if (orders.length > 0) await reachGoals(deps, tx, workspaceId, orders);
  if (ended.length > 0) await wakeAwaiting(tx, workspaceId, ended, deps.clock.now());
}

/** All runs that this batch will change, in the order of their ids: the engine takes its own in the same order. */
async function lockRuns(tx: Transaction, workspaceId: bigint, enrollmentIds: readonly bigint[], customerIds: readonly bigint[]): Promise<void> {
  if (enrollmentIds.length === 0 && customerIds.length === 0) return;
  await tx.query(`
    select enrollment_id from enrollment where workspace_id = $1 and (enrollment_id = any ($2) or customer_id = any ($3))
    order by enrollment_id for update`, [workspaceId, enrollmentIds, [...new Set(customerIds)]]);
}

function enrollmentOf(event: LogEvent): bigint | undefined {
  return idOf('enrollment', event.properties['enrollmentId']);
}

/** The API takes events of any name: one that only looks like ours must not stop the reader for ever. */
function idOf(kind: 'enrollment' | 'audience', text: unknown): bigint | undefined {
  try {
    return typeof text === 'string' ? parseId(kind, text) : undefined;
  } catch {
    return undefined;
  }
}

async function enterAll(deps: ReaderDeps, tx: Transaction, workspaceId: bigint, entered: readonly LogEvent[]): Promise<void> {
  const byAudience = Map.groupBy(entered, ({ subject }) => subject);
  const audienceIds = [...byAudience.keys()].flatMap((subject) => idOf('audience', subject) ?? []);
  for (const live of await liveVersions(tx, workspaceId, audienceIds)) {
    const entries = byAudience.get(formatId('audience', live.audienceId)) ?? [];
    await enroll(deps, tx, live, entries.flatMap((event) => (event.tx >= live.fromTx && event.customerId !== null ? [event.customerId] : [])));
  }
}

/** Live SOPs whose published version begins with one of the audiences, held against a pause until the transaction ends. */
async function liveVersions(tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[]): Promise<(LiveVersion & { audienceId: bigint; fromTx: bigint })[]> {
  const rows = await tx.query<{ sop_id: bigint; audience_id: bigint; entries_from_tx: bigint; version: number; definition: SopDefinition }>(`
    select s.sop_id, s.audience_id, s.entries_from_tx, v.version, v.definition from sop s
    join sop_version v on v.workspace_id = s.workspace_id and v.sop_id = s.sop_id and v.version = s.published_version
    where s.workspace_id = $1 and s.audience_id = any ($2) and s.state = 'live'
    order by s.sop_id for share of s`, [workspaceId, audienceIds]);
  return rows.map((row) => ({ workspaceId, sopId: row.sop_id, audienceId: row.audience_id, version: row.version, definition: row.definition, fromTx: row.entries_from_tx }));
}

async function reachGoals({ log }: ReaderDeps, tx: Transaction, workspaceId: bigint, orders: readonly LogEvent[]): Promise<void> {
  await log.append(tx, workspaceId, goalEvents(await takeOrders(tx, workspaceId, orders)));
}

import type { Database, Log, NewEvent, Transaction } from '../engines/index.ts';
import { formatId, wholeBrand, type Clock } from '../kernel/index.ts';
import { difference, refreshBatchMax, type RefreshResult } from './audience.ts';
import { memberPage } from './audience-reader.ts';
import { addMembers, beginRefresh, endRefresh, holdGeneration, removeMembers } from './audience-store.ts';
import { AudienceUnknown } from './problems.ts';
import type { Questions } from './questions.ts';

type Deps = { db: Database; log: Pick<Log, 'append'>; clock: Clock; questions: Questions };
type Run = { workspaceId: bigint; audienceId: bigint; generation: bigint; atMs: number; unless: RefreshOptions['unless'] };
type Change = { enters: boolean; customerId: bigint };

/** `unless`: asked in the transaction of every batch; true stops the refresh, whose answer is then no longer to be trusted. */
export type RefreshOptions = { unless?: ((tx: Transaction) => Promise<boolean>) | undefined };

const presentPageMax = 50_000;

/**
 * Brings the members of an audience up to date. ClickHouse says who should be a member, PostgreSQL who is; both are read side by side in
 * the order of ids, and the difference is applied in transactions of at most 5,000 customers, each with its events. Killed at any
 * moment, the next refresh does the rest; two at once cannot tell a transition twice, because only a row that was really inserted
 * or deleted is told, and the older of the two stops at its next batch.
 */
export async function refreshAudience(deps: Deps, workspaceId: bigint, audienceId: bigint, { unless }: RefreshOptions = {}): Promise<RefreshResult> {
  const { db, clock, questions } = deps;
  const atMs = clock.now();
  const begun = await db.inWorkspace(workspaceId, (tx) => beginRefresh(tx, workspaceId, audienceId));
  if (!begun) throw AudienceUnknown();
  const run: Run = { workspaceId, audienceId, generation: begun.generation, atMs, unless };
  const prepared = await questions.prepare(workspaceId, begun.rule, atMs, audienceId);
  const result: RefreshResult = { generation: begun.generation, entered: 0, left: 0, size: 0, superseded: false };
  const wanted = counted(singles(questions.pages(workspaceId, prepared, 'live')), result);
  for await (const batch of batches(difference(wanted, singles(presentPages(db, workspaceId, audienceId))))) {
    const told = await applyBatch(deps, run, batch);
    if (!told) return { ...result, superseded: true };
    result.entered += told.entered;
    result.left += told.left;
  }
  if (unless && await db.inWorkspace(workspaceId, unless)) return { ...result, superseded: true };
  await db.inWorkspace(workspaceId, (tx) => endRefresh(tx, workspaceId, audienceId, { generation: run.generation, version: begun.version, size: result.size, atMs }));
  return result;
}

async function applyBatch({ db, log }: Deps, run: Run, batch: readonly Change[]): Promise<{ entered: number; left: number } | null> {
  const { workspaceId, audienceId, generation, atMs, unless } = run;
  return db.inWorkspace(workspaceId, async (tx) => {
    if (!await holdGeneration(tx, workspaceId, audienceId, generation) || await unless?.(tx)) return null;
    const entering = batch.filter(({ enters }) => enters).map(({ customerId }) => customerId);
    const leaving = batch.filter(({ enters }) => !enters).map(({ customerId }) => customerId);
    const entered = entering.length > 0 ? await addMembers(tx, workspaceId, audienceId, { customerIds: entering, generation, atMs }) : [];
    const left = leaving.length > 0 ? await removeMembers(tx, workspaceId, audienceId, leaving) : [];
    const events = [...entered.map((customerId) => transition('entered', customerId, run)), ...left.map((customerId) => transition('left', customerId, run))];
    if (events.length > 0) await log.append(tx, workspaceId, events);
    return { entered: entered.length, left: left.length };
  });
}

function transition(what: 'entered' | 'left', customerId: bigint, { audienceId, generation, atMs }: Run): NewEvent {
  const subject = formatId('audience', audienceId);
  return {
    customerId, name: `audience.${what}`, occurredAtMs: atMs, source: 'audience', key: `${subject}:${customerId}:${generation}`, subject,
    properties: { generation: Number(generation) },
  };
}

async function* presentPages(db: Database, workspaceId: bigint, audienceId: bigint): AsyncGenerator<bigint[]> {
  for (let afterId = 0n; ;) {
    const ids = await db.inWorkspace(workspaceId, (tx) => memberPage(tx, wholeBrand(workspaceId), audienceId, afterId, presentPageMax));
    if (ids.length > 0) yield ids;
    if (ids.length < presentPageMax) return;
    afterId = ids.at(-1) ?? afterId;
  }
}

async function* singles(pages: AsyncIterable<bigint[]>): AsyncGenerator<bigint> {
  for await (const page of pages) yield* page;
}

async function* counted(ids: AsyncIterable<bigint>, result: { size: number }): AsyncGenerator<bigint> {
  for await (const id of ids) {
    result.size += 1;
    yield id;
  }
}

async function* batches(changes: AsyncIterable<Change>): AsyncGenerator<Change[]> {
  let batch: Change[] = [];
  for await (const change of changes) {
    batch.push(change);
    if (batch.length < refreshBatchMax) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

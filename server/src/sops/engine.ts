import type { SopDefinition } from '@homefield/contract';
import type { Database, Log, NewEvent, Transaction } from '../engines/index.ts';
import { formatId, minuteMs } from '../kernel/index.ts';
import type { Clock, Randomness } from '../kernel/index.ts';
import { isFinal } from '../messages/index.ts';
import type { MessageDraft, Messages } from '../messages/index.ts';
import { claimDue, closeEnded, lockLive, writeNext } from './enrollment-store.ts';
import type { ClosedRun, DueRun, NextRun } from './enrollment-store.ts';
import { advance, messageKey } from './sop.ts';
import type { Advance, RunFacts } from './sop.ts';

export type EngineDeps = {
  db: Database;
  log: Log;
  clock: Clock;
  randomness: Randomness;
  messages: Messages;
  /** Called between the parts of a step: tests crash here. */
  stage?: ((name: 'claimed' | 'asked' | 'writing') => Promise<void> | void) | undefined;
};

const batchMax = 2_000;
/** Longer than a batch takes by far (2,000 runs take a fraction of a second); a dead engine's runs go on after this. */
const leaseMs = minuteMs;

type Version = { definition: SopDefinition };
type Step = { run: DueRun; definition: SopDefinition; advance: Advance };

/**
 * Moves runs that are due: claims them under a lease and commits, asks what has to be known, and writes next states with all
 * their effects in one transaction that checks lease and version. Answers how many it claimed.
 */
export async function engineStep(deps: EngineDeps): Promise<number> {
  const nowMs = deps.clock.now();
  const token = deps.randomness.bytes(8).readBigUInt64BE() >> 1n;
  const runs = await deps.db.asEngine((tx) => claimDue(tx, { nowMs, leaseUntilMs: nowMs + leaseMs, token, max: batchMax }));
  if (runs.length === 0) return 0;
  await deps.stage?.('claimed');
  for (const [workspaceId, group] of Map.groupBy(runs, (run) => run.workspaceId)) {
    const steps = await deps.db.asEngine((tx) => ask(deps, tx, workspaceId, group, nowMs));
    await deps.stage?.('asked');
    await deps.db.asEngine(async (tx) => {
      await write(deps, tx, { workspaceId, steps, nowMs, token });
      await deps.stage?.('writing');
    });
  }
  return runs.length;
}

async function ask({ messages }: EngineDeps, tx: Transaction, workspaceId: bigint, runs: readonly DueRun[], nowMs: number): Promise<Step[]> {
  const versions = await readVersions(tx, workspaceId, runs);
  const states = await messages.states(tx, workspaceId, runs.flatMap((run) => awaitedKey(run) ?? []));
  return runs.flatMap((run) => {
    const version = versions.get(`${run.sopId} ${run.version}`);
    if (!version) return [];
    const state = states.get(awaitedKey(run) ?? '');
    const facts: RunFacts = { goalUntilMs: run.goalUntilMs, message: state === undefined ? null : isFinal(state) ? 'final' : 'open' };
    return [{ run, definition: version.definition, advance: advance(version.definition, run.state, facts, nowMs) }];
  });
}

function awaitedKey({ enrollmentId, state }: DueRun): string | undefined {
  return state.kind === 'active' && state.phase === 'awaiting' ? messageKey(enrollmentId, state.stepId, state.visit) : undefined;
}

async function readVersions(tx: Transaction, workspaceId: bigint, runs: readonly DueRun[]): Promise<Map<string, Version>> {
  const wanted = new Map(runs.map((run) => [`${run.sopId} ${run.version}`, run]));
  const rows = await tx.query<{ sop_id: bigint; version: number; definition: SopDefinition }>(`
    select v.sop_id, v.version, v.definition from sop_version v
    join unnest($2::bigint[], $3::int[]) as w (sop_id, version) on w.sop_id = v.sop_id and w.version = v.version
    where v.workspace_id = $1`, [workspaceId, [...wanted.values()].map((run) => run.sopId), [...wanted.values()].map((run) => run.version)]);
  return new Map(rows.map((row) => [`${row.sop_id} ${row.version}`, row]));
}

type Batch = { workspaceId: bigint; steps: readonly Step[]; nowMs: number; token: bigint };

async function write({ log, messages }: EngineDeps, tx: Transaction, { workspaceId, steps, nowMs, token }: Batch): Promise<void> {
  const live = await lockLive(tx, workspaceId, [...new Set(steps.map(({ run }) => run.sopId))]);
  const nexts = steps.filter(({ run }) => live.has(run.sopId)).map((step): NextRun => ({ run: step.run, next: step.advance.next }));
  const written = await writeNext(tx, workspaceId, nexts, { nowMs, token });
  const done = steps.filter(({ run }) => written.has(run.enrollmentId));
  await messages.plan(tx, workspaceId, done.flatMap(draftsOf));
  await log.append(tx, workspaceId, done.flatMap(({ run, advance: { effects } }) => effects.flatMap((effect) => (
    effect.kind === 'ended' ? [endedEvent(run, effect.reason, nowMs)] : []))));
}

function draftsOf({ run, definition, advance: { effects } }: Step): MessageDraft[] {
  return effects.flatMap((effect) => (effect.kind !== 'send' ? [] : [{
    key: messageKey(run.enrollmentId, effect.stepId, effect.visit), customerId: run.customerId, channel: effect.channel, text: effect.text,
    sopId: run.sopId, enrollmentId: run.enrollmentId, stepId: effect.stepId, quietHours: definition.quietHours, confirmWithinMs: effect.confirmWithinMs,
  }]));
}

function endedEvent(run: ClosedRun, reason: string, nowMs: number): NewEvent {
  return {
    name: 'sop.ended', customerId: run.customerId, occurredAtMs: nowMs, source: 'sops', subject: formatId('sop', run.sopId),
    properties: { enrollmentId: formatId('enrollment', run.enrollmentId), reason },
  };
}

const closeMax = 5_000;

/** Ends the open runs of ended SOPs and takes back what they had in the outbox. Answers how many it ended. */
export async function closeStep({ db, log, clock, messages }: EngineDeps): Promise<number> {
  const nowMs = clock.now();
  return db.asEngine(async (tx) => {
    const closed = await closeEnded(tx, nowMs, closeMax);
    if (!closed || closed.runs.length === 0) return 0;
    await messages.withdraw(tx, closed.workspaceId, closed.runs.map((run) => run.enrollmentId), 'sop_ended');
    await log.append(tx, closed.workspaceId, closed.runs.map((run) => endedEvent(run, 'sop_ended', nowMs)));
    return closed.runs.length;
  });
}

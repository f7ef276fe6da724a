import type { SopDefinition } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { RunState } from './sop.ts';

/** A run that is due, leased to one engine. */
export type DueRun = {
  workspaceId: bigint; enrollmentId: bigint; sopId: bigint; version: number; customerId: bigint; runVersion: number; goalUntilMs: number; state: RunState;
};

type DueRow = {
  workspace_id: bigint; enrollment_id: bigint; sop_id: bigint; version: number; customer_id: bigint; run_version: number; goal_until: number;
  state: 'active' | 'watching'; step_id: string | null; visit: number; phase: 'arriving' | 'waiting' | 'awaiting' | null; wake_at: number;
};

/**
 * Takes due runs of live SOPs under a lease. Each live SOP is asked through its own index, so that the waiting runs of a paused
 * one are never walked over. A run whose lease ran out is taken again.
 */
export async function claimDue(tx: Transaction, options: { nowMs: number; leaseUntilMs: number; token: bigint; max: number }): Promise<DueRun[]> {
  const rows = await tx.query<DueRow>(`
    with due as (
      select d.workspace_id, d.enrollment_id from sop s cross join lateral (
        select e.workspace_id, e.enrollment_id, e.wake_at from enrollment e
        where e.workspace_id = s.workspace_id and e.sop_id = s.sop_id and e.wake_at <= $1 and (e.lease_until is null or e.lease_until <= $1)
        order by e.wake_at, e.enrollment_id limit $4 for update skip locked
      ) d where s.state = 'live'
      order by d.wake_at, d.enrollment_id limit $4
    )
    update enrollment e set lease_token = $2, lease_until = $3 from due
    where e.workspace_id = due.workspace_id and e.enrollment_id = due.enrollment_id
    returning e.workspace_id, e.enrollment_id, e.sop_id, e.version, e.customer_id, e.run_version, e.goal_until, e.state, e.step_id, e.visit, e.phase, e.wake_at`,
  [new Date(options.nowMs), options.token, new Date(options.leaseUntilMs), options.max]);
  return rows.map(dueRun).sort((one, other) => (one.enrollmentId < other.enrollmentId ? -1 : 1));
}

function dueRun(row: DueRow): DueRun {
  const state: RunState = row.state === 'watching' || row.step_id === null || row.phase === null
    ? { kind: 'watching', wakeAtMs: row.wake_at }
    : { kind: 'active', stepId: row.step_id, visit: row.visit, phase: row.phase, wakeAtMs: row.wake_at };
  return {
    workspaceId: row.workspace_id, enrollmentId: row.enrollment_id, sopId: row.sop_id, version: row.version, customerId: row.customer_id,
    runVersion: row.run_version, goalUntilMs: row.goal_until, state,
  };
}

/** Of the SOPs, those that are live, held so until the transaction ends: a pause waits, and what comes after it writes nothing. */
export async function lockLive(tx: Transaction, workspaceId: bigint, sopIds: readonly bigint[]): Promise<Set<bigint>> {
  const rows = await tx.query<{ sop_id: bigint }>(`
    select sop_id from sop where workspace_id = $1 and sop_id = any ($2) and state = 'live' order by sop_id for share`, [workspaceId, sopIds]);
  return new Set(rows.map((row) => row.sop_id));
}

export type NextRun = { run: DueRun; next: RunState };

/**
 * Writes next states, of the runs whose lease and version are still the ones that were claimed. Answers their ids: only their
 * effects may be written.
 */
export async function writeNext(tx: Transaction, workspaceId: bigint, nexts: readonly NextRun[], at: { nowMs: number; token: bigint }): Promise<Set<bigint>> {
  const rows = await tx.query<{ enrollment_id: bigint }>(`
    with n as (
      select * from unnest($4::bigint[], $5::int[], $6::text[], $7::text[], $8::int[], $9::text[], $10::float8[], $11::text[])
        as n (enrollment_id, run_version, state, step_id, visit, phase, wake_ms, end_reason)
    ), ours as (
      select e.enrollment_id from enrollment e join n on n.enrollment_id = e.enrollment_id and n.run_version = e.run_version
      where e.workspace_id = $1 and e.enrollment_id = any ($4) and e.lease_token = $2 order by e.enrollment_id for update of e
    )
    update enrollment e set state = n.state, step_id = coalesce(n.step_id, e.step_id), visit = n.visit, phase = n.phase,
      steps_done = n.state <> 'active' and n.end_reason is distinct from 'step_removed',
      wake_at = to_timestamp(n.wake_ms / 1000.0), end_reason = n.end_reason, ended_at = case when n.state = 'ended' then $3::timestamptz end,
      lease_token = null, lease_until = null, run_version = e.run_version + 1
    from n join ours on ours.enrollment_id = n.enrollment_id
    where e.workspace_id = $1 and e.enrollment_id = n.enrollment_id returning e.enrollment_id`, [
    workspaceId, at.token, new Date(at.nowMs), nexts.map(({ run }) => run.enrollmentId), nexts.map(({ run }) => run.runVersion),
    nexts.map(({ next }) => next.kind), nexts.map(({ next }) => (next.kind === 'active' ? next.stepId : null)),
    nexts.map(({ next }) => (next.kind === 'active' ? next.visit : 0)), nexts.map(({ next }) => (next.kind === 'active' ? next.phase : null)),
    nexts.map(({ next }) => (next.kind === 'ended' ? null : next.wakeAtMs)), nexts.map(({ next }) => (next.kind === 'ended' ? next.reason : null)),
  ]);
  return new Set(rows.map((row) => row.enrollment_id));
}

/** Wakes runs whose message has come to its end. Raises the version: an engine that looked before the end does not overwrite this. */
export async function wakeAwaiting(tx: Transaction, workspaceId: bigint, enrollmentIds: readonly bigint[], nowMs: number): Promise<void> {
  await tx.query(`
    with woken as (
      select enrollment_id from enrollment
      where workspace_id = $1 and enrollment_id = any ($2) and state = 'active' and phase = 'awaiting' order by enrollment_id for update
    )
    update enrollment e set wake_at = $3, run_version = e.run_version + 1, lease_token = null, lease_until = null
    from woken where e.workspace_id = $1 and e.enrollment_id = woken.enrollment_id`, [workspaceId, enrollmentIds, new Date(nowMs)]);
}

export type Entrant = { enrollmentId: bigint; customerId: bigint; heldOut: boolean; state: RunState };
export type Entry = { sopId: bigint; version: number; nowMs: number; goalUntilMs: number; again: SopDefinition['entry']['again'] };

/**
 * Begins runs. `never`: one for ever. `after_exit`: the next one when the last has ended. Answers those that are new: the unique
 * key (SOP, customer, entry) decides between two that come at once.
 */
export async function insertRuns(tx: Transaction, workspaceId: bigint, entry: Entry, entrants: readonly Entrant[]): Promise<Set<bigint>> {
  const rows = await tx.query<{ enrollment_id: bigint }>(`
    insert into enrollment (workspace_id, enrollment_id, sop_id, version, customer_id, entry, held_out, entered_at, state, step_id, phase, steps_done, wake_at, goal_until)
    select $1, n.enrollment_id, $2, $3, n.customer_id, coalesce(before.entries, 0), n.held_out, $4, n.state, n.step_id, n.phase, false, to_timestamp(n.wake_ms / 1000.0), $5
    from unnest($7::bigint[], $8::bigint[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::float8[])
      as n (enrollment_id, customer_id, held_out, state, step_id, phase, wake_ms)
    left join lateral (
      select count(*)::int as entries, bool_or(e.state <> 'ended') as open from enrollment e
      where e.workspace_id = $1 and e.sop_id = $2 and e.customer_id = n.customer_id
    ) before on true
    where coalesce(before.entries, 0) = 0 or ($6 and not coalesce(before.open, false))
    order by n.enrollment_id
    on conflict do nothing returning enrollment_id`, [
    workspaceId, entry.sopId, entry.version, new Date(entry.nowMs), new Date(entry.goalUntilMs), entry.again === 'after_exit',
    entrants.map((each) => each.enrollmentId), entrants.map((each) => each.customerId), entrants.map((each) => each.heldOut),
    entrants.map((each) => each.state.kind), entrants.map(({ state }) => (state.kind === 'active' ? state.stepId : null)),
    entrants.map(({ state }) => (state.kind === 'active' ? state.phase : null)), entrants.map(({ state }) => (state.kind === 'ended' ? null : state.wakeAtMs)),
  ]);
  return new Set(rows.map((row) => row.enrollment_id));
}

/** Of those who were in this SOP before: whether their first entry was held out. */
export async function firstSides(tx: Transaction, workspaceId: bigint, sopId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, boolean>> {
  const rows = await tx.query<{ customer_id: bigint; held_out: boolean }>(`
    select customer_id, held_out from enrollment where workspace_id = $1 and sop_id = $2 and customer_id = any ($3) and entry = 0`, [workspaceId, sopId, customerIds]);
  return new Map(rows.map((row) => [row.customer_id, row.held_out]));
}

export type ClosedRun = { enrollmentId: bigint; customerId: bigint; sopId: bigint };

/** Ends open runs of SOPs that were ended, one workspace at a time. */
export async function closeEnded(tx: Transaction, nowMs: number, max: number): Promise<{ workspaceId: bigint; runs: ClosedRun[] } | undefined> {
  const [sop] = await tx.query<{ workspace_id: bigint; sop_id: bigint }>(`
    select s.workspace_id, s.sop_id from sop s where s.state = 'ended'
      and exists (select from enrollment e where e.workspace_id = s.workspace_id and e.sop_id = s.sop_id and e.state <> 'ended')
    order by s.workspace_id, s.sop_id limit 1`);
  if (!sop) return undefined;
  const rows = await tx.query<{ enrollment_id: bigint; customer_id: bigint }>(`
    with open as (
      select enrollment_id from enrollment where workspace_id = $1 and sop_id = $2 and state <> 'ended'
      order by enrollment_id limit $4 for update skip locked
    )
    update enrollment e set state = 'ended', phase = null, wake_at = null, ended_at = $3, end_reason = 'sop_ended', lease_token = null, lease_until = null, run_version = e.run_version + 1
    from open where e.workspace_id = $1 and e.enrollment_id = open.enrollment_id
    returning e.enrollment_id, e.customer_id`, [sop.workspace_id, sop.sop_id, new Date(nowMs), max]);
  const runs = rows.map((row): ClosedRun => ({ enrollmentId: row.enrollment_id, customerId: row.customer_id, sopId: sop.sop_id }));
  return { workspaceId: sop.workspace_id, runs: runs.sort((one, other) => (one.enrollmentId < other.enrollmentId ? -1 : 1)) };
}

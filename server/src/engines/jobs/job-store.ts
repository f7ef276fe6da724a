import { noProgress } from './job.ts';
import type { Job, JobFilter, JobProblem, JobProgress, JobState, NewJob, RunningJob } from './job.ts';
import type { Transaction } from '../postgres/index.ts';
import type { Sentence } from '../../kernel/index.ts';

/**
 * Leases are kept by the database's own clock: they are about processes that live or die, not about the domain's time, which may
 * stand still. Every write of a running job names its holder, so that an attempt that lost its lease changes nothing.
 */
export type Held = { workspaceId: bigint; jobId: bigint; holder: string };

export async function insertJob(tx: Transaction, workspaceId: bigint, jobId: bigint, job: NewJob, nowMs: number): Promise<void> {
  await tx.query('insert into job (workspace_id, job_id, kind, input, created_by, created_at, retry_of) values ($1, $2, $3, $4, $5, $6, $7)',
    [workspaceId, jobId, job.kind, JSON.stringify(job.input), job.createdBy, new Date(nowMs), job.retryOf ?? null]);
}

/** The oldest job that waits, or whose process died: only that counts as a death, not a stop in order or an engine that was away. */
export async function claimJob(tx: Transaction, options: { kinds: readonly string[]; holder: string; leaseMs: number; nowMs: number }): Promise<RunningJob | undefined> {
  const [row] = await tx.query<ClaimedRow>(`
    update job j set state = 'running', attempt = j.attempt + 1, deaths = j.deaths + case when j.state = 'running' then 1 else 0 end, holder = $2, started_at = coalesce(j.started_at, $4),
      lease_until = clock_timestamp() + $3 * interval '1 millisecond'
    from (
      select workspace_id, job_id from job
      where kind = any ($1) and state in ('waiting', 'running') and (state = 'waiting' and lease_until is null or lease_until < clock_timestamp())
      order by created_at, job_id limit 1 for update skip locked
    ) next
    where j.workspace_id = next.workspace_id and j.job_id = next.job_id
    returning j.workspace_id, j.job_id, j.kind, j.input, j.created_by, j.attempt, j.deaths, j.checkpoint`,
  [options.kinds, options.holder, options.leaseMs, new Date(options.nowMs)]);
  return row && {
    workspaceId: row.workspace_id, jobId: row.job_id, kind: row.kind, input: row.input, createdBy: row.created_by, attempt: row.attempt, deaths: row.deaths, checkpoint: row.checkpoint,
  };
}

type ClaimedRow = { workspace_id: bigint; job_id: bigint; kind: string; input: Record<string, unknown>; created_by: bigint | null; attempt: number; deaths: number; checkpoint: Record<string, unknown> | null };

const mine = "workspace_id = $1 and job_id = $2 and holder = $3 and state = 'running'";
const place = ({ workspaceId, jobId, holder }: Held) => [workspaceId, jobId, holder];

/** Prolongs the lease. Answers undefined when it is lost, else whether somebody asked to cancel. */
export async function renewLease(tx: Transaction, held: Held, leaseMs: number): Promise<boolean | undefined> {
  const [row] = await tx.query<{ cancel_requested: boolean }>(
    `update job set lease_until = clock_timestamp() + $4 * interval '1 millisecond' where ${mine} returning cancel_requested`, [...place(held), leaseMs]);
  return row?.cancel_requested;
}

export async function saveProgress(tx: Transaction, held: Held, progress: JobProgress): Promise<boolean> {
  const rows = await tx.query(`update job set progress = $4 where ${mine} returning 1`, [...place(held), JSON.stringify(progress)]);
  return rows.length > 0;
}

export async function saveCheckpoint(tx: Transaction, held: Held, state: Readonly<Record<string, unknown>>, progress: JobProgress | undefined): Promise<boolean> {
  const rows = await tx.query(`update job set checkpoint = $4, deaths = 0, progress = coalesce($5, progress) where ${mine} returning 1`,
    [...place(held), JSON.stringify(state), progress ? JSON.stringify(progress) : null]);
  return rows.length > 0;
}

/** Gives the job back, to be claimed at once: by this process after its restart, or by another. */
export async function releaseJob(tx: Transaction, held: Held): Promise<void> {
  await tx.query(`update job set state = 'waiting', holder = null, lease_until = null where ${mine}`, place(held));
}

/** Gives the job back for later: what it needs is not there just now. */
export async function postponeJob(tx: Transaction, held: Held, pauseMs: number): Promise<void> {
  await tx.query(`update job set state = 'waiting', holder = null, lease_until = clock_timestamp() + $4 * interval '1 millisecond' where ${mine}`, [...place(held), pauseMs]);
}

type Ending = { state: Extract<JobState, 'done' | 'failed' | 'canceled'>; result?: Readonly<Record<string, unknown>> | undefined; problem?: JobProblem; progress?: JobProgress | undefined };

export async function endJob(tx: Transaction, held: Held, ending: Ending, nowMs: number): Promise<boolean> {
  const rows = await tx.query(`
    update job set state = $4, result = $5, error = $6, progress = coalesce($7, progress), ended_at = $8, holder = null, lease_until = null, checkpoint = null
    where ${mine} returning 1`,
  [...place(held), ending.state, ending.result ? JSON.stringify(ending.result) : null, ending.problem ? storableJson(ending.problem) : null,
    ending.progress ? JSON.stringify(ending.progress) : null, new Date(nowMs)]);
  return rows.length > 0;
}

/** A sentence may quote a damaged file: PostgreSQL's JSON takes no zero characters, and a job that cannot tell its end never ends. */
function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replaceAll('\u0000', '') : part));
}

export async function amendResult(tx: Transaction, workspaceId: bigint, jobId: bigint, result: Readonly<Record<string, unknown>>): Promise<void> {
  await tx.query("update job set result = coalesce(result, '{}') || $3::jsonb where workspace_id = $1 and job_id = $2 and ended_at is not null", [workspaceId, jobId, JSON.stringify(result)]);
}

/** A waiting job ends at once; a running one is asked to. Answers the job's state before; undefined when it is not known. */
export async function requestCancel(tx: Transaction, workspaceId: bigint, jobId: bigint, nowMs: number): Promise<JobState | undefined> {
  const [row] = await tx.query<{ state: JobState }>('select state from job where workspace_id = $1 and job_id = $2 for update', [workspaceId, jobId]);
  if (row?.state === 'waiting') await tx.query("update job set state = 'canceled', cancel_requested = true, ended_at = $3 where workspace_id = $1 and job_id = $2", [workspaceId, jobId, new Date(nowMs)]);
  if (row?.state === 'running') await tx.query('update job set cancel_requested = true where workspace_id = $1 and job_id = $2', [workspaceId, jobId]);
  return row?.state;
}

type JobRow = {
  workspace_id: bigint; job_id: bigint; kind: string; state: JobState; input: Record<string, unknown>; progress: Partial<JobProgress>; result: Record<string, unknown> | null;
  error: JobProblem | null; cancel_requested: boolean; created_by: bigint | null; created_by_name: string | null; retry_of: bigint | null;
  created_at: number; started_at: number | null; ended_at: number | null;
};
/** What is told of a kind: it is not in the table. */
export type About = (kind: string, input: Readonly<Record<string, unknown>>) => { title: Sentence; retryable: boolean };

/** Reads the name of who started it beside the job. */
const shown = `
  select j.workspace_id, j.job_id, j.kind, j.state, j.input, j.progress, j.result, j.error, j.cancel_requested, j.created_by, u.name as created_by_name, j.retry_of,
    j.created_at, j.started_at, j.ended_at
  from job j left join user_account u on u.workspace_id = j.workspace_id and u.user_id = j.created_by`;
const active: readonly JobState[] = ['waiting', 'running'];

/** The newest first. */
export async function listJobs(tx: Transaction, workspaceId: bigint, options: JobFilter & { before?: bigint | undefined; limit: number; about: About }): Promise<Job[]> {
  const states = options.state === undefined ? null : options.state === 'active' ? active : [options.state];
  const rows = await tx.query<JobRow>(`${shown}
    where j.workspace_id = $1 and ($2::bigint is null or j.job_id < $2) and ($4::text[] is null or j.state = any ($4)) and ($5::text is null or j.kind = $5)
      and ($6::bigint is null or j.created_by = $6)
    order by j.job_id desc limit $3`,
  [workspaceId, options.before ?? null, options.limit, states, options.kind ?? null, options.createdBy ?? null]);
  return rows.map((row) => jobOf(row, options.about));
}

export async function readJob(tx: Transaction, workspaceId: bigint, jobId: bigint, about: About, lock: '' | 'for update of j' = ''): Promise<Job | undefined> {
  const [row] = await tx.query<JobRow>(`${shown} where j.workspace_id = $1 and j.job_id = $2 ${lock}`, [workspaceId, jobId]);
  return row && jobOf(row, about);
}

/** Whether another try of the job waits or runs. */
export async function hasOpenRetry(tx: Transaction, workspaceId: bigint, jobId: bigint): Promise<boolean> {
  const rows = await tx.query("select 1 from job where workspace_id = $1 and retry_of = $2 and job_id > $2 and state in ('waiting', 'running') limit 1", [workspaceId, jobId]);
  return rows.length > 0;
}

/** Newest of these is where jobs that came and went between two looks are found. */
const newestLooked = 50;
const watchedMax = 500;

/** Every job that may have changed since the last look: those under way, those that were then, and the newest. */
export async function jobsToWatch(tx: Transaction, workspaceId: bigint, underWay: readonly bigint[], about: About): Promise<Job[]> {
  const rows = await tx.query<JobRow>(`${shown}
    where j.workspace_id = $1 and j.job_id = any (array(
      select w.job_id from job w where w.workspace_id = $1 and w.state in ('waiting', 'running')
      union select unnest($2::bigint[])
      union (select n.job_id from job n where n.workspace_id = $1 order by n.job_id desc limit ${newestLooked})
    )) order by j.job_id desc limit ${watchedMax}`, [workspaceId, underWay]);
  return rows.map((row) => jobOf(row, about));
}

function jobOf(row: JobRow, about: About): Job {
  return {
    workspaceId: row.workspace_id, jobId: row.job_id, kind: row.kind, ...about(row.kind, row.input), state: row.state, input: row.input,
    progress: { ...noProgress, ...row.progress }, result: row.result, problem: row.error, cancelRequested: row.cancel_requested,
    createdBy: row.created_by, createdByName: row.created_by_name, retryOf: row.retry_of, createdAtMs: row.created_at, startedAtMs: row.started_at, endedAtMs: row.ended_at,
  };
}

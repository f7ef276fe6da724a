import type { Sentence } from '../../kernel/index.ts';
import type { Transaction } from '../postgres/index.ts';

/** Long work that a person can watch and cancel, and that goes on after a restart. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'canceled';

/** `total` is 0 while it is not known. `perSecond` is measured, never told by a handler: how much of the unit gets done, null while it cannot be said. */
export type JobProgress = { done: number; total: number; unit: string; rejected?: number; perSecond?: number | null };
export type JobProblem = { code: string } & Sentence;

export type Job = {
  workspaceId: bigint;
  jobId: bigint;
  kind: string;
  title: Sentence;
  state: JobState;
  /** As it was enqueued: plain JSON (ids as texts). */
  input: Readonly<Record<string, unknown>>;
  progress: JobProgress;
  result: Readonly<Record<string, unknown>> | null;
  problem: JobProblem | null;
  cancelRequested: boolean;
  createdBy: bigint | null;
  /** Name of the person who started it; null when nobody did, or an API key. */
  createdByName: string | null;
  retryOf: bigint | null;
  /** Whether jobs of this kind can be tried again from their input alone. */
  retryable: boolean;
  createdAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
};

export type NewJob = { kind: string; input: Readonly<Record<string, unknown>>; createdBy: bigint | null; retryOf?: bigint };

/** What a list of jobs is narrowed to. `active`: waits or runs. */
export type JobFilter = { state?: JobState | 'active' | undefined; kind?: string | undefined; createdBy?: bigint | undefined };

/** A job as its handler gets it. */
export type RunningJob = Pick<Job, 'workspaceId' | 'jobId' | 'kind' | 'input' | 'createdBy'> & {
  /** 1 for the first try; more after a crash or a stop of the process. */
  attempt: number;
  /** How many processes in a row ended under it since its last checkpoint. */
  deaths: number;
  /** What the last attempt saved; null when nothing was. */
  checkpoint: Readonly<Record<string, unknown>> | null;
};

export type JobControl = {
  /** Shown to the person who waits. Call it as often as you like: it is written twice a second at most. */
  progress(progress: JobProgress): void;
  /** Whether somebody asked to cancel. Return (with what was done so far) when it says so; the job is then `canceled`. Asks the database twice a second at most. */
  canceled(): Promise<boolean>;
  /**
   * Saves where to go on, together with the latest progress. Pass the transaction of the work itself, so that both are saved or
   * neither is. Without `tx` it is also the place at which the process may stop: it then throws (as `canceled` does), and the job goes
   * on from here after the restart. Work after the last checkpoint is done again.
   */
  checkpoint(state: Readonly<Record<string, unknown>>, tx?: Transaction): Promise<void>;
  /** Aborted when the lease is lost or the process stops; give it to what can be aborted. */
  readonly signal: AbortSignal;
};

export type JobHandler = (job: RunningJob, control: JobControl) => Promise<Readonly<Record<string, unknown>> | void>;

export const noProgress: JobProgress = { done: 0, total: 0, unit: '' };

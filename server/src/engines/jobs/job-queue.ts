import { problem } from '../../kernel/index.ts';
import type { Clock, Ids, Randomness, Sentence } from '../../kernel/index.ts';
import type { Database, Signals, Transaction } from '../postgres/index.ts';
import type { Job, JobHandler, JobState, NewJob } from './job.ts';
import { createJobRunner } from './job-run.ts';
import type { Registered } from './job-run.ts';
import { insertJob, listJobs, readJob, requestCancel } from './job-store.ts';
import type { Worker } from './worker.ts';

export const JobKindUnknown = problem('job_kind_unknown', 500, {
  en: 'There is no handler for jobs of the kind "{kind}".',
  zh: '没有处理“{kind}”类任务的程序。',
});

export type Jobs = {
  /** Enqueues in the caller's transaction: the job exists exactly when the change that asks for it does. Answers its id. */
  enqueue(tx: Transaction, workspaceId: bigint, job: NewJob): Promise<bigint>;
  /** Enqueues in a transaction of its own. */
  start(workspaceId: bigint, job: NewJob): Promise<bigint>;
  /** Says how jobs of the kind are done and what they are called. Once per kind, before the workers start. */
  handler(kind: string, handle: JobHandler, options: { title: Sentence | ((input: Readonly<Record<string, unknown>>) => Sentence) }): void;
  read(workspaceId: bigint, jobId: bigint): Promise<Job | undefined>;
  /** The newest first, older than `before`. */
  list(workspaceId: bigint, options: { before?: bigint | undefined; createdBy?: bigint | undefined; limit: number }): Promise<Job[]>;
  /** A waiting job ends at once, a running one when it next looks. Answers its state before; undefined: not known in this workspace. */
  cancel(workspaceId: bigint, jobId: bigint): Promise<JobState | undefined>;
  /** Does one job at each step. Every worker more lets one job more run at once. */
  worker(name?: string): Worker;
  /** Makes running jobs stop at their next checkpoint and go on after the restart. Call it before `runner.stop()`. */
  stop(): void;
};

export type JobsOptions = {
  db: Database;
  /** The domain's clock, for what people see; leases go by the database's own. */
  clock: Clock;
  ids: Ids;
  signals: Pick<Signals, 'notify' | 'on'>;
  randomness: Randomness;
  /** How long a job whose process died waits for the next; renewed every third of it. */
  leaseMs?: number;
  /** Told of failures that are nobody's refusal. */
  onError?: (job: { kind: string; jobId: bigint; reference: string }, error: unknown) => void;
};

export const jobTopic = 'jobs';
const leaseMsDefault = 30_000;

/** The queue of persistent jobs over table `job`. */
export function createJobs(options: JobsOptions): Jobs {
  const { db, clock, ids, signals } = options;
  const handlers = new Map<string, Registered>();
  const stopping = new AbortController();
  const titles = (kind: string, input: Readonly<Record<string, unknown>>): Sentence => {
    const title = handlers.get(kind)?.title;
    return typeof title === 'function' ? title(input) : (title ?? { zh: kind, en: kind });
  };
  const enqueue = async (tx: Transaction, workspaceId: bigint, job: NewJob) => {
    if (!handlers.has(job.kind)) throw JobKindUnknown({ kind: job.kind });
    const jobId = ids.next('job');
    await insertJob(tx, workspaceId, jobId, job, clock.now());
    tx.afterCommit(() => signals.notify(jobTopic));
    return jobId;
  };
  const run = createJobRunner({ ...options, leaseMs: options.leaseMs ?? leaseMsDefault, handlers, stopping: stopping.signal });
  return {
    enqueue,
    start: (workspaceId, job) => db.inWorkspace(workspaceId, (tx) => enqueue(tx, workspaceId, job)),
    handler(kind, handle, { title }) {
      if (handlers.has(kind)) throw new Error(`Jobs of the kind "${kind}" have two handlers.`);
      handlers.set(kind, { handle, title });
    },
    read: (workspaceId, jobId) => db.inWorkspace(workspaceId, (tx) => readJob(tx, workspaceId, jobId, titles)),
    list: (workspaceId, page) => db.inWorkspace(workspaceId, (tx) => listJobs(tx, workspaceId, { ...page, titles })),
    cancel: (workspaceId, jobId) => db.inWorkspace(workspaceId, (tx) => requestCancel(tx, workspaceId, jobId, clock.now())),
    worker: (name = 'jobs') => ({ name, pollMs: 2_000, step: run, wake: (wake) => signals.on(jobTopic, wake) }),
    stop() { stopping.abort(); },
  };
}

import type { Permission } from '@homefield/contract';
import { problem } from '../../kernel/index.ts';
import type { Clock, Ids, KeptScope, Randomness, Sentence } from '../../kernel/index.ts';
import type { Database, Signals, Transaction } from '../postgres/index.ts';
import type { Job, JobFilter, JobHandler, JobState, NewJob } from './job.ts';
import { createJobRunner } from './job-run.ts';
import type { Registered } from './job-run.ts';
import { amendResult, hasOpenRetry, insertJob, jobsToWatch, listJobs, readJob, requestCancel } from './job-store.ts';
import type { About } from './job-store.ts';
import { changedTopic, createJobWatch } from './job-watch.ts';
import type { JobListener } from './job-watch.ts';
import type { Worker } from './worker.ts';

export const JobKindUnknown = problem('job_kind_unknown', 500, {
  en: 'There is no handler for jobs of the kind "{kind}".',
  zh: '没有处理“{kind}”类任务的程序。',
});

export const JobNotFound = problem('job_not_found', 404, {
  en: 'This job is not known.',
  zh: '该任务不存在。',
});
export const JobNotEnded = problem('job_not_ended', 409, {
  en: 'Only a job that failed or was canceled can be tried again.',
  zh: '只有未完成或已取消的任务可以重试。',
});
export const JobNotRetryable = problem('job_not_retryable', 409, {
  en: 'What this job needs is not kept (the file of an import is removed when it ends). Start it anew from its page.',
  zh: '该任务所需的内容没有保留（例如导入的文件会在结束后删除），请从对应页面重新发起。',
});
export const JobRetried = problem('job_retried', 409, {
  en: 'Another try of this job is already under way.',
  zh: '该任务的重试正在进行中，无需再次发起。',
});

export type JobKindOptions = {
  title: Sentence | ((input: Readonly<Record<string, unknown>>) => Sentence);
} & (
  | { /** What a person has to be allowed who tries such a job again. */ may: Permission; retry?: true }
  | { /** A job of this kind cannot be tried again, because more than its input is needed and that is not kept. */ retry: false }
);

export type Jobs = {
  /** Enqueues in the caller's transaction: the job exists exactly when the change that asks for it does. Answers its id. */
  enqueue(tx: Transaction, workspaceId: bigint, job: NewJob): Promise<bigint>;
  /** Enqueues in a transaction of its own. */
  start(workspaceId: bigint, job: NewJob): Promise<bigint>;
  /** Says how jobs of the kind are done and what they are called. Once per kind, before the workers start. */
  handler(kind: string, handle: JobHandler, options: JobKindOptions): void;
  /** What a person has to be allowed for a job of the kind; undefined: it cannot be tried again. */
  permissionOf(kind: string): Permission | undefined;
  read(workspaceId: bigint, jobId: bigint): Promise<Job | undefined>;
  /** The newest first, older than `before`. */
  list(workspaceId: bigint, options: JobFilter & { before?: bigint | undefined; limit: number }): Promise<Job[]>;
  /** Adds to the result of a job that is done what became of its work since, in the caller's transaction. */
  amend(tx: Transaction, workspaceId: bigint, jobId: bigint, result: Readonly<Record<string, unknown>>): Promise<void>;
  /** A waiting job ends at once, a running one when it next looks. Answers its state before; undefined: not known in this workspace. */
  cancel(workspaceId: bigint, jobId: bigint): Promise<JobState | undefined>;
  /**
   * A new job with the input of one that failed or was canceled. Refuses (404, 409) every other. `scope` takes the place of the one that the
   * job was started with: whoever sees less by now gets no more than that. Answers its id.
   */
  retry(workspaceId: bigint, jobId: bigint, by: { createdBy: bigint | null; scope?: KeptScope | undefined }): Promise<bigint>;
  /**
   * Calls `listener` with those under way at first, then with every job that changed, in the order of its states, at most twice a second. All
   * listeners of a workspace share one look. Answers the way to stop.
   */
  watch(workspaceId: bigint, listener: JobListener): () => void;
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
  const about: About = (kind, input) => {
    const { title, may } = handlers.get(kind) ?? {};
    return { title: typeof title === 'function' ? title(input) : (title ?? { zh: kind, en: kind }), retryable: may !== undefined };
  };
  const tell = (workspaceId: bigint) => signals.notify(changedTopic(workspaceId));
  const enqueue = async (tx: Transaction, workspaceId: bigint, job: NewJob) => {
    if (!handlers.has(job.kind)) throw JobKindUnknown({ kind: job.kind });
    const jobId = ids.next('job');
    await insertJob(tx, workspaceId, jobId, job, clock.now());
    tx.afterCommit(() => { signals.notify(jobTopic); tell(workspaceId); });
    return jobId;
  };
  const run = createJobRunner({ ...options, leaseMs: options.leaseMs ?? leaseMsDefault, handlers, stopping: stopping.signal });
  return {
    enqueue,
    start: (workspaceId, job) => db.inWorkspace(workspaceId, (tx) => enqueue(tx, workspaceId, job)),
    handler(kind, handle, { title, ...options }) {
      if (handlers.has(kind)) throw new Error(`Jobs of the kind "${kind}" have two handlers.`);
      handlers.set(kind, { handle, title, may: 'may' in options ? options.may : undefined });
    },
    permissionOf: (kind) => handlers.get(kind)?.may,
    read: (workspaceId, jobId) => db.inWorkspace(workspaceId, (tx) => readJob(tx, workspaceId, jobId, about)),
    list: (workspaceId, query) => db.inWorkspace(workspaceId, (tx) => listJobs(tx, workspaceId, { ...query, about })),
    async amend(tx, workspaceId, jobId, result) {
      await amendResult(tx, workspaceId, jobId, result);
      tx.afterCommit(() => tell(workspaceId));
    },
    async cancel(workspaceId, jobId) {
      const before = await db.inWorkspace(workspaceId, (tx) => requestCancel(tx, workspaceId, jobId, clock.now()));
      tell(workspaceId);
      return before;
    },
    retry: (workspaceId, jobId, { createdBy, scope }) => db.inWorkspace(workspaceId, async (tx) => {
      const old = await readJob(tx, workspaceId, jobId, about, 'for update of j');
      if (!old) throw JobNotFound();
      if (old.state !== 'failed' && old.state !== 'canceled') throw JobNotEnded();
      if (!old.retryable) throw JobNotRetryable();
      if (await hasOpenRetry(tx, workspaceId, jobId)) throw JobRetried();
      const input = scope && 'scope' in old.input ? { ...old.input, scope } : old.input;
      return enqueue(tx, workspaceId, { kind: old.kind, input, createdBy, retryOf: jobId });
    }),
    watch: createJobWatch({ signals, look: (workspaceId, underWay) => db.inWorkspace(workspaceId, (tx) => jobsToWatch(tx, workspaceId, underWay, about)) }),
    worker: (name = 'jobs') => ({ name, pollMs: 2_000, step: run, wake: (wake) => signals.on(jobTopic, wake) }),
    stop() { stopping.abort(); },
  };
}

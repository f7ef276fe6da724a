import type { Permission } from '@homefield/contract';
import { createStopwatch, isProblem } from '../../kernel/index.ts';
import type { Clock, Randomness, Sentence } from '../../kernel/index.ts';
import type { Database, Signals, Transaction } from '../postgres/index.ts';
import type { JobControl, JobHandler, JobProblem, JobProgress, RunningJob } from './job.ts';
import { createJobSpeed } from './job-speed.ts';
import { claimJob, endJob, postponeJob, releaseJob, renewLease, saveCheckpoint, saveProgress } from './job-store.ts';
import type { Held } from './job-store.ts';
import { changedTopic } from './job-watch.ts';

export type Registered = { handle: JobHandler; title: Sentence | ((input: Readonly<Record<string, unknown>>) => Sentence); may: Permission | undefined };

type Options = {
  db: Database; signals: Pick<Signals, 'notify'>; clock: Clock; randomness: Randomness; leaseMs: number;
  handlers: ReadonlyMap<string, Registered>;
  stopping: AbortSignal;
  onError?: (job: { kind: string; jobId: bigint; reference: string }, error: unknown) => void;
};

/** A job that takes the process down with it, each time at the same place, is not tried for ever. */
const deathsMax = 10;
/** How long a job rests while an engine is away. */
const awayMs = 5_000;
/** Progress and the question whether to cancel reach the database at most this often. */
const quietMs = 500;

/** Thrown out of a handler whose attempt is over, while the job is not. */
class AttemptOver extends Error {}

/** One step: claims a job and does it to its end. */
export function createJobRunner(options: Options): () => Promise<'more' | 'idle'> {
  const { db, clock, handlers, stopping } = options;
  return async () => {
    if (stopping.aborted) return 'idle';
    const holder = options.randomness.bytes(12).toString('hex');
    const job = await db.asEngine((tx) => claimJob(tx, { kinds: [...handlers.keys()], holder, leaseMs: options.leaseMs, nowMs: clock.now() }));
    if (!job) return 'idle';
    options.signals.notify(changedTopic(job.workspaceId));
    await attempt(withTelling(options, job.workspaceId), job, { workspaceId: job.workspaceId, jobId: job.jobId, holder });
    return 'more';
  };
}

/** Everything that an attempt writes is told to those who watch. */
function withTelling(options: Options, workspaceId: bigint): Options {
  const { db, signals } = options;
  const telling = <T>(work: (tx: Transaction) => Promise<T>) => async (tx: Transaction) => {
    tx.afterCommit(() => signals.notify(changedTopic(workspaceId)));
    return work(tx);
  };
  return { ...options, db: { ...db, asEngine: (work) => db.asEngine(telling(work)) } };
}

type Attempt = { control: JobControl; latest(): JobProgress | undefined; sawCancel(): boolean; lost(): boolean; close(): Promise<void> };

async function attempt(options: Options, job: RunningJob, held: Held): Promise<void> {
  const { db, clock } = options;
  const end = (ending: Parameters<typeof endJob>[2]) => db.asEngine((tx) => endJob(tx, held, ending, clock.now()));
  if (job.deaths >= deathsMax) {
    await end({ state: 'failed', problem: gaveUp });
    return;
  }
  const current = openAttempt(options, held);
  try {
    const result = await options.handlers.get(job.kind)?.handle(job, current.control);
    await current.close();
    await end({ state: current.sawCancel() ? 'canceled' : 'done', result: result ?? undefined, progress: current.latest() });
  } catch (error) {
    await current.close();
    if (current.lost()) return;
    if (error instanceof AttemptOver || options.stopping.aborted) return await db.asEngine((tx) => releaseJob(tx, held));
    // An engine that is not there says nothing about the job. Is it PostgreSQL itself, then the lease runs out instead.
    if (isProblem(error) && error.status === 503) {
      await db.asEngine((tx) => postponeJob(tx, held, Math.min(awayMs, options.leaseMs))).catch(() => undefined);
      throw error;
    }
    await end({ state: current.sawCancel() ? 'canceled' : 'failed', problem: problemOf(options, job, error), progress: current.latest() });
  }
}

function openAttempt({ db, leaseMs, stopping }: Options, held: Held): Attempt {
  const over = new AbortController();
  const stop = () => over.abort(new AttemptOver('The process stops.'));
  stopping.addEventListener('abort', stop, { once: true });
  let [lost, asked, seen] = [false, false, false];
  let latest: JobProgress | undefined;
  const speed = createJobSpeed();
  const measured = () => latest && { ...latest, perSecond: rounded(speed.now()) };
  const lose = () => { lost = true; over.abort(new AttemptOver('The lease was lost.')); };
  const look = async () => {
    const answer = await db.asEngine((tx) => renewLease(tx, held, leaseMs));
    if (answer === undefined) lose();
    else asked = answer;
  };
  const stopBeating = keepBeating(look, leaseMs / 3);
  const stopWriting = keepBeating(writerOf(db, held, measured), quietMs);
  let sinceLook: { elapsedMs(): number } | undefined;
  return {
    latest: () => latest && { ...latest, perSecond: rounded(speed.overall()) }, sawCancel: () => seen, lost: () => lost,
    async close() {
      stopping.removeEventListener('abort', stop);
      await Promise.all([stopBeating(), stopWriting()]);
    },
    control: {
      signal: over.signal,
      progress(progress) {
        latest = { ...progress };
        speed.sample(progress);
      },
      async canceled() {
        if (!asked && (sinceLook === undefined || sinceLook.elapsedMs() > quietMs)) {
          await look();
          sinceLook = createStopwatch();
        }
        over.signal.throwIfAborted();
        seen = asked;
        return seen;
      },
      async checkpoint(state, tx) {
        const saved = tx ? await saveCheckpoint(tx, held, state, measured()) : await db.asEngine((own) => saveCheckpoint(own, held, state, measured()));
        if (!saved) lose();
        // In the caller's transaction a stop waits for the next look: throwing here would roll its work back.
        if (!tx || !saved) over.signal.throwIfAborted();
      },
    },
  };
}

/** Writes the latest progress when it is another than the last that was written. */
function writerOf(db: Database, held: Held, latest: () => JobProgress | undefined): () => Promise<void> {
  let written: string | undefined;
  return async () => {
    const now = latest();
    const text = now && JSON.stringify(now);
    if (now === undefined || text === written) return;
    if (await db.asEngine((tx) => saveProgress(tx, held, now))) written = text;
  };
}

/** Three digits are all that a person reads, and a speed that hardly changed is not written again. */
function rounded(perSecond: number | null): number | null {
  return perSecond === null ? null : Number(perSecond.toPrecision(3));
}

/** Runs `beat` again and again, never twice at once; its failures are those of the engine, which the next beat or the handler meets again. */
function keepBeating(beat: () => Promise<void>, everyMs: number): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => { running ??= beat().catch(() => undefined).finally(() => { running = undefined; }); }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

const gaveUp: JobProblem = {
  code: 'job_gave_up',
  en: `The process ended ${deathsMax} times at the same place of it. Look into the log, then start it anew.`,
  zh: `进程在任务的同一处连续意外结束 ${deathsMax} 次。请查看日志后重新发起。`,
};

/** What the person who waits is told. A failure that is nobody's refusal gets a reference under which the log has its cause. */
function problemOf({ randomness, onError }: Options, job: RunningJob, error: unknown): JobProblem {
  if (isProblem(error) && error.status < 500) return { code: error.code, ...error.sentence };
  const reference = randomness.bytes(6).toString('hex');
  onError?.({ kind: job.kind, jobId: job.jobId, reference }, error);
  if (isProblem(error)) return { code: error.code, ...error.sentence };
  return { code: 'unexpected', en: `Something went wrong on our side (reference ${reference}).`, zh: `服务内部出错（编号 ${reference}）。` };
}

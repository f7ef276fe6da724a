import { createStopwatch } from '../../kernel/index.ts';
import type { Signals } from '../postgres/index.ts';
import type { Job } from './job.ts';

/** `first`: the jobs that were under way when the listener came; after it only what changed. */
export type JobListener = (jobs: readonly Job[], first: boolean) => void;

/** Told whenever a job of the workspace begins, gets on or ends, by whichever process. */
export const changedTopic = (workspaceId: bigint): string => `jobs:${workspaceId}`;

/** All listeners of a workspace together cost two looks a second at most. */
const lookEveryMs = 500;
/** Makes good a signal that was lost. */
const pollMs = 5_000;

type Options = {
  signals: Pick<Signals, 'on'>;
  /** Every job that may have changed: all under way, those in `underWay`, the newest. */
  look: (workspaceId: bigint, underWay: readonly bigint[]) => Promise<Job[]>;
};

const isUnderWay = ({ state }: Job) => state === 'waiting' || state === 'running';

export function createJobWatch({ signals, look }: Options): (workspaceId: bigint, listener: JobListener) => () => void {
  const rounds = new Map<bigint, Round>();
  return (workspaceId, listener) => {
    const round = rounds.get(workspaceId) ?? openRound({ signals, workspaceId, look: (underWay) => look(workspaceId, underWay) });
    rounds.set(workspaceId, round);
    round.add(listener);
    return () => {
      if (round.remove(listener) > 0) return;
      round.close();
      if (rounds.get(workspaceId) === round) rounds.delete(workspaceId);
    };
  };
}

type Round = { add(listener: JobListener): void; remove(listener: JobListener): number; close(): void };

/** All listeners of one workspace, and what they were told last. */
function openRound({ signals, workspaceId, look }: { signals: Pick<Signals, 'on'>; workspaceId: bigint; look: (underWay: readonly bigint[]) => Promise<Job[]> }): Round {
  const listeners = new Set<JobListener>();
  const newcomers = new Set<JobListener>();
  let seen: Map<bigint, string> | undefined;
  let underWay: bigint[] = [];
  const pace = createPace(async () => {
    const greeted = [...newcomers];
    const jobs = await look(underWay);
    const before = seen;
    const changed = before ? jobs.filter((job) => before.get(job.jobId) !== printOf(job)) : [];
    seen = new Map(jobs.map((job) => [job.jobId, printOf(job)]));
    underWay = jobs.filter(isUnderWay).map(({ jobId }) => jobId);
    if (changed.length > 0) for (const listener of listeners) listener(changed.toReversed(), false);
    for (const listener of greeted) {
      // Gone while we looked.
      if (!newcomers.delete(listener)) continue;
      listeners.add(listener);
      listener(jobs.filter((job) => isUnderWay(job) || changed.includes(job)).toReversed(), true);
    }
  });
  const unsubscribe = signals.on(changedTopic(workspaceId), pace.soon);
  const polling = setInterval(pace.soon, pollMs).unref();
  return {
    add(listener) {
      newcomers.add(listener);
      pace.soon();
    },
    remove(listener) {
      listeners.delete(listener);
      newcomers.delete(listener);
      return listeners.size + newcomers.size;
    },
    close() {
      unsubscribe();
      clearInterval(polling);
      pace.stop();
    },
  };
}

/** Runs `work` soon after it is asked for, never twice at once, and not more often than twice a second. */
function createPace(work: () => Promise<void>): { soon(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let sinceLast: { elapsedMs(): number } | undefined;
  let [running, again, stopped] = [false, false, false];
  const run = async () => {
    timer = undefined;
    [running, again] = [true, false];
    sinceLast = createStopwatch();
    // The database is away for a moment: the next look finds the same changes.
    await work().catch(() => { again = true; });
    running = false;
    if (again) soon();
  };
  function soon(): void {
    if (stopped || timer) return;
    if (running) again = true;
    else timer = setTimeout(() => void run(), Math.max(0, lookEveryMs - (sinceLast?.elapsedMs() ?? lookEveryMs)));
  }
  return {
    soon,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What of a job can change. */
function printOf({ state, progress, cancelRequested, startedAtMs, endedAtMs }: Job): string {
  return JSON.stringify([state, progress, cancelRequested, startedAtMs, endedAtMs]);
}

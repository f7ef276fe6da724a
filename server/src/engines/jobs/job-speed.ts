import { createStopwatch } from '../../kernel/index.ts';
import type { JobProgress } from './job.ts';

/** Long enough that a batch which takes seconds does not look like a halt, short enough to follow a change. */
const windowMs = 10_000;
const sampleEveryMs = 250;
/** Before this much was seen a speed would be a guess. */
const knownFromMs = 1_000;

/** How fast a job gets on, by the real clock (the domain's may stand still). What earlier attempts did is not counted. */
export type JobSpeed = {
  sample(progress: JobProgress): void;
  /** Per second over the last 10 s; null while it cannot be said. Sinks while a job halts. */
  now(): number | null;
  /** Per second since the counting began. */
  overall(): number | null;
};

type Sample = { atMs: number; done: number };

export function createJobSpeed(stopwatch: { elapsedMs(): number } = createStopwatch()): JobSpeed {
  let unit: string | undefined;
  let first: Sample | undefined;
  let latest: Sample | undefined;
  const recent: Sample[] = [];
  const between = (from: Sample | undefined, atMs: number) => {
    if (!from || !latest || atMs - from.atMs < knownFromMs) return null;
    return ((latest.done - from.done) * 1_000) / (atMs - from.atMs);
  };
  const forget = (atMs: number) => { while ((recent[1]?.atMs ?? Infinity) <= atMs - windowMs) recent.shift(); };
  return {
    sample({ done, unit: now }) {
      const sample = { atMs: stopwatch.elapsedMs(), done };
      // Another stage (the file's bytes, then its rows) is counted anew.
      if (unit !== now || done < (latest?.done ?? 0)) {
        [unit, first] = [now, sample];
        recent.length = 0;
      }
      latest = sample;
      if (sample.atMs - (recent.at(-1)?.atMs ?? -Infinity) >= sampleEveryMs) recent.push(sample);
      forget(sample.atMs);
    },
    now() {
      const atMs = stopwatch.elapsedMs();
      forget(atMs);
      return between(recent[0], atMs);
    },
    overall: () => between(first, latest?.atMs ?? 0),
  };
}

/** Milliseconds that are left at this speed; null where either is not known. */
export function leftMsOf({ done, total, perSecond }: JobProgress): number | null {
  return perSecond && total > done ? Math.round(((total - done) / perSecond) * 1_000) : null;
}

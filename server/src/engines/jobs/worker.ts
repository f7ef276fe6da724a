import { createStopwatch } from '../../kernel/index.ts';

/**
 * A worker does a bit of its work at each step. The live product steps it when it is woken or its time has come; the virtual
 * world (demo, tests, backtests) steps all workers in their order until nothing is left to do at this instant.
 */
export type Worker = {
  name: string;
  /** Does one batch. Answers whether there may be more right now. */
  step(): Promise<'more' | 'idle'>;
  /** The longest pause between two steps when nothing wakes it. */
  pollMs: number;
  /** The shortest pause between two steps (the projector inserts at most twice a second or so). */
  restMs?: number | (() => number);
  /** True: housekeeping that follows the real time (sessions, partitions, jobs of people). Left out of `drain`. */
  realTime?: true;
  /** Subscribes to what should wake it; returns the way to stop. */
  wake?(wake: () => void): () => void;
};

export type Runner = {
  add(worker: Worker): void;
  /** Runs every worker in its own loop until `stop`. */
  start(): void;
  /** Ends after the steps that are under way. */
  stop(): Promise<void>;
  /** Steps all workers in the order of their adding, again and again, until all are idle. For virtual time; housekeeping is left out. */
  drain(): Promise<void>;
};

const failurePauseMs = 1_000;

export function createRunner(options: { onError: (worker: string, error: unknown) => void }): Runner {
  const workers: Worker[] = [];
  const loops: Promise<void>[] = [];
  const stops: (() => void)[] = [];
  let stopped = false;
  return {
    add: (worker) => { workers.push(worker); },
    start() {
      stopped = false;
      for (const worker of workers) {
        const loop = runLoop(worker, () => stopped, options.onError);
        stops.push(loop.nudge);
        loops.push(loop.ended);
      }
    },
    async stop() {
      stopped = true;
      for (const nudge of stops.splice(0)) nudge();
      await Promise.all(loops.splice(0));
    },
    async drain() {
      for (let busy = true; busy;) {
        busy = false;
        for (const worker of workers) {
          if (worker.realTime) continue;
          while ((await worker.step()) === 'more') busy = true;
        }
      }
    },
  };
}

function runLoop(worker: Worker, stopped: () => boolean, onError: (worker: string, error: unknown) => void): { nudge: () => void; ended: Promise<void> } {
  let woken = false;
  let wakeUp: (() => void) | undefined;
  const nudge = () => {
    woken = true;
    wakeUp?.();
  };
  const pause = (ms: number, breakable: boolean) => new Promise<void>((resolve) => {
    if (breakable && woken) return resolve();
    const timer = setTimeout(resolve, ms);
    wakeUp = () => {
      if (!breakable && !stopped()) return;
      clearTimeout(timer);
      resolve();
    };
  });
  const run = async () => {
    const unsubscribe = worker.wake?.(nudge);
    while (!stopped()) {
      woken = false;
      const stopwatch = createStopwatch();
      try {
        const outcome = await worker.step();
        const rest = (typeof worker.restMs === 'function' ? worker.restMs() : worker.restMs ?? 0) - stopwatch.elapsedMs();
        if (outcome === 'idle') {
          if (rest > 0 && !stopped()) await pause(rest, false);
          if (!stopped()) await pause(worker.pollMs, true);
        }
      } catch (error) {
        if (stopped()) break;
        onError(worker.name, error);
        await pause(failurePauseMs, false);
      }
    }
    unsubscribe?.();
  };
  return { nudge, ended: run() };
}

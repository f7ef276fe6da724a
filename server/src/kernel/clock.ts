/** The only room that may ask the machine for the time (see CONTRIBUTING). All instants are milliseconds since the Unix epoch. */
export type Clock = {
  /** The current instant, in milliseconds since the Unix epoch. */
  now(): number;
};

/** A clock that a test, the demo or a backtest moves by hand. It never goes back. */
export type VirtualClock = Clock & {
  /** Moves to `instantMs`; refuses to go back. */
  advanceTo(instantMs: number): void;
};

export function createRealClock(): Clock {
  return { now: () => Date.now() };
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advanceTo(instantMs) {
      if (instantMs < nowMs) throw new RangeError(`The virtual clock cannot go back from ${nowMs} to ${instantMs}.`);
      nowMs = instantMs;
    },
  };
}

/** A stopwatch for durations (timings, rates): monotonic, never a time of day, so it is real even in a virtual world. */
export function createStopwatch(): { elapsedMs(): number } {
  const startedMs = performance.now();
  return { elapsedMs: () => performance.now() - startedMs };
}

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

interface Counter {
  window: number;
  count: number;
}

interface Usage {
  minute: Counter;
  hour: Counter;
  blockedUntil: number;
}

/** Calls per minute and hour of one corp to one API; above it 45009 until the block ends. */
export class Frequency {
  readonly #rules: SandboxRules;
  readonly #usage = new Map<string, Usage>();

  constructor(rules: SandboxRules) {
    this.#rules = rules;
  }

  count(path: string, now: number): void {
    const usage = this.#usage.get(path) ?? { minute: { window: 0, count: 0 }, hour: { window: 0, count: 0 }, blockedUntil: 0 };
    this.#usage.set(path, usage);
    const { perMinute, perHour, minuteBlockMs, hourBlockMs } = this.#rules.frequency;
    if (now >= usage.blockedUntil) {
      if (tick(usage.minute, Math.floor(now / 60_000)) > perMinute) usage.blockedUntil = now + minuteBlockMs;
      if (tick(usage.hour, Math.floor(now / 3_600_000)) > perHour) usage.blockedUntil = now + hourBlockMs;
    }
    if (now < usage.blockedUntil) throw refuse(45009, 'api freq out of limit');
  }
}

function tick(counter: Counter, window: number): number {
  if (counter.window !== window) {
    counter.window = window;
    counter.count = 0;
  }
  return (counter.count += 1);
}

import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

/** A message of the app that a member saw. */
export interface AppMessage {
  userid: string;
  agentId: number;
  msgid: string;
  at: number;
  msgtype: string;
  text: string;
}

/** What members got from apps. Above 30 a minute or 1,000 an hour to one member the platform drops silently; so does this. */
export class AppMessages {
  readonly #rules: SandboxRules;
  readonly #received: AppMessage[] = [];
  readonly #times = new Map<string, number[]>();
  readonly #duplicates = new Map<string, number>();
  readonly #listeners: Array<(message: AppMessage) => void> = [];
  #dropped = 0;

  constructor(rules: SandboxRules) {
    this.#rules = rules;
  }

  onReceived(listener: (message: AppMessage) => void): void {
    this.#listeners.push(listener);
  }

  /** The latest 10,000. */
  received(): readonly AppMessage[] {
    return this.#received;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** False when the same was sent within the interval. */
  isNew(fingerprint: string, intervalSeconds: number, now: number): boolean {
    if (intervalSeconds < 1 || intervalSeconds > 4 * 3600) throw refuse(40058, 'invalid duplicate_check_interval');
    for (const [key, until] of this.#duplicates) if (until <= now) this.#duplicates.delete(key);
    if (this.#duplicates.has(fingerprint)) return false;
    this.#duplicates.set(fingerprint, now + intervalSeconds * 1000);
    return true;
  }

  deliver(message: AppMessage): void {
    const key = `${message.agentId} ${message.userid}`;
    const lastHour = (this.#times.get(key) ?? []).filter((at) => at > message.at - 3_600_000);
    const lastMinute = lastHour.filter((at) => at > message.at - 60_000);
    if (lastHour.length >= this.#rules.appMessage.perHour || lastMinute.length >= this.#rules.appMessage.perMinute) {
      this.#dropped += 1;
      return;
    }
    this.#times.set(key, [...lastHour, message.at]);
    this.#received.push(message);
    if (this.#received.length > 10_000) this.#received.shift();
    for (const listener of this.#listeners) listener(message);
  }
}

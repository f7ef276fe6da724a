import { afterWorkingTime } from './local-time.ts';
import type { WorkingHours } from './local-time.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

/** How members deal with mass messages that wait for them. */
export interface StaffSettings {
  /** False: nobody confirms by themselves; the caller does it with `massMessages.confirm`. */
  automatic: boolean;
  /** Chance that the median member confirms a message without being reminded; 0 nobody ever, 1 everybody always. */
  confirmRate: number;
  /** How much members differ: standard deviation of the log odds of confirming. */
  diligenceSpread: number;
  /** Median working time until they confirm, and the deviation of its logarithm. */
  delayMedianHours: number;
  delaySpread: number;
  /** A reminder makes who has not confirmed do so with `confirmRate × remindShare`, after this median working time. */
  remindShare: number;
  remindMedianHours: number;
  /** The first message of an app that a member gets on a day works like a reminder of this share for everything that waits. */
  nudgeShare: number;
  workingHours: WorkingHours;
}

export const DEFAULT_STAFF: StaffSettings = {
  automatic: true, confirmRate: 0.75, diligenceSpread: 0.8, delayMedianHours: 2.5, delaySpread: 0.9, remindShare: 0.6, remindMedianHours: 0.7, nudgeShare: 0.3,
  workingHours: { fromHour: 10, toHour: 21, daysOff: [] },
};

const HOUR_MS = 3_600_000;

/**
 * The habits of each member. Every answer is drawn from (seed, purpose, member, message), so one member's decision never
 * depends on who else was asked, or on the order of calls.
 */
export class Staff {
  readonly #seed: number;
  readonly #utcOffsetMinutes: number;
  readonly #settings: StaffSettings;
  readonly #rates = new Map<string, number>();

  constructor(deps: { seed: number; utcOffsetMinutes: number; settings: StaffSettings }) {
    this.#seed = deps.seed;
    this.#utcOffsetMinutes = deps.utcOffsetMinutes;
    this.#settings = { ...deps.settings };
  }

  get settings(): Readonly<StaffSettings> {
    return this.#settings;
  }

  /** Changes habits for messages made from now on. */
  change(settings: Partial<StaffSettings>): void {
    Object.assign(this.#settings, settings);
  }

  /** Fixes one member's chance, instead of drawing it. */
  setConfirmRate(userid: string, rate: number): void {
    this.#rates.set(userid.toLowerCase(), rate);
  }

  /** Chance that this member confirms without being reminded. */
  confirmRateOf(userid: string): number {
    const { confirmRate, diligenceSpread } = this.#settings;
    const odds = confirmRate / (1 - confirmRate) * Math.exp(diligenceSpread * this.#diligence(userid));
    return this.#rates.get(userid.toLowerCase()) ?? (odds === Infinity ? 1 : odds / (1 + odds));
  }

  /** When the member will confirm a message that shows up at `from`; undefined: not by themselves. */
  confirmsAt(userid: string, msgid: string, from: number): number | undefined {
    const random = createRandom(this.#seed, 'confirm', userid, msgid);
    return this.#decide(random, userid, from, this.confirmRateOf(userid), this.#settings.delayMedianHours);
  }

  /** When the member will confirm because of the n-th reminder. */
  answersReminderAt(userid: string, msgid: string, nth: number, from: number): number | undefined {
    const random = createRandom(this.#seed, 'remind', userid, msgid, nth);
    return this.#decide(random, userid, from, this.confirmRateOf(userid) * this.#settings.remindShare, this.#settings.remindMedianHours);
  }

  /** When the member will confirm because a message of an app drew them in on this day (a number of the calendar). */
  answersNudgeAt(userid: string, msgid: string, day: number, from: number): number | undefined {
    const random = createRandom(this.#seed, 'nudge', userid, msgid, day);
    return this.#decide(random, userid, from, this.confirmRateOf(userid) * this.#settings.nudgeShare, this.#settings.remindMedianHours);
  }

  #decide(random: Random, userid: string, from: number, rate: number, medianHours: number): number | undefined {
    const { automatic, delaySpread, workingHours } = this.#settings;
    const willing = random.next() < rate;
    // The diligent are also quicker: one deviation of diligence takes a quarter off the delay.
    const hours = medianHours * Math.exp(delaySpread * random.normal() - 0.29 * this.#diligence(userid));
    return automatic && willing ? Math.round(afterWorkingTime(from, hours * HOUR_MS, workingHours, this.#utcOffsetMinutes)) : undefined;
  }

  #diligence(userid: string): number {
    return createRandom(this.#seed, 'diligence', userid.toLowerCase()).normal();
  }
}

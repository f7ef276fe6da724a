import { dayMs, hourMs, localTime, minuteMs } from '../../kernel/index.ts';

/**
 * When WeCom is asked about a broadcast, by its age. No event tells that a member confirmed: soon after it was made somebody may be
 * waiting for it, later few still confirm. There is one call per broadcast: WeCom's list of broadcasts does not tell who confirmed.
 */
const firstPollsMs = [1, 5, 15, 60].map((minutes) => minutes * minuteMs);
const firstDayPollMs = hourMs;
const calmPollMs = 6 * hourMs;

/** The next poll, at the latest at the end of the time that staff have. */
export function nextPollMs(broadcast: { createdMs: number; confirmUntilMs: number }, nowMs: number): number {
  const ageMs = nowMs - broadcast.createdMs;
  const first = firstPollsMs.find((afterMs) => afterMs > ageMs);
  const regular = first === undefined ? nowMs + (ageMs < dayMs ? firstDayPollMs : calmPollMs) : broadcast.createdMs + first;
  return nowMs < broadcast.confirmUntilMs ? Math.min(regular, broadcast.confirmUntilMs) : regular;
}

/** WeCom takes at most 3 reminders of a broadcast in 24 hours; one is what staff bear. */
export const remindAfterMsDefault: readonly number[] = [4 * hourMs];

export function checkReminders(afterMs: readonly number[]): readonly number[] {
  const tooMany = afterMs.some((first, index) => (afterMs[index + 3] ?? Infinity) - first < dayMs);
  if (tooMany) throw new RangeError('WeCom takes at most 3 reminders of a broadcast in 24 hours.');
  return afterMs;
}

const remindFromHour = 9;
const remindToHour = 21;

/** True when the next reminder is due and it is daytime where the staff are. */
export function reminderDue(broadcast: { createdMs: number; confirmUntilMs: number; reminders: number }, afterMs: readonly number[], now: { ms: number; zone: string }): boolean {
  const after = afterMs[broadcast.reminders];
  if (after === undefined || now.ms < broadcast.createdMs + after || now.ms >= broadcast.confirmUntilMs) return false;
  const { hour } = localTime(now.ms, now.zone);
  return hour >= remindFromHour && hour < remindToHour;
}

/** A minute, doubled with every trouble in a row, at most an hour. */
export function backoffMs(troubles: number): number {
  return Math.min(minuteMs * 2 ** Math.min(troubles, 10), hourMs);
}

/** A fault that an administrator has to mend is tried again this often. */
export const configRetryMs = 30 * minuteMs;
/** A call without an answer may still take effect for a while; only then is it looked for. */
export const lookUpAfterMs = minuteMs;
/** Past the end of the confirmation by this much, what is still unknown is settled as unknown: nothing waits for ever. */
export const giveUpAfterMs = dayMs;

import type { MassCap } from './rules.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Hours of the day in which staff work, local time; `daysOff` are weekdays, 0 is Sunday. */
export interface WorkingHours {
  fromHour: number;
  toHour: number;
  daysOff: readonly number[];
}

/** First instant of the calendar month, week (Monday) or day that holds `at`, in local time. */
export function startOfPeriod(per: MassCap['per'], at: number, utcOffsetMinutes: number): number {
  const offsetMs = utcOffsetMinutes * MINUTE_MS;
  const local = new Date(at + offsetMs);
  const day = Math.floor((at + offsetMs) / DAY_MS) * DAY_MS;
  if (per === 'month') return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs;
  if (per === 'week') return day - ((local.getUTCDay() + 6) % 7) * DAY_MS - offsetMs;
  return day - offsetMs;
}

/** How many mass messages the period that holds `at` allows. */
export function massCapOf(cap: MassCap, at: number, utcOffsetMinutes: number): number {
  if (cap.per !== 'month') return cap.count;
  const local = new Date(at + utcOffsetMinutes * MINUTE_MS);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The instant at which `workMs` of working time have passed since `start`. */
export function afterWorkingTime(start: number, workMs: number, hours: WorkingHours, utcOffsetMinutes: number): number {
  if (hours.toHour <= hours.fromHour || new Set(hours.daysOff).size >= 7) throw new RangeError('working hours are empty');
  const offsetMs = utcOffsetMinutes * MINUTE_MS;
  let left = workMs;
  let day = Math.floor((start + offsetMs) / DAY_MS) * DAY_MS;
  for (;; day += DAY_MS) {
    if (hours.daysOff.includes(new Date(day).getUTCDay())) continue;
    const from = Math.max(start + offsetMs, day + hours.fromHour * HOUR_MS);
    const room = day + hours.toHour * HOUR_MS - from;
    if (room <= 0) continue;
    if (left <= room) return from + left - offsetMs;
    left -= room;
  }
}

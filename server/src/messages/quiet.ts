import { dayStart, instantOf, localDate, localTime } from '../kernel/index.ts';

/** Times of day in the workspace's zone, `21:00` to `09:00`. Equal ends: never quiet. */
export type QuietHours = { from: string; to: string };

/** The end of the quiet hours that hold the instant, or null when it is not quiet. */
export function quietUntil(nowMs: number, zone: string, { from, to }: QuietHours): number | null {
  const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)];
  const { hour, minute } = localTime(nowMs, zone);
  const now = hour * 60 + minute;
  const quiet = fromMinute < toMinute ? now >= fromMinute && now < toMinute : fromMinute > toMinute && (now >= fromMinute || now < toMinute);
  if (!quiet) return null;
  const today = localDate(nowMs, zone);
  return atMinute(now < toMinute ? today : addDays(today, 1), toMinute, zone);
}

/** Calendar days in the zone, as caps count them: the day of an instant, and the seven days that end with it. */
export function capWindows(atMs: number, zone: string): { dayStartMs: number; dayEndMs: number; weekStartMs: number } {
  const day = localDate(atMs, zone);
  return { dayStartMs: dayStart(day, zone), dayEndMs: dayStart(addDays(day, 1), zone), weekStartMs: dayStart(addDays(day, -6), zone) };
}

export function addDays(date: string, days: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function atMinute(date: string, minuteOfDay: number, zone: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return instantOf({ year, month, day, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60, second: 0 }, zone);
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

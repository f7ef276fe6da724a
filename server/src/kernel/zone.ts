import { problem } from './problem.ts';

/** Days and times of day in a named zone (IANA). A day belongs to the workspace's zone, an instant to nobody. */
export const ZoneUnknown = problem('zone_unknown', 422, {
  en: '"{zone}" is not a known time zone. Use a name such as Asia/Shanghai.',
  zh: '“{zone}”不是有效的时区，请使用 Asia/Shanghai 这样的名称。',
});

export type LocalTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', era: 'short',
        year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
      });
    } catch (error) {
      throw ZoneUnknown({ zone }, { cause: error });
    }
    formats.set(zone, format);
  }
  return format;
}

/** The wall-clock reading in the zone at an instant (milliseconds since the epoch). */
export function localTime(instantMs: number, zone: string): LocalTime {
  const reading: Record<string, number> = {};
  for (const part of formatOf(zone).formatToParts(instantMs)) reading[part.type] = Number(part.value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = reading;
  return { year, month, day, hour, minute, second };
}

/**
 * The instant at which the zone's clocks show the reading. A reading that does not exist (clocks put forward) becomes the instant
 * after the gap; one that exists twice becomes the earlier.
 */
export function instantOf(reading: LocalTime, zone: string): number {
  const asUtc = Date.UTC(reading.year, reading.month - 1, reading.day, reading.hour, reading.minute, reading.second);
  const before = asUtc - offsetMs(asUtc - 14 * 3_600_000, zone);
  const after = asUtc - offsetMs(asUtc + 14 * 3_600_000, zone);
  if (before === after) return before;
  // Near a change of the offset both may be right (autumn: the earlier wins) or neither (spring: the gap).
  const right = [before, after].filter((instant) => instant + offsetMs(instant, zone) === asUtc);
  return right.length > 0 ? Math.min(...right) : Math.max(before, after);
}

function offsetMs(instantMs: number, zone: string): number {
  const whole = Math.floor(instantMs / 1000) * 1000;
  const local = localTime(whole, zone);
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second) - whole;
}

/** `2026-11-22`, the day in the zone that holds the instant. */
export function localDate(instantMs: number, zone: string): string {
  const { year, month, day } = localTime(instantMs, zone);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 00:00 in the zone of the day `2026-11-22`. */
export function dayStart(date: string, zone: string): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return instantOf({ year, month, day, hour: 0, minute: 0, second: 0 }, zone);
}

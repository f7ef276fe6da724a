import { datePattern, windowSeconds } from '@homefield/contract';
import { dayStart, localDate } from '../../kernel/index.ts';
import type { Period } from './node.ts';

/** A stretch of time in milliseconds: after `afterMs` (not included; null: ever), until `untilMs` (included). */
export type Span = { afterMs: number | null; untilMs: number };

/** The instant of a moment. A day means its 00:00 (`start`) or the 00:00 that ends it (`end`), by the workspace's clocks. */
export function momentMs(text: string, zone: string, edge: 'start' | 'end'): number {
  if (!datePattern.test(text)) return new Date(text).getTime();
  return edge === 'start' ? dayStart(text, zone) : dayStart(dayAfter(text), zone);
}

function dayAfter(date: string): string {
  return localDate(new Date(`${date}T00:00:00Z`).getTime() + 86_400_000, 'UTC');
}

/** The span of a period seen from `nowMs`. Nothing after now counts, so that a look back at an instant is honest. */
export function spanOf(period: Period, nowMs: number, zone: string): Span {
  if (period.kind === 'ever') return { afterMs: null, untilMs: nowMs };
  if (period.kind === 'within') return { afterMs: nowMs - (windowSeconds(period.window) ?? 0) * 1000, untilMs: nowMs };
  const fromMs = momentMs(period.from, zone, 'start');
  const endMs = momentMs(period.to, zone, 'end');
  return { afterMs: fromMs - 1, untilMs: Math.min(endMs - 1, nowMs) };
}

import type { MissReason, SopResult } from '@homefield/contract';

/** What may honestly be said of a lift: nothing yet, more, less, or that the interval contains zero. */
export type Verdict = 'none' | 'more' | 'less' | 'unclear';

export type Lift = Readonly<{ value: number; low: number; high: number }>;

export function liftOf(result: SopResult): Lift | null {
  const { liftPerCustomerMinor: value, liftLow: low, liftHigh: high } = result;
  return value === null || low === null || high === null ? null : { value, low, high };
}

export function verdictOf(lift: Lift | null): Verdict {
  if (!lift) return 'none';
  if (lift.low > 0) return 'more';
  return lift.high < 0 ? 'less' : 'unclear';
}

/** Messages that reached nobody, by reason over all steps, the most frequent first. */
export function missesOf({ steps }: Pick<SopResult, 'steps'>): { reason: MissReason; count: number }[] {
  const byReason = Map.groupBy(steps.flatMap(({ messages }) => messages?.missed ?? []), ({ reason }) => reason);
  return [...byReason].map(([reason, parts]) => ({ reason, count: parts.reduce((total, { count }) => total + count, 0) })).sort((one, other) => other.count - one.count);
}

/** Where the parts of the interval stand on a line that always holds zero, in percent of its length. */
export function intervalPlaces(lift: Lift): { zero: number; low: number; high: number; value: number } {
  const from = Math.min(0, lift.low);
  const to = Math.max(0, lift.high);
  const margin = (to - from || 1) * 0.12;
  const place = (at: number) => ((at - from + margin) / (to - from + 2 * margin)) * 100;
  return { zero: place(0), low: place(lift.low), high: place(lift.high), value: place(lift.value) };
}

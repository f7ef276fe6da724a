import type { TimelineEntry } from '@homefield/contract';

export type TimelineDay = { key: string; atMs: number; entries: TimelineEntry[] };

/** Groups entries that are already in order by the day that `dayKey` finds for them. */
export function byDay(entries: readonly TimelineEntry[], dayKey: (ms: number) => string): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const entry of entries) {
    const key = dayKey(entry.occurredAtMs);
    const last = days.at(-1);
    if (last?.key === key) last.entries.push(entry);
    else days.push({ key, atMs: entry.occurredAtMs, entries: [entry] });
  }
  return days;
}

/** How an entry is marked: orders filled, messages ringed, losses red. */
export function kindOf(name: string): 'order' | 'message' | 'loss' | 'other' {
  if (name === 'order.paid') return 'order';
  if (name === 'order.refunded' || name === 'order.canceled' || name === 'message.failed') return 'loss';
  return name.startsWith('message.') ? 'message' : 'other';
}

/** What a refund took back is a loss: its amount comes without a sign and is shown with one. */
export function amountText(name: string, amountMinor: number, money: (minor: number) => string): string {
  return name === 'order.refunded' && amountMinor !== 0 ? `−${money(Math.abs(amountMinor))}` : money(amountMinor);
}

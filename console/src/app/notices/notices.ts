import type { Job } from '@homefield/contract';
import type { Hand, HandName } from './hands.ts';

/** Something that a person may want to know without having asked. `hand`: it goes on only when somebody does something. */
export type Notice = Readonly<
  | { key: string; kind: 'failed' | 'rejected' | 'ended'; atMs: number; job: Job }
  | { key: HandName; kind: 'hand'; hand: Hand }
>;

/** What the person has seen: everything that ended until then, and so many of what needs a hand. */
export type Seen = Readonly<{ endedMs: number; hands: Readonly<Partial<Record<HandName, number>>> }>;
export const nothingSeen: Seen = { endedMs: 0, hands: {} };

const weekMs = 7 * 86_400_000;
const shownMax = 20;

/** What needs a hand, then what ended, the latest first; nothing that is older than a week. */
export function noticesOf(jobs: readonly Job[], hands: readonly Hand[], nowMs: number): Notice[] {
  const ended = jobs.flatMap((job): Extract<Notice, { job: Job }>[] => {
    if (job.endedAtMs === null || nowMs - job.endedAtMs > weekMs || job.state === 'canceled') return [];
    const rejected = job.result?.['rejected'];
    const kind = job.state === 'failed' ? 'failed' : typeof rejected === 'number' && rejected > 0 ? 'rejected' : 'ended';
    return [{ key: job.id, kind, atMs: job.endedAtMs, job }];
  });
  return [...hands.map((hand): Notice => ({ key: hand.name, kind: 'hand', hand })), ...ended.sort((a, b) => b.atMs - a.atMs)].slice(0, shownMax);
}

export function isUnread(notice: Notice, seen: Seen): boolean {
  return notice.kind === 'hand' ? notice.hand.count > (seen.hands[notice.key] ?? 0) : notice.atMs > seen.endedMs;
}

/** After all of these were looked at. Fewer that wait lower the mark, so that the next ones count again. */
export function seenAll(notices: readonly Notice[], before: Seen): Seen {
  const ended = notices.flatMap((notice) => (notice.kind === 'hand' ? [] : [notice.atMs]));
  return { endedMs: Math.max(before.endedMs, ...ended), hands: Object.fromEntries(notices.flatMap((notice) => (notice.kind === 'hand' ? [[notice.key, notice.hand.count]] : []))) };
}

import type { HomeNumbers, Job } from '@homefield/contract';

/** Something that a person may want to know without having asked. `hand`: it goes on only when somebody does something. */
export type Notice = Readonly<
  | { key: string; kind: 'failed' | 'rejected' | 'ended'; atMs: number; job: Job }
  | { key: string; kind: 'waiting'; atMs: number; count: number }
>;

/** What the person has seen: everything that ended until then, and so many that waited. */
export type Seen = Readonly<{ endedMs: number; waiting: number }>;
export const nothingSeen: Seen = { endedMs: 0, waiting: 0 };

const weekMs = 7 * 86_400_000;
const shownMax = 20;

/** Needs first, then what ended, the latest first; nothing that is older than a week. */
export function noticesOf(jobs: readonly Job[], home: Pick<HomeNumbers, 'asOfMs' | 'messages'> | undefined, nowMs: number): Notice[] {
  const count = home?.messages.waitingForStaff ?? 0;
  const waiting: Notice[] = home && count > 0 ? [{ key: 'waiting', kind: 'waiting', atMs: home.asOfMs, count }] : [];
  const ended = jobs.flatMap((job): Notice[] => {
    if (job.endedAtMs === null || nowMs - job.endedAtMs > weekMs || job.state === 'canceled') return [];
    const rejected = job.result?.['rejected'];
    const kind = job.state === 'failed' ? 'failed' : typeof rejected === 'number' && rejected > 0 ? 'rejected' : 'ended';
    return [{ key: job.id, kind, atMs: job.endedAtMs, job }];
  });
  return [...waiting, ...ended.sort((a, b) => Number(needsHand(b)) - Number(needsHand(a)) || b.atMs - a.atMs)].slice(0, shownMax);
}

export function needsHand({ kind }: Notice): boolean {
  return kind !== 'ended';
}

export function isUnread(notice: Notice, seen: Seen): boolean {
  return notice.kind === 'waiting' ? notice.count > seen.waiting : notice.atMs > seen.endedMs;
}

/** After all of these were looked at. Fewer that wait lower the mark, so that the next ones count again. */
export function seenAll(notices: readonly Notice[], before: Seen): Seen {
  const ended = notices.flatMap((notice) => (notice.kind === 'waiting' ? [] : [notice.atMs]));
  return { endedMs: Math.max(before.endedMs, ...ended), waiting: notices.find((notice) => notice.kind === 'waiting')?.count ?? 0 };
}

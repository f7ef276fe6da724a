import type { Job } from '@homefield/contract';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** What a person was told of, kept over a reload, so that nothing is missed and nothing told twice. */
type Told = Readonly<{ userId: string; sinceMs: number; ids: readonly string[] }>;
/** By user, for who goes from brand to brand: what ends in one meanwhile is told on the way back. */
type Tellings = Readonly<{ userId: string; people: Readonly<Record<string, Told>> }>;
const idsMax = 200;

export const useTold = create<Tellings>()(persist((): Tellings => ({ userId: '', people: {} }), { name: 'homefield.jobs.told-to', version: 1 }));

const toldNow = ({ userId, people }: Tellings): Told => people[userId] ?? { userId, sinceMs: 0, ids: [] };

/** Somebody else's endings are not told to a person who uses this browser for the first time, nor what ended before. */
export function beginTelling(userId: string, nowMs: number): void {
  const { userId: before, people } = useTold.getState();
  if (before !== userId) useNotices.setState({ notices: [] });
  if (before !== userId || !people[userId]) useTold.setState({ userId, people: { ...people, [userId]: people[userId] ?? { userId, sinceMs: nowMs, ids: [] } } });
}

/** The end of the job is seen where it was started, or was told. */
export function markTold(jobIds: readonly string[]): void {
  useTold.setState((state) => {
    const told = toldNow(state);
    const fresh = jobIds.filter((id) => !told.ids.includes(id));
    return fresh.length === 0 ? {} : { people: { ...state.people, [told.userId]: { ...told, ids: [...told.ids, ...fresh].slice(-idsMax) } } };
  });
}

/** Jobs of the person that have ended and that they were not told of, the oldest first. */
export function untold(jobs: readonly Job[], { userId, sinceMs, ids }: Told): Job[] {
  return jobs.filter((job) => job.startedBy?.id === userId && job.endedAtMs !== null && job.endedAtMs >= sinceMs && !ids.includes(job.id)).toReversed();
}

const noticesMax = 3;

/** What is being told just now. */
export const useNotices = create<{ notices: readonly Job[] }>()(() => ({ notices: [] }));

export function tellOf(jobs: readonly Job[]): void {
  const fresh = untold(jobs, toldNow(useTold.getState()));
  if (fresh.length === 0) return;
  markTold(fresh.map(({ id }) => id));
  // A canceled job was ended by hand: whoever did it knows.
  useNotices.setState(({ notices }) => ({ notices: [...notices, ...fresh.filter(({ state }) => state !== 'canceled')].slice(-noticesMax) }));
}

export function closeNotice(jobId: string): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter(({ id }) => id !== jobId) }));
}

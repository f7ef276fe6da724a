import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useToday } from '../../features/home/queries.ts';
import { useRecentJobs } from '../../features/jobs/queries.ts';
import { useMay } from '../access.ts';
import { useSignedIn } from '../session.ts';
import { handsOf } from './hands.ts';
import { isUnread, nothingSeen, noticesOf, seenAll, type Notice, type Seen } from './notices.ts';

const everyMs = 5 * 60_000;

/** By user: two people at one browser have each seen their own. */
const useSeen = create<Readonly<Record<string, Seen>>>()(persist((): Readonly<Record<string, Seen>> => ({}), { name: 'homefield.seen', version: 2, migrate: () => ({}) }));

/** What is to be told, of what the role may see; and how to say that it was looked at. */
export function useNotices(): { notices: readonly Notice[]; unread: (notice: Notice) => boolean; look: () => void } {
  const may = useMay();
  const { user, nowMs } = useSignedIn();
  const jobs = useRecentJobs(may('jobs.read'));
  // The numbers of home, from the same question: they cannot differ.
  const today = useToday({ enabled: may('insights.read'), everyMs });
  const seen = useSeen((state) => state[user.id]) ?? nothingSeen;
  const notices = noticesOf(jobs.data?.data ?? [], today.data ? handsOf(today.data.hands, may) : [], nowMs);
  return {
    notices,
    unread: (notice) => isUnread(notice, seen),
    look: () => useSeen.setState({ [user.id]: seenAll(notices, seen) }),
  };
}

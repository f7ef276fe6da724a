import type { HomeNumbers } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { get } from '../../api/client.ts';
import { useRecentJobs } from '../../features/jobs/queries.ts';
import { useMay } from '../access.ts';
import { useSignedIn } from '../session.ts';
import { isUnread, nothingSeen, noticesOf, seenAll, type Notice, type Seen } from './notices.ts';

const homeEveryMs = 5 * 60_000;

/** By user: two people at one browser have each seen their own. */
const useSeen = create<Readonly<Record<string, Seen>>>()(persist((): Readonly<Record<string, Seen>> => ({}), { name: 'homefield.seen', version: 1 }));

/** What is to be told, of what the role may see; and how to say that it was looked at. */
export function useNotices(): { notices: readonly Notice[]; unread: (notice: Notice) => boolean; look: () => void } {
  const may = useMay();
  const { user, nowMs } = useSignedIn();
  const jobs = useRecentJobs(may('jobs.read'));
  const home = useQuery({
    queryKey: ['insights', 'home'], queryFn: ({ signal }) => get<HomeNumbers>('/insights/home', undefined, signal), enabled: may('insights.read'), refetchInterval: homeEveryMs, staleTime: 60_000,
  });
  const seen = useSeen((state) => state[user.id]) ?? nothingSeen;
  const notices = noticesOf(jobs.data?.data ?? [], home.data, nowMs);
  return {
    notices,
    unread: (notice) => isUnread(notice, seen),
    look: () => useSeen.setState({ [user.id]: seenAll(notices, seen) }),
  };
}

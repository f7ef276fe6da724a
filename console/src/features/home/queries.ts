import type { HomeNumbers, Job, SampleState, TodayNumbers } from '@homefield/contract';
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, get, post } from '../../api/client.ts';

const homeNumbers = queryOptions({ queryKey: ['insights', 'home'], queryFn: ({ signal }) => get<HomeNumbers>('/insights/home', undefined, signal), refetchInterval: 60_000 });
const today = queryOptions({ queryKey: ['insights', 'today'], queryFn: ({ signal }) => get<TodayNumbers>('/insights/today', undefined, signal) });
const sample = queryOptions({ queryKey: ['sample'], queryFn: ({ signal }) => get<SampleState>('/sample', undefined, signal) });

/** What home begins with, asked for while its page is still on its way. */
export function loadHome(client: QueryClient): Promise<unknown> {
  return Promise.all([client.prefetchQuery(homeNumbers), client.prefetchQuery(today), client.prefetchQuery(sample)]);
}

export const useHomeNumbers = () => useQuery(homeNumbers);
/** The bell asks too, more seldom, and on pages whose readers may not know. */
export const useToday = ({ enabled = true, everyMs = 60_000 } = {}) => useQuery({ ...today, enabled, refetchInterval: everyMs });

/** Looked at often only while it is being loaded or removed. */
export const useSample = () => useQuery({ ...sample, refetchInterval: ({ state }) => (state.data?.jobId ? 1_500 : false) });

function useSampleChange(change: () => Promise<Job>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['sample'] }), client.invalidateQueries({ queryKey: ['jobs'] })]) });
}

export const useLoadSample = () => useSampleChange(() => post<Job>('/sample'));
export const useRemoveSample = () => useSampleChange(() => call<Job>('DELETE', '/sample'));

import type { HomeNumbers, Job, SampleState, TodayNumbers } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, get, post } from '../../api/client.ts';

export function useHomeNumbers() {
  return useQuery({ queryKey: ['insights', 'home'], queryFn: ({ signal }) => get<HomeNumbers>('/insights/home', undefined, signal), refetchInterval: 60_000 });
}

export function useToday() {
  return useQuery({ queryKey: ['insights', 'today'], queryFn: ({ signal }) => get<TodayNumbers>('/insights/today', undefined, signal), refetchInterval: 60_000 });
}

/** Looked at often only while it is being loaded or removed. */
export function useSample() {
  return useQuery({
    queryKey: ['sample'], queryFn: ({ signal }) => get<SampleState>('/sample', undefined, signal),
    refetchInterval: ({ state }) => (state.data?.jobId ? 1_500 : false),
  });
}

function useSampleChange(change: () => Promise<Job>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['sample'] }), client.invalidateQueries({ queryKey: ['jobs'] })]) });
}

export const useLoadSample = () => useSampleChange(() => post<Job>('/sample'));
export const useRemoveSample = () => useSampleChange(() => call<Job>('DELETE', '/sample'));

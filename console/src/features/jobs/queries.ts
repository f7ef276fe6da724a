import type { Job } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { get, post, type Page } from '../../api/client.ts';

const busyIntervalMs = 1_500;
const idleIntervalMs = 30_000;

export const isActive = (job: Job): boolean => job.state === 'waiting' || job.state === 'running';

/** Jobs of the brand; looked at often only while one is under way. What jobs change is read anew when one ends. */
export function useJobs({ enabled = true }: { enabled?: boolean } = {}) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['jobs', 'list'],
    enabled,
    queryFn: ({ signal }) => get<Page<Job>>('/jobs', { limit: 50 }, signal),
    refetchInterval: ({ state }) => (state.data?.data.some(isActive) ? busyIntervalMs : idleIntervalMs),
  });
  const active = query.data?.data.filter(isActive).length ?? 0;
  const before = useRef(active);
  useEffect(() => {
    if (active < before.current) void client.invalidateQueries({ predicate: (one) => !['jobs', 'session'].includes(String(one.queryKey[0])) });
    before.current = active;
  }, [active, client]);
  return query;
}

export function useJob(id: string | null) {
  return useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => get<Job>(`/jobs/${id}`, undefined, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (!state.data || isActive(state.data) ? busyIntervalMs / 2 : false),
  });
}

export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Job>(`/jobs/${id}/cancel`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

import type { Job } from '@homefield/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, post, type Page } from '../../api/client.ts';
import { useMay } from '../../app/access.ts';
import type { JobStateChoice } from './job-kinds.ts';
import { useLive } from './live-state.ts';

/** Asked this often only while no events arrive. */
const busyIntervalMs = 1_500;
const idleIntervalMs = 30_000;
/** Makes good an event that was lost on the way. */
const liveIntervalMs = 60_000;
const recentMax = 30;
const pageSize = 30;

export const isActive = (job: Job): boolean => job.state === 'waiting' || job.state === 'running';

export type JobSearch = Readonly<{ state?: JobStateChoice | undefined; kind?: string | undefined; mine?: boolean | undefined; cursor?: string | undefined }>;

/** The newest jobs of the brand: what the header shows, and what notices are made of. */
export function useRecentJobs(enabled = true) {
  const live = useLive((state) => state.live);
  return useQuery({
    queryKey: ['jobs', 'recent'], enabled,
    queryFn: ({ signal }) => get<Page<Job>>('/jobs', { limit: recentMax }, signal),
    refetchInterval: ({ state }) => (live ? liveIntervalMs : state.data?.data.some(isActive) ? busyIntervalMs : idleIntervalMs),
  });
}

export function useJobs({ mine, ...search }: JobSearch) {
  const live = useLive((state) => state.live);
  return useQuery({
    queryKey: ['jobs', 'list', { ...search, mine }],
    queryFn: ({ signal }) => get<Page<Job>>('/jobs', { ...search, mine: mine ? 'true' : undefined, limit: pageSize }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (live ? liveIntervalMs : state.data?.data.some(isActive) ? busyIntervalMs : idleIntervalMs),
  });
}

export function useJob(id: string | null) {
  const live = useLive((state) => state.live);
  return useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => get<Job>(`/jobs/${id}`, undefined, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && !isActive(state.data) ? false : live ? liveIntervalMs / 12 : busyIntervalMs / 2),
  });
}

/** Puts what is known of a job now wherever it is shown. A new one, and one in another state, may belong to other lists: they are read again. */
export function rememberJob(client: QueryClient, job: Job): void {
  const before = client.getQueryData<Page<Job>>(['jobs', 'recent'])?.data.find(({ id }) => id === job.id);
  client.setQueryData(['jobs', 'one', job.id], job);
  client.setQueryData<Page<Job>>(['jobs', 'recent'], (page) => page && { ...page, data: [job, ...page.data.filter(({ id }) => id !== job.id)].sort(newestFirst).slice(0, recentMax) });
  client.setQueriesData<Page<Job>>({ queryKey: ['jobs', 'list'] }, (page) => page && { ...page, data: page.data.map((one) => (one.id === job.id ? job : one)) });
  if (before?.state !== job.state) void client.invalidateQueries({ queryKey: ['jobs', 'list'] });
  // The one that it took back says so by now.
  if (before?.state !== job.state && job.result?.['undoes']) void client.invalidateQueries({ queryKey: ['jobs', 'recent'] });
}

/** Ids sort by the time of their making. */
const newestFirst = (one: Job, other: Job) => (one.id < other.id ? 1 : -1);

/** What a job changed is somewhere else: everything but jobs and the session is read anew. */
export function readAnew(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => !['jobs', 'session'].includes(String(queryKey[0])) });
}

/** An act on a job, answered with a job: the same one, or the one that it started. */
function useJobAct(path: (id: string) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Job>(path(id)),
    onSuccess: (job) => {
      rememberJob(client, job);
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
}

export const useCancelJob = () => useJobAct((id) => `/jobs/${id}/cancel`);
export const useRetryJob = () => useJobAct((id) => `/jobs/${id}/retry`);
export const useUndoBulk = () => useJobAct((id) => `/customers/bulk/${id}/undo`);

/** Whether there is something to give back, and somebody who may. */
export function useUndoable(): (job: Job) => boolean {
  const may = useMay();
  return (job) => job.kind === 'bulk.customers' && !isActive(job) && Number(job.result?.['changed'] ?? 0) > 0 && !job.result?.['undoes'] && !job.result?.['undone'] && may('customers.write');
}

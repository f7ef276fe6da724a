import type { Sop, SopDefinition, SopEnrollment, SopResult } from '@homefield/contract';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, put, type Page } from '../../api/client.ts';

export type SopAction = 'publish' | 'pause' | 'resume' | 'end';

export function useSops() {
  return useQuery({ queryKey: ['sops', 'list'], queryFn: ({ signal }) => get<Page<Sop>>('/sops', { limit: 200 }, signal) });
}

export function useSop(id: string) {
  return useQuery({ queryKey: ['sops', 'one', id], queryFn: ({ signal }) => get<Sop>(`/sops/${id}`, undefined, signal), enabled: id !== 'new' });
}

const liveIntervalMs = 8_000;

/** Looked at often while the SOP runs; a draft has nothing to show. */
export function useSopResult(id: string, state: Sop['state'], enabled: boolean) {
  return useQuery({ queryKey: ['sops', 'result', id], queryFn: ({ signal }) => get<SopResult>(`/sops/${id}/result`, undefined, signal), enabled, refetchInterval: state === 'live' ? liveIntervalMs : false });
}

export function useEnrollments(id: string, step: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['sops', 'enrollments', id, step],
    queryFn: ({ signal, pageParam }) => get<Page<SopEnrollment>>(`/sops/${id}/enrollments`, { step, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: step !== undefined,
  });
}

/** Creates when there is no SOP yet, else changes the one that was read; `revision` lets the server see a change in between. */
export function useSaveSop(sop: Sop | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ revision, ...input }: { name: string; definition: SopDefinition; revision?: number | undefined }) =>
      sop ? put<Sop>(`/sops/${sop.id}`, { ...input, revision: revision ?? sop.revision }) : post<Sop>('/sops', input),
    onSuccess: (saved) => {
      client.setQueryData(['sops', 'one', saved.id], saved);
      void client.invalidateQueries({ queryKey: ['sops', 'list'] });
    },
  });
}

export function useSopAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, enterPresent }: { action: SopAction; enterPresent?: boolean }) =>
      post<Sop>(`/sops/${id}/${action}`, action === 'publish' ? { enterPresent } : undefined),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['sops'] }), client.invalidateQueries({ queryKey: ['insights'] })]),
  });
}

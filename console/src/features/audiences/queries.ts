import type { Audience, AudiencePreview, CustomerRow, ListCount, Rule, RuleCatalog } from '@homefield/contract';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, get, post, put, remove, type Page, type Query } from '../../api/client.ts';
import { everyRow } from '../../api/pages.ts';

const pageSize = 50;

/** The list, a portion at a time. What it found before stays until the new rows are there. */
export function useAudienceList(filter: Query, sort: string | undefined, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['audiences', 'list', 'rows', filter, sort],
    queryFn: ({ signal, pageParam }) => get<Page<Audience>>('/audiences', { ...filter, sort, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useAudienceCount(filter: Query, enabled = true) {
  return useQuery({ queryKey: ['audiences', 'list', 'count', filter], queryFn: ({ signal }) => get<ListCount>('/audiences/count', filter, signal), enabled });
}

/** All of them, to choose from. */
export function useAudiences(enabled = true) {
  return useQuery({ queryKey: ['audiences', 'list', 'choices'], queryFn: ({ signal }) => everyRow<Audience>('/audiences', {}, signal), enabled });
}

export function useAudience(id: string) {
  return useQuery({ queryKey: ['audiences', 'one', id], queryFn: ({ signal }) => get<Audience>(`/audiences/${id}`, undefined, signal), enabled: id !== 'new' && id !== '' });
}

export function useCatalog() {
  return useQuery({ queryKey: ['audiences', 'catalog'], queryFn: ({ signal }) => get<RuleCatalog>('/audiences/catalog', undefined, signal), staleTime: 5 * 60_000 });
}

/**
 * Count, reach, sentence and sample of a rule under edit. A newer rule cancels the question about an older one; the old answer
 * stays (`isPlaceholderData`) until the new one is there.
 */
export function useRulePreview(rule: Rule | null) {
  return useQuery({
    queryKey: ['audiences', 'preview', rule],
    queryFn: ({ signal }) => call<AudiencePreview>('POST', '/audiences/preview', { body: { rule }, signal }),
    enabled: rule !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function useMembers(id: string, limit: number) {
  return useQuery({ queryKey: ['audiences', 'members', id, limit], queryFn: ({ signal }) => get<Page<CustomerRow>>(`/audiences/${id}/members`, { limit }, signal), enabled: id !== '' });
}

/** Everybody in an audience, a portion at a time. */
export function useAllMembers(id: string) {
  return useInfiniteQuery({
    queryKey: ['audiences', 'members', id, 'all'],
    queryFn: ({ signal, pageParam }) => get<Page<CustomerRow>>(`/audiences/${id}/members`, { cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Creates when there is no audience yet, else changes the version that was read. */
export function useSaveAudience(audience: Audience | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...input }: { name: string; rule: Rule; version?: number | undefined }) =>
      audience ? put<Audience>(`/audiences/${audience.id}`, { ...input, version: version ?? audience.version }) : post<Audience>('/audiences', input),
    onSuccess: (saved) => {
      client.setQueryData(['audiences', 'one', saved.id], saved);
      void client.invalidateQueries({ queryKey: ['audiences', 'list'] });
    },
  });
}

/** Archives one, or takes it back. The lists are read anew when whoever does several of them says so. */
export function useArchiving() {
  const client = useQueryClient();
  return {
    archive: useMutation({ mutationFn: (id: string) => remove<void>(`/audiences/${id}`) }),
    restore: useMutation({ mutationFn: (id: string) => post<Audience>(`/audiences/${id}/restore`) }),
    settled: () => client.invalidateQueries({ queryKey: ['audiences'] }),
  };
}

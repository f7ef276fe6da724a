import type { Audience, AudiencePreview, CustomerRow, Rule, RuleCatalog } from '@homefield/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, get, post, put, remove, type Page } from '../../api/client.ts';

export function useAudiences() {
  return useQuery({ queryKey: ['audiences', 'list'], queryFn: ({ signal }) => get<Page<Audience>>('/audiences', { limit: 200 }, signal) });
}

export function useAudience(id: string) {
  return useQuery({ queryKey: ['audiences', 'one', id], queryFn: ({ signal }) => get<Audience>(`/audiences/${id}`, undefined, signal), enabled: id !== 'new' });
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

export function useArchiveAudience(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => remove<void>(`/audiences/${id}`), onSuccess: () => client.invalidateQueries({ queryKey: ['audiences', 'list'] }) });
}

import type { ListCount, Sop, SopDefinition, SopEnrollment, SopFigures, SopMistakes, SopReach, SopResult, SopRow } from '@homefield/contract';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { call, get, post, put, type Page, type Query } from '../../api/client.ts';
import type { PeopleOf } from './people-of.ts';

export type SopAction = 'publish' | 'pause' | 'resume' | 'end';

const pageSize = 50;

/** The list, a portion at a time. What it found before stays until the new rows are there. */
export function useSopList(filter: Query, sort: string | undefined, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['sops', 'list', 'rows', filter, sort],
    queryFn: ({ signal, pageParam }) => get<Page<SopRow>>('/sops', { ...filter, sort, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSopCount(filter: Query, enabled = true) {
  return useQuery({ queryKey: ['sops', 'list', 'count', filter], queryFn: ({ signal }) => get<ListCount>('/sops/count', filter, signal), enabled });
}

type Figures = Readonly<{ entered: number; sent: number }>;

/** How many entered and what was sent, page by page of the list: it is there before they are. Nothing for those that were never published. */
export function useSopFigures(pages: readonly (readonly SopRow[])[]): (id: string) => Figures | null | undefined {
  const asked = pages.map((rows) => rows.filter(({ publishedVersion }) => publishedVersion !== null).map(({ id }) => id).join(',')).filter(Boolean);
  return useQueries({
    queries: asked.map((ids) => ({ queryKey: ['sops', 'figures', ids], queryFn: ({ signal }: { signal: AbortSignal }) => get<SopFigures>('/sops/figures', { ids }, signal), staleTime: 30_000 })),
    combine: figuresOf,
  });
}

/** Here and not where it is used: for the same answers the same function comes back, and columns that show it stay the same. */
function figuresOf(answers: readonly UseQueryResult<SopFigures>[]): (id: string) => Figures | null | undefined {
  const figures = new Map(answers.flatMap(({ data }) => data?.data ?? []).map((one) => [one.id, one]));
  const failed = answers.some(({ isError }) => isError);
  return (id) => figures.get(id) ?? (failed ? null : undefined);
}

/** The first of those that a filter finds. */
export function useSops(filter: Query, limit: number) {
  return useQuery({ queryKey: ['sops', 'list', 'first', filter, limit], queryFn: ({ signal }) => get<Page<SopRow>>('/sops', { ...filter, limit }, signal) });
}

export function useSop(id: string) {
  return useQuery({ queryKey: ['sops', 'one', id], queryFn: ({ signal }) => get<Sop>(`/sops/${id}`, undefined, signal), enabled: id !== 'new' });
}

const liveIntervalMs = 8_000;

/** Looked at often while the SOP runs; a draft has nothing to show. */
export function useSopResult(id: string, state: Sop['state'], enabled: boolean) {
  return useQuery({ queryKey: ['sops', 'result', id], queryFn: ({ signal }) => get<SopResult>(`/sops/${id}/result`, undefined, signal), enabled, refetchInterval: state === 'live' ? liveIntervalMs : false });
}

export function useEnrollments(id: string, people: PeopleOf) {
  return useInfiniteQuery({
    queryKey: ['sops', 'enrollments', id, people],
    queryFn: ({ signal, pageParam }) => get<Page<SopEnrollment>>(`/sops/${id}/enrollments`, { ...people, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What publishing would refuse of a definition under edit, with the definition that was asked about: its steps may be others by now. */
export function useSopCheck(definition: SopDefinition, enabled: boolean) {
  return useQuery({
    queryKey: ['sops', 'check', definition],
    queryFn: async ({ signal }) => ({ definition, ...await call<SopMistakes>('POST', '/sops/check', { body: { definition }, signal }) }),
    enabled, placeholderData: keepPreviousData, staleTime: 60_000,
  });
}

/** How many in the audience of the draft its first message can reach now. */
export function useSopReach(id: string, revision: number, enabled: boolean) {
  return useQuery({ queryKey: ['sops', 'reach', id, revision], queryFn: ({ signal }) => get<SopReach>(`/sops/${id}/reach`, undefined, signal), enabled, staleTime: 30_000 });
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

/** The draft becomes what is published again. `revision`: the draft that was looked at. */
export function useDiscardSop(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (revision: number) => post<Sop>(`/sops/${id}/discard`, { revision }),
    onSuccess: (kept) => {
      client.setQueryData(['sops', 'one', kept.id], kept);
      void client.invalidateQueries({ queryKey: ['sops', 'list'] });
    },
  });
}

/** A new draft with the words of this SOP. */
export function useCopySop(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => post<Sop>(`/sops/${id}/copy`, { name }),
    onSuccess: (made) => {
      client.setQueryData(['sops', 'one', made.id], made);
      void client.invalidateQueries({ queryKey: ['sops', 'list'] });
    },
  });
}

/** Pauses or resumes any of a list. The lists are read anew when whoever does several of them says so. */
export function useSopMoves() {
  const client = useQueryClient();
  return {
    move: useMutation({ mutationFn: ({ id, action }: { id: string; action: 'pause' | 'resume' }) => post<Sop>(`/sops/${id}/${action}`) }),
    settled: () => Promise.all([client.invalidateQueries({ queryKey: ['sops'] }), client.invalidateQueries({ queryKey: ['audiences'] }), client.invalidateQueries({ queryKey: ['insights'] })]),
  };
}

export function useSopAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, ...seen }: { action: 'publish'; enterPresent: boolean; revision: number } | { action: Exclude<SopAction, 'publish'> }) => post<Sop>(`/sops/${id}/${action}`, action === 'publish' ? seen : undefined),
    // Its audience is live from now on, or not any more.
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['sops'] }), client.invalidateQueries({ queryKey: ['audiences'] }), client.invalidateQueries({ queryKey: ['insights'] })]),
  });
}

import type { ApiKey, CreatedApiKey, MessageSettings, Role, ScopeKind, StaffMember, User, WecomCheck, WecomConnection } from '@homefield/contract';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, put, remove, type Page } from '../../api/client.ts';

export type NewScope = Readonly<{ scope: { kind: ScopeKind; value: string | null }; staffId: string | null }>;
export type NewUser = NewScope & Readonly<{ name: string; email: string; password: string; role: Role }>;
export type NewApiKey = Readonly<{ name: string; scopes: ('read' | 'write' | 'import')[]; expiresAtMs?: number | null }>;

export type NewWecom = Readonly<{ corpId: string; agentId: number | null; secret?: string }>;

const wecomKey = ['organization', 'wecom'] as const;
const messagesKey = ['organization', 'messages'] as const;
const pageSize = 50;
const firstSyncIntervalMs = 5_000;
const wecomIntervalMs = 60_000;

/** A list that comes as one scrolls. */
function useEndless<Item>(queryKey: readonly string[], path: string) {
  const list = useInfiniteQuery({
    queryKey, queryFn: ({ signal, pageParam }) => get<Page<Item>>(path, { cursor: pageParam, limit: pageSize }, signal), initialPageParam: null as string | null, getNextPageParam: (page) => page.nextCursor,
  });
  const stuck = list.isFetchNextPageError;
  return {
    rows: list.data?.pages.flatMap((page) => page.data), error: stuck ? null : list.error, onRetry: () => void list.refetch(),
    endless: { hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), ...(stuck ? { error: list.error } : {}) },
  };
}

export const useUsers = () => useEndless<User>(['organization', 'users', 'list'], '/users');
export const useStaff = () => useEndless<StaffMember>(['organization', 'staff', 'list'], '/staff');

export function useApiKeys(enabled = true) {
  return useQuery({ enabled, queryKey: ['organization', 'api-keys'], queryFn: ({ signal }) => get<Page<ApiKey>>('/api-keys', undefined, signal) });
}

/** The answer holds the key itself; it is kept nowhere but on the screen. */
export function useAddApiKey() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: NewApiKey) => post<CreatedApiKey>('/api-keys', input), gcTime: 0, onSuccess: () => client.invalidateQueries({ queryKey: ['organization', 'api-keys'] }) });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => remove<void>(`/api-keys/${id}`), onSuccess: () => client.invalidateQueries({ queryKey: ['organization', 'api-keys'] }) });
}

export function useWecom() {
  return useQuery({
    queryKey: wecomKey,
    queryFn: ({ signal }) => get<WecomConnection>('/channels/wecom', undefined, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'working' && data.syncedAtMs === null ? firstSyncIntervalMs : wecomIntervalMs),
  });
}

/** The secret is in the request alone: nothing of it is kept once the server has it. */
export function useConnectWecom() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: NewWecom) => put<WecomConnection>('/channels/wecom', input), gcTime: 0, onSuccess: (saved) => client.setQueryData(wecomKey, saved) });
}

export function useCheckWecom() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => post<WecomCheck>('/channels/wecom/check'), onSuccess: () => client.invalidateQueries({ queryKey: wecomKey }) });
}

export function useMessageSettings() {
  return useQuery({ queryKey: messagesKey, queryFn: ({ signal }) => get<MessageSettings>('/settings/messages', undefined, signal) });
}

export function useSaveMessageSettings() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: MessageSettings) => put<MessageSettings>('/settings/messages', input), onSuccess: (saved) => client.setQueryData(messagesKey, saved) });
}

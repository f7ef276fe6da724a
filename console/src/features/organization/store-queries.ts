import type { StaffMember, Store, StoreSuggestion, User } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, type Page } from '../../api/client.ts';
import type { NewScope } from './queries.ts';

export type NewStore = Readonly<{ name: string; region: string | null }>;
export type StoreChange = NewStore & Readonly<{ active: boolean }>;

const storesKey = ['organization', 'stores'] as const;
const suggestionsKey = [...storesKey, 'suggestions'] as const;
/** 2,000 stores, which is the most that a brand has, are ten pages. */
const pagesMax = 10;

/** A list that a person chooses from or looks through as a whole. */
async function allOf<Item>(path: string, signal: AbortSignal): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | undefined;
  for (let index = 0; index < pagesMax; index += 1) {
    const page: Page<Item> = await get<Page<Item>>(path, { limit: 200, cursor }, signal);
    found.push(...page.data);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return found;
}

export function useStores() {
  return useQuery({ queryKey: [...storesKey, 'all'], queryFn: ({ signal }) => allOf<Store>('/stores', signal) });
}

export function useStoreSuggestions(enabled: boolean) {
  return useQuery({ queryKey: suggestionsKey, enabled, queryFn: ({ signal }) => get<Page<StoreSuggestion>>('/stores/suggestions', undefined, signal) });
}

/** For what is said about all of them. */
export function useAllUsers(enabled = true) {
  return useQuery({ queryKey: ['organization', 'users', 'all'], enabled, queryFn: ({ signal }) => allOf<User>('/users', signal) });
}

export function useAllStaff(enabled: boolean) {
  return useQuery({ queryKey: ['organization', 'staff', 'all'], enabled, queryFn: ({ signal }) => allOf<StaffMember>('/staff', signal) });
}

export function useAddStores() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (inputs: readonly NewStore[]) => {
      for (const input of inputs) await post<Store>('/stores', input);
      return inputs.length;
    },
    onSettled: () => client.invalidateQueries({ queryKey: storesKey }),
  });
}

export function useChangeStore(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: StoreChange) => patch<Store>(`/stores/${id}`, input), onSuccess: () => client.invalidateQueries({ queryKey: storesKey }) });
}

export function useChangeScope(userId: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: NewScope) => patch<User>(`/users/${userId}`, input), onSuccess: () => client.invalidateQueries({ queryKey: ['organization', 'users'] }) });
}

import type { ApiKey, CreatedApiKey, Role, StaffMember, User } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove, type Page } from '../../api/client.ts';

export type NewUser = Readonly<{ name: string; email: string; password: string; role: Role }>;
export type NewApiKey = Readonly<{ name: string; scopes: ('read' | 'write' | 'import')[] }>;

export function useUsers() {
  return useQuery({ queryKey: ['organization', 'users'], queryFn: ({ signal }) => get<Page<User>>('/users', undefined, signal) });
}

export function useAddUser() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: NewUser) => post<User>('/users', input), onSuccess: () => client.invalidateQueries({ queryKey: ['organization', 'users'] }) });
}

export function useStaff() {
  return useQuery({ queryKey: ['organization', 'staff'], queryFn: ({ signal }) => get<Page<StaffMember>>('/staff', undefined, signal) });
}

export function useApiKeys() {
  return useQuery({ queryKey: ['organization', 'api-keys'], queryFn: ({ signal }) => get<Page<ApiKey>>('/api-keys', undefined, signal) });
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

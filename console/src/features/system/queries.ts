import type { SystemState } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';

export function useSystem() {
  return useQuery({ queryKey: ['system'], queryFn: ({ signal }) => get<SystemState>('/system', undefined, signal), refetchInterval: 5_000 });
}

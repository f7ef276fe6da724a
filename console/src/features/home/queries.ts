import type { HomeNumbers } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';

export function useHomeNumbers() {
  return useQuery({ queryKey: ['insights', 'home'], queryFn: ({ signal }) => get<HomeNumbers>('/insights/home', undefined, signal), refetchInterval: 60_000 });
}

import type { Job, RfmPicture } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client.ts';

export function useRfm() {
  return useQuery({ queryKey: ['models', 'rfm'], queryFn: ({ signal }) => get<RfmPicture>('/models/rfm', undefined, signal) });
}

/** Asks for a snapshot as of now; the answer is the job that takes it. */
export function useTakeSnapshot() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Job>('/models/rfm/snapshots', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

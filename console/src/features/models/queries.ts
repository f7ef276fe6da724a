import type { Job, RfmPicture } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client.ts';

export function useRfm() {
  return useQuery({ queryKey: ['models', 'rfm'], queryFn: ({ signal }) => get<RfmPicture>('/models/rfm', undefined, signal) });
}

/** Asks for a snapshot, now or as of the beginning of a day; the answer is the job that takes it. */
export function useTakeSnapshot() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asOf: string | null) => post<Job>('/models/rfm/snapshots', asOf ? { asOf } : {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

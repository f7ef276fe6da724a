import type { Job, RfmPicture } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client.ts';

export function useRfm() {
  const client = useQueryClient();
  return useQuery({
    queryKey: ['models', 'rfm'],
    queryFn: async ({ signal }) => {
      const picture = await get<RfmPicture>('/models/rfm', undefined, signal);
      // Looking at it is a step of the first hour, which home shows.
      await client.invalidateQueries({ queryKey: ['insights', 'today'], refetchType: 'none' });
      return picture;
    },
  });
}

/** Asks for a snapshot as of now; the answer is the job that takes it. */
export function useTakeSnapshot() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Job>('/models/rfm/snapshots', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

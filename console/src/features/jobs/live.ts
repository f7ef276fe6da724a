import type { Job } from '@homefield/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followEvents } from '../../api/events.ts';
import { useLive } from './live-state.ts';
import { readAnew, rememberJob } from './queries.ts';

/** Keeps every shown job current. Once, in the shell; the lists fall back to asking while no events arrive. */
export function useJobStream(enabled: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return undefined;
    return followEvents('/jobs/events', {
      names: ['job', 'ready'],
      onEvent(name, data) {
        // What happened before the stream began is in the lists.
        if (name === 'ready') return void client.invalidateQueries({ queryKey: ['jobs'] });
        const job = data as Job | undefined;
        if (!job) return;
        rememberJob(client, job);
        if (job.endedAtMs !== null) readAnew(client);
      },
      onLive: (live) => useLive.setState({ live }),
    });
  }, [enabled, client]);
}

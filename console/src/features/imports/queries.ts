import type { Job } from '@homefield/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { upload } from '../../api/upload.ts';

/** Data sets that anybody can fetch, to try the product with. */
export const published = ['cdnow', 'online-retail', 'complete-journey'] as const;
export type Mapping = 'auto' | (typeof published)[number];

/** Sends the file; the answer is the job that reads it. */
export function useImportOrders() {
  const client = useQueryClient();
  const stop = useRef(new AbortController());
  const [share, setShare] = useState(0);
  const underWay = useRef<Promise<Job> | null>(null);
  const send = ({ file, mapping }: { file: File; mapping: Mapping }) => {
    stop.current = new AbortController();
    setShare(0);
    return upload<Job>('/imports/orders', file, { query: { mapping, fileName: file.name }, signal: stop.current.signal, onProgress: setShare }).finally(() => { underWay.current = null; });
  };
  const mutation = useMutation({
    // The second click of a double click comes before the button has gone.
    mutationFn: (input: { file: File; mapping: Mapping }) => (underWay.current ??= send(input)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  return { ...mutation, share, stop: () => stop.current.abort() };
}

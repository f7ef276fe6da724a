import type { SearchAnswer } from '@homefield/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get } from '../api/client.ts';

const searchDelayMs = 120;

export type Hits = Readonly<{ asked: string; answer: SearchAnswer | undefined; error: unknown; /** What was typed is not answered yet. */ pending: boolean }>;

/** What the server finds for a text. While the next answer is on its way the last one stays, so that the list does not jump. */
export function useHits(text: string, composing: boolean): Hits {
  const asked = useSettled(text.trim(), composing);
  const { data, error, isFetching } = useQuery({
    queryKey: ['search', asked], queryFn: ({ signal }) => get<SearchAnswer>('/search', { q: asked }, signal), enabled: asked !== '', placeholderData: keepPreviousData, staleTime: 10_000,
  });
  return { asked, answer: asked === '' ? undefined : data, error: asked === '' ? null : error, pending: !composing && (text.trim() !== asked || (isFetching && asked !== '')) };
}

/** What is asked for: not every letter, and nothing that is still being composed. */
function useSettled(text: string, composing: boolean): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (composing) return undefined;
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : searchDelayMs);
    return () => clearTimeout(timer);
  }, [text, composing]);
  return settled;
}

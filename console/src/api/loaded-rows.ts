import type { InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './client.ts';

/** The rows of all portions that have come, the same list until another one comes: tables draw anew what is new to them. */
export function useLoadedRows<Row>(data: InfiniteData<Page<Row>> | undefined): Row[] | undefined {
  return useMemo(() => data?.pages.flatMap((page) => page.data), [data]);
}

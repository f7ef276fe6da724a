import type { Customer, CustomerRow, TimelineEntry } from '@homefield/contract';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, type Page } from '../../api/client.ts';

export type CustomerSearch = Readonly<{ q?: string | undefined; sort?: string | undefined; cursor?: string | undefined }>;
const pageSize = 50;

export function useCustomers(search: CustomerSearch) {
  return useQuery({
    queryKey: ['customers', 'list', search],
    queryFn: ({ signal }) => get<Page<CustomerRow>>('/customers', { ...search, limit: pageSize }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useCustomer(id: string) {
  return useQuery({ queryKey: ['customers', 'one', id], queryFn: ({ signal }) => get<Customer>(`/customers/${id}`, undefined, signal) });
}

export function useTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: ['customers', 'timeline', id],
    queryFn: ({ signal, pageParam }) => get<Page<TimelineEntry>>(`/customers/${id}/timeline`, { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

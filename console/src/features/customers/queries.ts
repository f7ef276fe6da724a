import type { Customer, CustomerChoices, CustomerCount, CustomerRow, TimelineEntry } from '@homefield/contract';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, type Page, type Query } from '../../api/client.ts';

const pageSize = 50;

/** The list, a portion at a time. `filter` is the filter of the API; what it found before stays until the new rows are there. */
export function useCustomers(filter: Query, sort: string | undefined, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['customers', 'list', filter, sort],
    queryFn: ({ signal, pageParam }) => get<Page<CustomerRow>>('/customers', { ...filter, sort, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How many the filter finds in all. */
export function useCustomerCount(filter: Query, enabled = true) {
  return useQuery({ queryKey: ['customers', 'count', filter], queryFn: ({ signal }) => get<CustomerCount>('/customers/count', filter, signal), enabled });
}

/** Cities and stores to choose from: they change by the day, not by the minute. */
export function useCustomerChoices() {
  return useQuery({ queryKey: ['customers', 'choices'], queryFn: ({ signal }) => get<CustomerChoices>('/customers/choices', undefined, signal), staleTime: 10 * 60_000 });
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

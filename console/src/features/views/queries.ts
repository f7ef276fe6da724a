import type { NewView, View, ViewChange, ViewLayout, ViewPage } from '@homefield/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, put, remove, type Page } from '../../api/client.ts';

/** As many as a page can show as tabs; more of one's own and the brand's together than this nobody finds anything in. */
const viewsMax = 200;

export function useViews(page: ViewPage) {
  return useQuery({ queryKey: ['views', page], queryFn: ({ signal }) => get<Page<View>>('/views', { page, limit: viewsMax }, signal), staleTime: 60_000 });
}

export function useLayout(page: ViewPage) {
  return useQuery({ queryKey: ['views', 'layout', page], queryFn: ({ signal }) => get<ViewLayout>('/views/layout', { page }, signal), staleTime: 60_000 });
}

/** Shown at once and kept on the server; a column that could not be kept comes back with the next read. */
export function useSetLayout(page: ViewPage) {
  const client = useQueryClient();
  const key = ['views', 'layout', page];
  return useMutation({
    mutationFn: (columns: string[] | null) => put<ViewLayout>(`/views/layout?page=${page}`, { columns }),
    onMutate: async (columns) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<ViewLayout>(key, { columns });
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useViewChanges(page: ViewPage) {
  const client = useQueryClient();
  const settled = () => client.invalidateQueries({ queryKey: ['views', page] });
  return {
    create: useMutation({ mutationFn: (view: NewView) => post<View>('/views', view), onSettled: settled }),
    change: useMutation({ mutationFn: ({ id, ...change }: ViewChange & { id: string }) => patch<View>(`/views/${id}`, change), onSettled: settled }),
    remove: useMutation({ mutationFn: (id: string) => remove(`/views/${id}`), onSettled: settled }),
    restore: useMutation({ mutationFn: (id: string) => post<View>(`/views/${id}/restore`), onSettled: settled }),
  };
}

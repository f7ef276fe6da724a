import type { View, ViewPage } from '@homefield/contract';
import { useEffect, useRef, useState } from 'react';
import { chooseDensity, usePreferences } from '../../app/preferences.ts';
import { useLayout, useSetLayout, useViews } from './queries.ts';
import { isChanged, stateOf, type Shown } from './view-state.ts';

/** What a page tells of its address: the view that it names, the filters and the sort; and how to go to others. */
export type Address = Readonly<{ view: string | undefined; filters: Readonly<Record<string, string>>; sort: string | undefined; go: (to: { view?: string | undefined; filters: Readonly<Record<string, string>>; sort?: string | undefined }, replace?: boolean) => void }>;

/** In the address: no view, said expressly, where one opens by default. */
export const noView = 'all';

/**
 * The views of a page and what is shown of them. Filters and sort live in the address; columns in the view, or, without a view, with the
 * person (kept on the server). Opening the page without anything in its address opens the person's default.
 */
export function usePageViews(page: ViewPage, address: Address) {
  const { data, isError } = useViews(page);
  const layout = useLayout(page);
  const setLayout = useSetLayout(page);
  const density = usePreferences((state) => state.density);
  const [own, setOwn] = useState<{ view: string; columns: string[] | null }>();
  const views = data?.data ?? [];
  const current = views.find((view) => view.id === address.view);
  const columns = current ? (own?.view === current.id ? own.columns : current.state.columns ?? null) : layout.data?.columns ?? null;
  const shown: Shown = { filters: address.filters, sort: address.sort, columns, density };
  const apply = (view: View | undefined, replace = false) => {
    setOwn(undefined);
    if (view?.state.density) chooseDensity(view.state.density);
    const hasDefault = views.some((one) => one.isDefault);
    address.go(view ? { view: view.id, filters: view.state.filters, sort: view.state.sort } : { filters: {}, view: hasDefault ? noView : undefined }, replace);
  };
  const bare = address.view === undefined && address.sort === undefined && Object.keys(address.filters).length === 0;
  const first = bare ? views.find((view) => view.isDefault) : undefined;
  const applying = useRef(apply);
  useEffect(() => {
    applying.current = apply;
  });
  useEffect(() => {
    if (first) applying.current(first, true);
  }, [first]);
  return {
    page, views, current, columns, apply,
    state: stateOf(shown),
    changed: current !== undefined && isChanged(current.state, shown),
    /** A link to a view is open before its view is known: nothing is asked for twice. Views that do not come keep nobody from the list. */
    settled: (data !== undefined || isError) && first === undefined,
    setColumns: (next: string[] | null) => (current ? setOwn({ view: current.id, columns: next }) : setLayout.mutate(next)),
    saved: () => setOwn(undefined),
  };
}

export type PageViews = ReturnType<typeof usePageViews>;

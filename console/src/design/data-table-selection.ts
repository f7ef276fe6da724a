import { useEffect, useState } from 'react';

/** Chosen rows: these keys, or everything that matches but these. "All" stands for rows that are not even loaded. */
export type Selection = Readonly<{ all: boolean; keys: ReadonlySet<string> }>;

export const nothingSelected: Selection = { all: false, keys: new Set() };

export function isSelected(selection: Selection, key: string): boolean {
  return selection.all !== selection.keys.has(key);
}

/** Chooses the keys or lets them go; the others stay as they are. */
export function withKeys(selection: Selection, keys: readonly string[], on: boolean): Selection {
  const next = new Set(selection.keys);
  for (const key of keys) if (on !== selection.all) next.add(key);
  else next.delete(key);
  return { all: selection.all, keys: next };
}

/** How many are chosen; null while "all" stands for a number that is not known yet. */
export function countSelected(selection: Selection, total: number | undefined): number | null {
  if (!selection.all) return selection.keys.size;
  return total === undefined ? null : Math.max(0, total - selection.keys.size);
}

/** Whether all, some or none of the loaded rows are chosen: the state of the box in the head. */
export function headState(selection: Selection, keys: readonly string[]): 'all' | 'some' | 'none' {
  // Asked with every drawing, over as many keys as are loaded: the first one that decides it ends it.
  const { all, keys: named } = selection;
  if (keys.length === 0) return 'none';
  if (named.size === 0 || !keys.some((key) => named.has(key))) return all ? 'all' : 'none';
  if (named.size >= keys.length && keys.every((key) => named.has(key))) return all ? 'none' : 'all';
  return 'some';
}

/** What a table needs to let rows be chosen. */
export type Selecting = Readonly<{
  selection: Selection;
  total: number | undefined;
  count: number | null;
  set: (keys: readonly string[], on: boolean) => void;
  selectAll: () => void;
  clear: () => void;
}>;

/** Chosen rows of a list. They are let go when what the list shows changes (`of`): nobody acts on rows that they no longer see. */
export function useSelection({ of, total }: { of: string; total: number | undefined }): Selecting {
  const [kept, setKept] = useState({ of, selection: nothingSelected });
  const selection = kept.of === of ? kept.selection : nothingSelected;
  const change = (next: (before: Selection) => Selection) => setKept((before) => ({ of, selection: next(before.of === of ? before.selection : nothingSelected) }));
  return {
    selection, total, count: countSelected(selection, total),
    set: (keys, on) => change((before) => withKeys(before, keys, on)),
    selectAll: () => change(() => ({ all: true, keys: new Set() })),
    clear: () => change(() => nothingSelected),
  };
}

/** What a list that comes by portions tells of itself. */
export type LoadedList = Readonly<{ hasNextPage: boolean; isFetching: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown }>;

/**
 * The chosen rows themselves, for work that is done to each of them by its own call. "All that match" is loaded to its end first
 * (`complete`): for lists of at most some hundreds.
 */
export function useChosenRows<Row extends { id: string }>(rows: readonly Row[], list: LoadedList, { selection }: Pick<Selecting, 'selection'>): { chosen: Row[]; complete: boolean } {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const wantsMore = selection.all && hasNextPage;
  useEffect(() => {
    if (wantsMore && !isFetching && !isFetchNextPageError) fetchNextPage();
  }, [wantsMore, isFetching, isFetchNextPageError, fetchNextPage]);
  return { chosen: rows.filter(({ id }) => isSelected(selection, id)), complete: !wantsMore };
}

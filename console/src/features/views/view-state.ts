import type { ViewState } from '@homefield/contract';

export type Shown = Readonly<{ filters: Readonly<Record<string, string>>; sort: string | undefined; columns: readonly string[] | null; density: 'comfortable' | 'compact' }>;

/** What is shown, as a view keeps it. */
export function stateOf(shown: Shown): ViewState {
  return { filters: { ...shown.filters }, density: shown.density, ...(shown.sort ? { sort: shown.sort } : {}), ...(shown.columns ? { columns: [...shown.columns] } : {}) };
}

/** Whether what is shown is no longer what the view says. A view that says nothing of its columns or density takes any. */
export function isChanged(view: ViewState, shown: Shown): boolean {
  if ((view.sort ?? '') !== (shown.sort ?? '')) return true;
  if (view.density && view.density !== shown.density) return true;
  if (view.columns && view.columns.join() !== (shown.columns ?? []).join()) return true;
  if (!view.columns && shown.columns) return true;
  const keys = new Set([...Object.keys(view.filters), ...Object.keys(shown.filters)]);
  return [...keys].some((key) => (view.filters[key] ?? '') !== (shown.filters[key] ?? ''));
}

/** The values that are there. */
export function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

import { view, type View, type ViewChange, type ViewState } from '@homefield/contract';
import { customers } from './people.ts';
import { mockId } from './random.ts';

const kept = (number: number, name: string, state: ViewState, rest: Partial<View> = {}) => view.parse({ id: mockId('viw', number), page: 'customers', name, state, shared: false, by: '林夏', mine: true, isDefault: false, ...rest });

let made = 10;
const removed = new Map<string, View>();
export const views: View[] = [
  kept(1, '重要价值', { filters: { class: 'key_value,key_growth' }, sort: '-netSales' }, { shared: true }),
  kept(2, '上海 · 90 天未下单', { filters: { city: '上海', lastOrderTo: '2026-08-24' }, columns: ['phone', 'rfm', 'store', 'netSales', 'lastOrderAt'], density: 'compact' }, { shared: true, mine: false, by: '苏禾' }),
];
export const layout: { columns: string[] | null } = { columns: null };

export function addView(body: object): View {
  const added = kept(made += 1, '', { filters: {} }, body as Partial<View>);
  views.push(added);
  return added;
}

export function changeView(id: string, change: ViewChange): View | undefined {
  const index = views.findIndex((one) => one.id === id);
  if (change.isDefault) for (const one of views) one.isDefault = false;
  if (views[index]) views[index] = view.parse({ ...views[index], ...change });
  return views[index];
}

export function removeView(id: string): void {
  const index = views.findIndex((one) => one.id === id);
  for (const gone of index < 0 ? [] : views.splice(index, 1)) removed.set(id, gone);
}

export function restoreView(id: string): View | undefined {
  const back = removed.get(id);
  if (back) views.push(back);
  return back;
}

type Row = (typeof customers)[number];
const any = (text: string | null, value: string | null) => text === null || text.split(',').some((one) => (one === '-' ? value === null : one === value));
const between = (query: URLSearchParams, name: string, value: number) => value >= Number(query.get(`${name}From`) ?? -Infinity) && value <= Number(query.get(`${name}To`) ?? Infinity);

/** The customers that a filter of the API finds. */
/** Customers who were left out of counts while the mock runs. */
export const leftOut = new Set<string>();

/** Leaves the chosen out, or takes them in again. Answers how many they were. */
export function leaveOut(body: object): number {
  const { action, reason: _, ids, except = [], ...filter } = body as { action: string; reason?: string; ids?: string[]; except?: string[] } & Record<string, string>;
  const chosen = (ids ?? foundBy(new URLSearchParams(filter)).map(({ id }) => id)).filter((id) => !except.includes(id));
  for (const id of chosen) if (action === 'exclude') leftOut.add(id); else leftOut.delete(id);
  return chosen.length;
}

export function foundBy(query: URLSearchParams): Row[] {
  const q = query.get('q') ?? '';
  const [from, to] = [query.get('lastOrderFrom'), query.get('lastOrderTo')];
  const dayOf = (row: Row) => (row.lastOrderAtMs === null ? '' : new Date(row.lastOrderAtMs + 8 * 3_600_000).toISOString().slice(0, 10));
  const isOut = query.get('excluded');
  return customers.filter((row) => (isOut === null ? q !== '' || !leftOut.has(row.id) : (isOut === 'yes') === leftOut.has(row.id)) && (row.name.includes(q) || (row.phoneMasked ?? '').endsWith(q)) && any(query.get('class'), row.rfmClass) && any(query.get('city'), row.city) && any(query.get('store'), row.store)
    && (query.get('contact') === null || (query.get('contact') === 'yes') === row.isContact) && between(query, 'orders', row.orders) && between(query, 'sales', row.netSalesMinor)
    && (from === null || (dayOf(row) !== '' && dayOf(row) >= from)) && (to === null || (dayOf(row) !== '' && dayOf(row) <= to)));
}

export function choicesOf(rows: readonly Row[]): { cities: { value: string; customers: number }[]; stores: { value: string; customers: number }[] } {
  const most = (name: 'city' | 'store') => {
    const counts = new Map<string, number>();
    for (const row of rows) if (row[name]) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1);
    return [...counts].map(([value, count]) => ({ value, customers: count })).sort((left, right) => right.customers - left.customers);
  };
  return { cities: most('city'), stores: most('store') };
}

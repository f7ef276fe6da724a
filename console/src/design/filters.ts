import type { Format } from './format.ts';

type Option = Readonly<{ value: string; label: string; /** How many there are of it. */ count?: number }>;

/** A filter of a list. Its values are texts of the URL under its keys, so that a link, a view and the field are the same thing. */
export type Filter =
  | Readonly<{ kind: 'choice'; key: string; label: string; options: readonly Option[]; /** One at most; `any`: what it means that none is chosen, where that is not "whatever it is". */ single?: boolean; any?: string; loading?: boolean }>
  | Readonly<{ kind: 'range'; key: string; from: string; to: string; label: string; unit?: string; /** Minor units in one that is typed: 100 for money. */ scale?: number }>
  | Readonly<{ kind: 'days'; key: string; from: string; to: string; label: string }>
  | Readonly<{ kind: 'text'; key: string; label: string }>;

export type FilterValues = Readonly<Record<string, string | undefined>>;

/** The keys of the URL that a filter owns. */
export function keysOf(filter: Filter): string[] {
  return filter.kind === 'range' || filter.kind === 'days' ? [filter.from, filter.to] : [filter.key];
}

/** Whether the filter says anything. */
export function isSet(filter: Filter, values: FilterValues): boolean {
  return keysOf(filter).some((key) => values[key] !== undefined && values[key] !== '');
}

/** What lets the filter go: its keys without values. */
export function cleared(filters: readonly Filter[]): FilterValues {
  return Object.fromEntries(filters.flatMap(keysOf).map((key) => [key, undefined]));
}

/** Values of a choice. They are parted by commas in the URL. */
export function chosenOf(text: string | undefined): string[] {
  return text ? text.split(',').filter(Boolean) : [];
}

export function choiceText(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}

/** What the chip of a filter says of its value; empty when it has none. `among` joins many: 「上海 等 3 个」. */
export function valueText(filter: Filter, values: FilterValues, format: Format, words: { among: (first: string, count: number) => string; from: (text: string) => string; to: (text: string) => string }): string {
  if (!isSet(filter, values)) return '';
  if (filter.kind === 'text') return values[filter.key] ?? '';
  if (filter.kind === 'choice') {
    const labels = chosenOf(values[filter.key]).map((value) => filter.options.find((option) => option.value === value)?.label ?? value);
    return labels.length > 1 ? words.among(labels[0] ?? '', labels.length) : labels[0] ?? '';
  }
  const show = (text: string | undefined) => (!text ? '' : filter.kind === 'days' ? text : format.count(Number(text) / (filter.scale ?? 1)));
  const [from, to] = [show(values[filter.from]), show(values[filter.to])];
  if (from && to) return from === to ? from : `${from} – ${to}`;
  return from ? words.from(from) : words.to(to);
}

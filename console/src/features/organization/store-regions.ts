import type { Store } from '@homefield/contract';

/** The regions that stores name, each once, in the order of the reader's language. */
export function regionsOf(stores: readonly Pick<Store, 'region'>[]): string[] {
  return [...new Set(stores.flatMap(({ region }) => region ?? []))].sort((one, other) => one.localeCompare(other));
}

/** Stores whose name or region holds the words, by region, those without one last. */
export function shownStores<Row extends Pick<Store, 'name' | 'region'>>(stores: readonly Row[], words: string): Row[] {
  const wanted = words.trim().toLowerCase();
  return stores.filter(({ name, region }) => `${name} ${region ?? ''}`.toLowerCase().includes(wanted))
    .toSorted((one, other) => Number(one.region === null) - Number(other.region === null) || (one.region ?? '').localeCompare(other.region ?? '') || one.name.localeCompare(other.name));
}

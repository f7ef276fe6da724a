import type { CustomerFilter } from '@homefield/contract';
import type { Selecting } from '../../design/data-table-selection.ts';
import type { FilterValues } from '../../design/filters.ts';

const numbers = new Set(['ordersFrom', 'ordersTo', 'salesFrom', 'salesTo']);

/** Values of filters as a body or an address holds them: numbers as numbers, nothing that is empty. */
export function filterOf(values: FilterValues): CustomerFilter {
  return Object.fromEntries(Object.entries(values).flatMap(([key, text]) => (text === undefined || text === '' ? [] : [[key, numbers.has(key) ? Number(text) : text]])));
}

/** Chosen customers as the server is told them: by their ids, or by the filter when all are, without those who were let go again. */
export function chosenOf({ selection }: Pick<Selecting, 'selection'>, values: FilterValues): { ids: string[] } | (CustomerFilter & { except?: string[] }) {
  const keys = [...selection.keys];
  if (!selection.all) return { ids: keys };
  return { ...filterOf(values), ...(keys.length > 0 ? { except: keys } : {}) };
}

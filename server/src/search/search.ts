import type { SearchHit, SearchKind } from '@homefield/contract';
import { closeness, foundBy, plainText } from '../customers/index.ts';
import type { Customers } from '../customers/index.ts';
import type { Database } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { readAudienceNames, readSopNames } from './name-reader.ts';

export type SearchDeps = { db: Database; customers: Pick<Customers, 'search'> };

export type Search = {
  /** Whatever of these kinds answers to `q`: at most `limit` of each, the ones that are called exactly so first, then the newest. */
  find(viewer: Viewer, query: { q: string; kinds: readonly SearchKind[]; limit: number }): Promise<SearchHit[]>;
};

type Finder = (viewer: Viewer, q: string, limit: number) => Promise<SearchHit[]>;

const nothing = { phoneMasked: null, city: null, state: null, size: null };

export function createSearch({ db, customers }: SearchDeps): Search {
  const finders: Readonly<Record<SearchKind, Finder>> = {
    async customer(viewer, q, limit) {
      const found = await customers.search(viewer, q, limit);
      return found.map(({ customerId, name, phoneMasked, city, by }) => ({ ...nothing, kind: 'customer', id: formatId('customer', customerId), name, by, phoneMasked, city: city || null }));
    },
    async sop({ workspaceId }, q, limit) {
      const rows = await db.inWorkspace(workspaceId, (tx) => readSopNames(tx, workspaceId));
      return matching(rows, q, limit).map(({ row, by }) => ({ ...nothing, kind: 'sop', id: formatId('sop', row.sop_id), name: row.name, by, state: row.state }));
    },
    // What is counted last is of the whole brand; counting for a part of it is nothing to do while somebody types.
    async audience({ workspaceId, dataScope }, q, limit) {
      const rows = await db.inWorkspace(workspaceId, (tx) => readAudienceNames(tx, workspaceId));
      return matching(rows, q, limit).map(({ row, by }) => ({ ...nothing, kind: 'audience', id: formatId('audience', row.audience_id), name: row.name, by, size: row.size === null || dataScope.kind !== 'brand' ? null : Number(row.size) }));
    },
  };
  return {
    find: async (viewer, { q, kinds, limit }) => (await Promise.all(kinds.map((kind) => finders[kind](viewer, q, limit)))).flat(),
  };
}

/** Of names that are few enough to be looked at one by one; they come newest first and stay so behind the exact ones. */
function matching<Row extends { name: string }>(rows: readonly Row[], q: string, limit: number): { row: Row; by: 'name' | 'pinyin' }[] {
  const question = plainText(q);
  const found = rows.flatMap((row) => {
    const by = foundBy(row.name, question);
    return by ? [{ row, by, close: closeness(row.name, question) }] : [];
  });
  return found.sort((a, b) => b.close - a.close).slice(0, limit);
}

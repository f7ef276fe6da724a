import type { Transaction } from '../engines/index.ts';

/**
 * What the stores are called now and were called before. Customers, orders and the log carry the name by which they were told, and the
 * log cannot be rewritten; nor do tills and sheets learn a new name on the day of the renaming. So nothing is rewritten: a store knows its
 * former names, who asks by one name asks by all of them, and what is shown is the present one. It holds in both engines, from the very
 * moment of the renaming, for what comes in under an old name tomorrow, and a renaming back undoes it.
 */
export type StoreNames = {
  /** The present name of the store that is or was called so; the text itself when none was. */
  presentOf(name: string): string;
  /** The names, and all others of the same stores. */
  allOf(names: readonly string[]): string[];
  /** Former names of the stores whose present name has the text in it, upper and lower case alike. */
  formerOf(part: string): string[];
};

type Row = { former: string; present: string };

/** As many as a brand may have stores; they go with a question to ClickHouse only where one of them is meant. */
const formerMax = 2_000;

/** Reads the table of stores, which organization keeps. */
export async function readStoreNames(tx: Transaction, workspaceId: bigint): Promise<StoreNames> {
  return storeNamesOf(await tx.query<Row>(`
    select f.name as former, s.name as present from store_former_name f join store s using (workspace_id, store_id) where f.workspace_id = $1 order by f.name limit ${formerMax}`, [workspaceId]));
}

export function storeNamesOf(rows: readonly Row[]): StoreNames {
  const present = new Map(rows.map(({ former, present: now }) => [former, now]));
  const presentOf = (name: string) => present.get(name) ?? name;
  return {
    presentOf,
    allOf: (names) => {
      const meant = new Set(names.map(presentOf));
      return [...meant, ...rows.flatMap(({ former, present: now }) => (meant.has(now) ? [former] : []))];
    },
    formerOf: (part) => rows.flatMap(({ former, present: now }) => (now.toLowerCase().includes(part.toLowerCase()) ? [former] : [])),
  };
}

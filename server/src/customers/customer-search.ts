import { bigints } from '../engines/index.ts';
import type { Database } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { candidates } from './candidates.ts';
import { normalizePhone } from './identity.ts';
import { inScope } from './in-scope.ts';
import type { Vault } from './vault.ts';
import { findByWord } from './word-store.ts';
import { closeness, foundBy, plainText } from './words.ts';

/** A customer that was found, and by what. */
export type FoundCustomer = { customerId: bigint; name: string; phoneMasked: string | null; city: string; by: 'name' | 'pinyin' | 'phone' | 'email' | 'number' };

const questionMax = 100;
/** More are looked at than shown: some have another name by now. */
const wordsMax = 200;
/** As many share the last four digits of their phones among some millions. */
const knownMax = 500;

type Row = { customer_id: bigint; name: string; phone_masked: string | null; city: string };

/**
 * Finds, among those whom the viewer sees, while somebody types: whole numbers, phones and e-mails, the last four digits of a phone, and names by what they begin with, in
 * characters, pinyin or its initials. Whoever is called exactly so comes first, as it is written or as it is typed, then the newest. All of it by indexes of PostgreSQL; a
 * part in the middle of a name is the list's to find.
 */
export async function searchCustomers({ db, vault }: { db: Database; vault: Vault }, viewer: Viewer, q: string, limit: number): Promise<FoundCustomer[]> {
  const { workspaceId, dataScope } = viewer;
  const seen = inScope(dataScope, 3);
  const asked = q.normalize('NFKC').trim().slice(0, questionMax);
  const question = plainText(asked);
  if (question === '') return [];
  return db.inWorkspace(workspaceId, async (tx) => {
    const known = (await candidates(tx, viewer, vault, asked)).slice(0, knownMax);
    const named = await findByWord(tx, viewer, question, wordsMax);
    const rows = await tx.query<Row>(
      `select c.customer_id, c.name, c.phone_masked, c.city from customer c where c.workspace_id = $1 and c.customer_id = any ($2::bigint[]) and not c.gone and ${seen.sql}`,
      [workspaceId, bigints([...new Set([...known, ...named])]), ...seen.values]);
    const isKnown = new Set(known);
    const found = rows.flatMap((row) => {
      const by = isKnown.has(row.customer_id) ? numberKind(row, asked) : foundBy(row.name, question);
      return by ? [{ row, by, close: closeness(row.name, question) }] : [];
    });
    found.sort((a, b) => b.close - a.close || (a.row.customer_id > b.row.customer_id ? -1 : 1));
    return found.slice(0, limit).map(({ row, by }) => ({ customerId: row.customer_id, name: row.name, phoneMasked: row.phone_masked, city: row.city, by }));
  });
}

function numberKind({ phone_masked: phone }: Row, asked: string): FoundCustomer['by'] {
  if (asked.includes('@')) return 'email';
  const tail = phone?.slice(-4);
  return tail !== undefined && (asked === tail || (normalizePhone(asked) !== undefined && asked.endsWith(tail))) ? 'phone' : 'number';
}

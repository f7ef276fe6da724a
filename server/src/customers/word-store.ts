import { bigints, texts } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { ofScope } from './in-scope.ts';
import { TypedTooWide } from './problems.ts';
import { foundBy, plainText, wordsOf } from './words.ts';

export type Named = { workspaceId: bigint; customerId: bigint; name: string };

/** Sorted as the index is: neighbors go to the same page. Naming somebody a second time changes nothing. */
export async function rememberNames(tx: Transaction, named: readonly Named[]): Promise<void> {
  const rows = named.flatMap(({ workspaceId, customerId, name }) => {
    const { written, typed } = wordsOf(name);
    return [...new Set([...written, ...typed])].map((word) => ({ workspaceId, customerId, word }));
  }).sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  if (rows.length === 0) return;
  await tx.query(`
    insert into customer_word (workspace_id, word, customer_id)
    select w.workspace_id, w.word, w.customer_id from unnest($1::bigint[], $2::text[], $3::bigint[]) as w (workspace_id, word, customer_id)
    on conflict do nothing`, [bigints(rows.map((row) => row.workspaceId)), texts(rows.map(({ word }) => word)), bigints(rows.map(({ customerId }) => customerId))]);
}

/** Customers whom the viewer sees with a word that begins like the question: the word itself first, in each word the newest. */
export async function findByWord(tx: Transaction, viewer: Viewer, question: string, limit: number): Promise<bigint[]> {
  return [...new Set(await holdersOf(tx, viewer, question, limit))];
}

/** Once for each of their words. */
async function holdersOf(tx: Transaction, { workspaceId, dataScope }: Viewer, question: string, limit: number): Promise<bigint[]> {
  // Those of others would fill up the places of one's own.
  const seen = ofScope(dataScope, 'w.customer_id', 4);
  const rows = await tx.query<{ customer_id: bigint }>(`
    select w.customer_id from customer_word w where w.workspace_id = $1 and w.word >= $2 and w.word < $2 || chr(1114111) and ${seen.sql}
    order by w.workspace_id, w.word, w.customer_id desc limit $3`, [workspaceId, question, limit, ...seen.values]);
  return rows.map((row) => row.customer_id);
}

/** As many ids are a parameter that ClickHouse takes (128 KiB). */
const typedMax = 4_000;
const typedFrom = 2;

/**
 * Customers whom the viewer sees whose names are typed so: pinyin, of the whole or the given name, or initials. Those who are called otherwise by now are not. Refuses (422) what so many
 * names begin with that not all could be told: a list, its count and what is done to all of them have to be about the same people.
 */
export async function findByTyped(tx: Transaction, viewer: Viewer, q: string): Promise<bigint[]> {
  const question = plainText(q);
  if (question.length < typedFrom || !/[a-z]/.test(question)) return [];
  const holders = await holdersOf(tx, viewer, question, typedMax + 1);
  if (holders.length > typedMax) throw TypedTooWide({ q: question, max: typedMax });
  const rows = await tx.query<{ customer_id: bigint; name: string }>('select c.customer_id, c.name from customer c where c.workspace_id = $1 and c.customer_id = any ($2::bigint[])', [viewer.workspaceId, bigints([...new Set(holders)])]);
  return rows.filter(({ name }) => foundBy(name, question) !== undefined).map((row) => row.customer_id);
}

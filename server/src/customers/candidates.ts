import type { Transaction } from '../engines/index.ts';
import { isProblem, parseId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { normalizeIdentity, normalizePhone, orderCustomerKind } from './identity.ts';
import { inScope } from './in-scope.ts';
import type { Vault } from './vault.ts';

/** Found by number or phone, before names are looked at: more is no search any more. */
const candidatesMax = 500;

/** Customers by their id, number, member number, phone (whole or the last four digits) or e-mail. One by an id may be out of the viewer's scope: whoever reads them asks for it again. */
export async function candidates(tx: Transaction, { workspaceId, dataScope }: Viewer, vault: Vault, q: string): Promise<bigint[]> {
  // Those of others would fill up the places of one's own.
  const seen = inScope(dataScope, 8);
  const whose = dataScope.kind === 'brand' ? '' : `join customer c on c.workspace_id = $1 and c.customer_id = i.customer_id and ${seen.sql}`;
  const exact = [{ kind: orderCustomerKind, key: q }, { kind: 'member_no', key: q }, { kind: 'wecom.external_user_id', key: q }];
  const phone = normalizePhone(q);
  if (phone !== undefined) exact.push({ kind: 'phone', key: vault.lookup(workspaceId, 'phone', phone) });
  if (q.includes('@')) exact.push(...emailKey(workspaceId, vault, q));
  const rows = await tx.query<{ customer_id: bigint }>(`
    select i.customer_id from unnest($2::text[], $3::text[]) as w (kind, key) join identity i on i.workspace_id = $1 and i.kind = w.kind and i.value_key = w.key collate "C" ${whose}
    union (select i.customer_id from identity i ${whose} where $4 and i.workspace_id = $1 and i.kind = any ($5::text[]) and i.value_key >= $6 and i.value_key < $6 || chr(1114111) limit ${candidatesMax})
    union (select c.customer_id from customer c where $7 and c.workspace_id = $1 and c.phone_tail = $6 and ${seen.sql} limit ${candidatesMax})`, [
    workspaceId, exact.map(({ kind }) => kind), exact.map(({ key }) => key), q.length >= 3, [orderCustomerKind, 'member_no'], q, /^\d{4}$/.test(q), ...seen.values,
  ]);
  return [...rows.map((row) => row.customer_id), ...shownId(q)];
}

function emailKey(workspaceId: bigint, vault: Vault, q: string): { kind: string; key: string }[] {
  try {
    return [{ kind: 'email', key: vault.lookup(workspaceId, 'email', normalizeIdentity({ kind: 'email', value: q }).value) }];
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}

function shownId(q: string): bigint[] {
  try {
    return [parseId('customer', q)];
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}

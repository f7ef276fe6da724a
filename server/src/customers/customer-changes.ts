import { bigints, booleans, texts } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Profile, ProfileChange } from './customer.ts';
import { cleanText } from './customer.ts';
import { customerColumns, profileOf } from './customer-store.ts';
import type { CustomerColumns } from './customer-store.ts';

/** A change by hand: what is given is set, what is absent stays. Undefined when there is no such customer or nothing would change. */
export async function changeProfile(tx: Transaction, workspaceId: bigint, customerId: bigint, change: ProfileChange, nowMs: number): Promise<Profile | undefined> {
  const attributes = change.attributes ?? {};
  const removed = Object.keys(attributes).filter((key) => attributes[key] === null);
  const text = (value: string | undefined) => (value === undefined ? null : cleanText(value));
  const [row] = await tx.query<CustomerColumns>(`
    update customer c set version = nextval('customer_version'), updated_at = to_timestamp($3 / 1000.0), name = coalesce($4, c.name), gender = coalesce($5, c.gender), city = coalesce($6, c.city),
      source = coalesce($7, c.source), store = coalesce($8, c.store), is_contact = coalesce($9, c.is_contact),
      owner_staff_id = case when $10 then $11::bigint else c.owner_staff_id end, attributes = (c.attributes || $12::jsonb) - $13::text[]
    where c.workspace_id = $1 and c.customer_id = $2 and not c.gone
    returning ${customerColumns}`, [
    workspaceId, customerId, nowMs, text(change.name), change.gender ?? null, text(change.city), text(change.source), text(change.store), change.isContact ?? null,
    change.ownerStaffId !== undefined, change.ownerStaffId ?? null, JSON.stringify(attributes), removed,
  ]);
  return row && profileOf(row);
}

export type ContactMark = { customerId: bigint; isContact: boolean; ownerStaffId: bigint | null };

/** Marks who is a contact now and who looks after them. Answers those for whom that was news. */
export async function markContacts(tx: Transaction, workspaceId: bigint, marks: readonly ContactMark[], nowMs: number): Promise<Profile[]> {
  const rows = await tx.query<CustomerColumns>(`
    with marking as (
      select c.customer_id, m.is_contact, m.owner from unnest($3::bigint[], $4::bool[], $5::bigint[]) as m (id, is_contact, owner)
      join customer c on c.workspace_id = $1 and c.customer_id = m.id and c.customer_id = any ($3::bigint[])
      where not c.gone and (c.is_contact, coalesce(c.owner_staff_id, 0)) is distinct from (m.is_contact, coalesce(m.owner, 0))
      order by c.customer_id for update of c
    )
    update customer c set version = nextval('customer_version'), is_contact = m.is_contact, owner_staff_id = m.owner, updated_at = to_timestamp($2 / 1000.0)
    from marking m where c.workspace_id = $1 and c.customer_id = m.customer_id and c.customer_id = any ($3::bigint[])
    returning ${customerColumns}`, [
    workspaceId, nowMs, bigints(marks.map(({ customerId }) => customerId)), booleans(marks.map(({ isContact }) => isContact)), bigints(marks.map(({ ownerStaffId }) => ownerStaffId)),
  ]);
  return rows.map(profileOf);
}

/** Leaves a customer out everywhere (staff, test account, peer), or takes them in again with `reason` null. */
export async function setExcluded(tx: Transaction, workspaceId: bigint, customerId: bigint, reason: string | null, nowMs: number): Promise<Profile | undefined> {
  const [row] = await tx.query<CustomerColumns>(`
    update customer c set version = nextval('customer_version'), excluded = $3::text is not null, excluded_reason = $3, updated_at = to_timestamp($4 / 1000.0)
    where c.workspace_id = $1 and c.customer_id = $2 and not c.gone returning ${customerColumns}`, [workspaceId, customerId, reason, nowMs]);
  return row && profileOf(row);
}

/** Whom to leave out (`reason`), or to take in again (null). */
export type ExclusionChange = { customerId: bigint; reason: string | null };

/** The same for many: answers those for whom it was news, with the reason that held before. Locks in the order of ids. */
export async function setManyExcluded(tx: Transaction, workspaceId: bigint, changes: readonly ExclusionChange[], nowMs: number): Promise<{ profile: Profile; reasonBefore: string | null }[]> {
  const ids = bigints(changes.map(({ customerId }) => customerId));
  const rows = await tx.query<CustomerColumns & { reason_before: string | null }>(`
    with changing as (
      select c.customer_id, w.reason, c.excluded_reason as reason_before from unnest($3::bigint[], $4::text[]) as w (id, reason)
      join customer c on c.workspace_id = $1 and c.customer_id = w.id and c.customer_id = any ($3::bigint[])
      where not c.gone and c.excluded is distinct from (w.reason is not null)
      order by c.customer_id for update of c
    )
    update customer c set version = nextval('customer_version'), excluded = w.reason is not null, excluded_reason = w.reason, updated_at = to_timestamp($2 / 1000.0)
    from changing w where c.workspace_id = $1 and c.customer_id = w.customer_id and c.customer_id = any ($3::bigint[])
    returning ${customerColumns}, w.reason_before`, [workspaceId, nowMs, ids, texts(changes.map(({ reason }) => reason))]);
  return rows.map((row) => ({ profile: profileOf(row), reasonBefore: row.reason_before }));
}

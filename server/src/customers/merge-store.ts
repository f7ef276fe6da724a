import { bigints } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Profile } from './customer.ts';
import { customerColumns, profileOf } from './customer-store.ts';
import type { CustomerColumns } from './customer-store.ts';
import type { Filled } from './merge-profile.ts';

export type Evidence = Readonly<{ kind: string; masked: string }>;
export type Decider = { kind: 'rule' } | { kind: 'person'; actor: Readonly<Record<string, unknown>> };
/** A merge that holds. */
export type Merge = { mergeId: bigint; intoId: bigint; fromId: bigint; filled: Filled };

export async function readProfiles(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, Profile>> {
  const rows = await tx.query<CustomerColumns>(`select ${customerColumns} from customer c where c.workspace_id = $1 and c.customer_id = any ($2::bigint[])`, [workspaceId, bigints(customerIds)]);
  return new Map(rows.map((row) => [row.customer_id, profileOf(row)]));
}

/** A survivor's profile as it is after a merge or its undoing, under a new version. The reason for leaving somebody out comes from who brought it. */
export async function writeProfile(tx: Transaction, workspaceId: bigint, profile: Profile, nowMs: number, fromId: bigint): Promise<Profile> {
  const [row] = await tx.query<CustomerColumns>(`
    update customer c set version = nextval('customer_version'), updated_at = to_timestamp($3 / 1000.0), created_at = to_timestamp($4 / 1000.0), name = $5, gender = $6, city = $7, source = $8, store = $9,
      phone_masked = $10, is_contact = $11, owner_staff_id = $12, excluded = $13, attributes = $14,
      excluded_reason = case when $13 then coalesce(c.excluded_reason, (select f.excluded_reason from customer f where f.workspace_id = $1 and f.customer_id = $15)) end
    where c.workspace_id = $1 and c.customer_id = $2 returning ${customerColumns}`, [
    workspaceId, profile.customerId, nowMs, profile.createdAtMs, profile.name, profile.gender, profile.city, profile.source, profile.store,
    profile.phoneMasked, profile.isContact, profile.ownerStaffId, profile.excluded, JSON.stringify(profile.attributes), fromId,
  ]);
  if (!row) throw new Error('The survivor of a merge is gone.');
  return profileOf(row);
}

/** Makes customers part of somebody, or of nobody (null). Answers their profiles. */
export async function setPartOf(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[], rootId: bigint | null, nowMs: number): Promise<Profile[]> {
  const rows = await tx.query<CustomerColumns>(`
    update customer c set version = nextval('customer_version'), updated_at = to_timestamp($4 / 1000.0), merged_into = $3
    where c.workspace_id = $1 and c.customer_id = any ($2::bigint[]) returning ${customerColumns}`, [workspaceId, bigints(customerIds), rootId, nowMs]);
  return rows.map(profileOf);
}

/** Kinds of one value of which both hold one: they differ, since a value is one customer's. */
export async function sharedHolds(tx: Transaction, workspaceId: bigint, a: bigint, b: bigint): Promise<string[]> {
  const rows = await tx.query<{ held_as: string }>(`
    select held_as from identity where workspace_id = $1 and customer_id = any (array[$2, $3]::bigint[]) and held_as is not null
    group by held_as having count(distinct customer_id) = 2 order by held_as`, [workspaceId, a, b]);
  return rows.map((row) => row.held_as);
}

export async function insertMerge(tx: Transaction, workspaceId: bigint, merge: Merge & { evidence: readonly Evidence[]; by: Decider }, nowMs: number): Promise<void> {
  await tx.query(`
    insert into customer_merge (workspace_id, merge_id, into_id, from_id, merged_at, decided_by, actor, evidence, filled)
    values ($1, $2, $3, $4, to_timestamp($5 / 1000.0), $6, $7, $8, $9)`, [
    workspaceId, merge.mergeId, merge.intoId, merge.fromId, nowMs, merge.by.kind, merge.by.kind === 'person' ? JSON.stringify(merge.by.actor) : null, JSON.stringify(merge.evidence), JSON.stringify(merge.filled),
  ]);
}

/** A merge that holds, locked; undefined when there is none or it was undone. */
export async function lockMerge(tx: Transaction, workspaceId: bigint, mergeId: bigint): Promise<Merge | undefined> {
  const [row] = await tx.query<{ into_id: bigint; from_id: bigint; filled: Filled }>(
    'select into_id, from_id, filled from customer_merge where workspace_id = $1 and merge_id = $2 and undone_at is null for update', [workspaceId, mergeId]);
  return row && { mergeId, intoId: row.into_id, fromId: row.from_id, filled: row.filled };
}

export async function endMerge(tx: Transaction, workspaceId: bigint, mergeId: bigint, by: Decider, nowMs: number): Promise<void> {
  await tx.query('update customer_merge set undone_at = to_timestamp($3 / 1000.0), undone_by = $4 where workspace_id = $1 and merge_id = $2', [
    workspaceId, mergeId, nowMs, JSON.stringify(by.kind === 'person' ? by.actor : { kind: 'rule' })]);
}

/** The merges that hold into these customers, oldest first. */
export async function mergesInto(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Merge[]> {
  const rows = await tx.query<{ merge_id: bigint; into_id: bigint; from_id: bigint; filled: Filled }>(
    'select merge_id, into_id, from_id, filled from customer_merge where workspace_id = $1 and into_id = any ($2::bigint[]) and undone_at is null order by merge_id', [workspaceId, bigints(customerIds)]);
  return rows.map((row) => ({ mergeId: row.merge_id, intoId: row.into_id, fromId: row.from_id, filled: row.filled }));
}

export async function setFilled(tx: Transaction, workspaceId: bigint, mergeId: bigint, filled: Filled): Promise<void> {
  await tx.query('update customer_merge set filled = $3 where workspace_id = $1 and merge_id = $2', [workspaceId, mergeId, JSON.stringify(filled)]);
}

/** What remembers whose identities are forgets it (`known-identities.ts`). */
export async function raiseEpoch(tx: Transaction, workspaceId: bigint): Promise<void> {
  await tx.query('update workspace set identity_epoch = identity_epoch + 1 where workspace_id = $1', [workspaceId]);
}

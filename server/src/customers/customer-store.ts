import { bigints, doubles, isTaken, jsonbs, rowsOf, texts } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { AttributeValue, Gender, Profile } from './customer.ts';
import { cleanText } from './customer.ts';
import { heldAs, weakKinds } from './identity.ts';
import { keyOf, sealedOf } from './resolve-plan.ts';
import type { Holdings, Known, PossibleDuplicate, Slot } from './resolve-plan.ts';
import type { Vault } from './vault.ts';

/** Whose each identity is. One probe of the index each, whatever the planner thinks of a table that was just filled and has no statistics yet. */
export async function findOwners(tx: Transaction, workspaceId: bigint, slots: readonly Slot[], vault: Vault): Promise<void> {
  const kinds = Map.groupBy(slots, ({ kind }) => kind);
  for (const [kind, ofKind] of kinds) {
    const rows = await tx.query<{ value_key: string; customer_id: bigint }>(
      `select i.value_key, i.customer_id from unnest($3::text[]) w (value_key)
       cross join lateral (select * from identity o where o.workspace_id = $1 and o.kind = $2 and o.value_key = w.value_key offset 0) i`,
      [workspaceId, kind, texts(ofKind.map((slot) => keyOf(slot, workspaceId, vault)))]);
    const owners = new Map(rows.map((row) => [row.value_key, row.customer_id]));
    for (const slot of ofKind) slot.customerId = owners.get(slot.key);
  }
}

/** What these customers hold at most one of, and which of them have weak identities alone. */
export async function findHoldings(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Holdings> {
  if (customerIds.length === 0) return { holds: new Map(), weakOnly: new Set() };
  const rows = await tx.query<{ customer_id: bigint; holds: string[] | null; weak_only: boolean }>(`
    select customer_id, array_agg(held_as) filter (where held_as is not null) as holds, bool_and(kind = any ($3::text[])) as weak_only
    from identity where workspace_id = $1 and customer_id = any ($2::bigint[]) group by customer_id`, [workspaceId, bigints(customerIds), weakKinds]);
  return { holds: new Map(rows.map((row) => [row.customer_id, new Set(row.holds)])), weakOnly: new Set(rows.flatMap((row) => (row.weak_only ? [row.customer_id] : []))) };
}

/** Rows as they are sent: put together ahead of the time when they may be written. */
export type Rows = ReturnType<typeof rowsOf>;

/** New identities, sorted: two writers of the same ones wait for each other and never in a circle. */
export function identityRows(added: readonly Slot[], workspaceId: bigint, vault: Vault): Rows {
  for (const slot of added) keyOf(slot, workspaceId, vault);
  const slots = added.toSorted((a, b) => order(a.kind, b.kind) || order(a.key, b.key));
  return rowsOf(3, [
    ['value_key', 'text', slots.map(({ key }) => key)],
    ['kind', 'text', slots.map(({ kind }) => kind)],
    ['customer_id', 'bigint', slots.map(({ customerId }) => customerId ?? 0n)],
    ['held_as', 'text', slots.map(heldAs)],
    ['sealed', 'bytea', slots.map((slot) => sealedOf(slot, workspaceId, vault))],
    ['masked', 'text', slots.map(({ rule, value }) => (rule.sealed ? rule.mask(value) : null))],
  ]);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * All of them or none: answers false when another process was faster with one, and leaves the transaction where it was. Without
 * `on conflict`, which made rows a third dearer where it was measured (orders).
 */
export async function insertIdentities(tx: Transaction, workspaceId: bigint, { text, params }: Rows, nowMs: number): Promise<boolean> {
  await tx.query('savepoint new_identities');
  try {
    await tx.query(`
      insert into identity (workspace_id, kind, value_key, customer_id, held_as, sealed, masked, added_at)
      select $1, i.kind, i.value_key, i.customer_id, i.held_as, i.sealed, i.masked, to_timestamp($2 / 1000.0)
      from ${text} i`, [workspaceId, nowMs, ...params]);
  } catch (error) {
    if (!isTaken(error)) throw error;
    await tx.query('rollback to savepoint new_identities');
    return false;
  }
  await tx.query('release savepoint new_identities');
  return true;
}

/** The profile of a customer that is made now. */
export function newProfile(known: Known, nowMs: number): Profile {
  return {
    customerId: known.customerId,
    createdAtMs: Math.min(known.firstSeenAtMs ?? nowMs, nowMs),
    name: cleanText(known.name), gender: known.gender ?? 'unknown', city: cleanText(known.city), source: cleanText(known.source), store: cleanText(known.store),
    ownerStaffId: null, isContact: false, excluded: false, gone: false, phoneMasked: known.phoneMasked ?? null, attributes: known.attributes ?? {}, version: 1n,
  };
}

export function customerRows(profiles: readonly Profile[]): Rows {
  return rowsOf(3, [
    ['id', 'bigint', profiles.map((profile) => profile.customerId)],
    ['created_ms', 'float8', profiles.map((profile) => profile.createdAtMs)],
    ['name', 'text', profiles.map((profile) => profile.name)],
    ['gender', 'text', profiles.map((profile) => profile.gender)],
    ['city', 'text', profiles.map((profile) => profile.city)],
    ['source', 'text', profiles.map((profile) => profile.source)],
    ['store', 'text', profiles.map((profile) => profile.store)],
    ['phone_masked', 'text', profiles.map((profile) => profile.phoneMasked)],
    ['attributes', 'jsonb', profiles.map((profile) => JSON.stringify(profile.attributes))],
  ]);
}

export async function insertCustomers(tx: Transaction, workspaceId: bigint, { text, params }: Rows, nowMs: number): Promise<void> {
  await tx.query(`
    insert into customer (workspace_id, customer_id, created_at, updated_at, name, gender, city, source, store, phone_masked, attributes)
    select $1, c.id, to_timestamp(c.created_ms / 1000.0), to_timestamp($2 / 1000.0), c.name, c.gender, c.city, c.source, c.store, c.phone_masked, c.attributes
    from ${text} c`, [workspaceId, nowMs, ...params]);
}

/**
 * Fills what is empty, overwrites nothing; an earlier sighting moves "first seen" back. Answers the profiles that changed. Locks in the order of ids; the array beside the
 * join bounds what is read to these customers, with or without statistics.
 */
export async function fillProfiles(tx: Transaction, workspaceId: bigint, known: readonly Known[], nowMs: number): Promise<Profile[]> {
  const rows = await tx.query<CustomerColumns>(`
    with filling as (
      select c.customer_id, f.* from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::float8[])
        as f (id, name, gender, city, source, store, phone_masked, attributes, seen_ms)
      join customer c on c.workspace_id = $1 and c.customer_id = f.id and c.customer_id = any ($3::bigint[])
      where not c.gone and ((c.name = '' and f.name <> '') or (c.gender = 'unknown' and f.gender <> 'unknown') or (c.city = '' and f.city <> '')
        or (c.source = '' and f.source <> '') or (c.store = '' and f.store <> '') or (c.phone_masked is null and f.phone_masked is not null)
        or c.created_at > to_timestamp(f.seen_ms / 1000.0) or (f.attributes <> '{}' and not c.attributes ?& array(select jsonb_object_keys(f.attributes))))
      order by c.customer_id for update of c
    )
    update customer c set version = nextval('customer_version'), updated_at = to_timestamp($2 / 1000.0), created_at = least(c.created_at, to_timestamp(f.seen_ms / 1000.0)),
      name = case when c.name = '' then f.name else c.name end, gender = case when c.gender = 'unknown' then f.gender else c.gender end,
      city = case when c.city = '' then f.city else c.city end, source = case when c.source = '' then f.source else c.source end,
      store = case when c.store = '' then f.store else c.store end, phone_masked = coalesce(c.phone_masked, f.phone_masked), attributes = f.attributes || c.attributes
    from filling f where c.workspace_id = $1 and c.customer_id = f.customer_id and c.customer_id = any ($3::bigint[])
    returning ${customerColumns}`, [
    workspaceId, nowMs, bigints(known.map(({ customerId }) => customerId)), texts(known.map(({ name }) => cleanText(name))), texts(known.map(({ gender }) => gender ?? 'unknown')),
    texts(known.map(({ city }) => cleanText(city))), texts(known.map(({ source }) => cleanText(source))), texts(known.map(({ store }) => cleanText(store))),
    texts(known.map(({ phoneMasked }) => phoneMasked ?? null)), jsonbs(known.map(({ attributes }) => JSON.stringify(attributes ?? {}))),
    doubles(known.map(({ firstSeenAtMs }) => firstSeenAtMs ?? null)),
  ]);
  return rows.map(profileOf);
}

export async function recordDuplicates(tx: Transaction, workspaceId: bigint, duplicates: readonly PossibleDuplicate[], nowMs: number, vault: Vault): Promise<void> {
  await tx.query(`
    insert into possible_duplicate (workspace_id, customer_id, other_customer_id, kind, value_key, found_at)
    select $1, d.customer_id, d.other_id, d.kind, d.value_key, to_timestamp($2 / 1000.0)
    from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[]) as d (customer_id, other_id, kind, value_key)
    order by d.customer_id, d.kind, d.value_key on conflict do nothing`, [
    workspaceId, nowMs, bigints(duplicates.map(({ customerId }) => customerId)), bigints(duplicates.map(({ otherCustomerId }) => otherCustomerId)),
    texts(duplicates.map(({ slot }) => slot.kind)), texts(duplicates.map(({ slot }) => keyOf(slot, workspaceId, vault))),
  ]);
}

export type CustomerColumns = {
  customer_id: bigint; created_at: number; name: string; gender: Gender; city: string; source: string; store: string; owner_staff_id: bigint | null;
  is_contact: boolean; excluded: boolean; gone: boolean; phone_masked: string | null; attributes: Record<string, AttributeValue>; version: bigint;
};
export const customerColumns = 'c.customer_id, c.created_at, c.name, c.gender, c.city, c.source, c.store, c.owner_staff_id, c.is_contact, c.excluded, c.gone, c.phone_masked, c.attributes, c.version';

export function profileOf(row: CustomerColumns): Profile {
  return {
    customerId: row.customer_id, createdAtMs: row.created_at, name: row.name, gender: row.gender, city: row.city, source: row.source, store: row.store,
    ownerStaffId: row.owner_staff_id, isContact: row.is_contact, excluded: row.excluded, gone: row.gone, phoneMasked: row.phone_masked, attributes: row.attributes, version: row.version,
  };
}

import type { KnownProfile } from './customer.ts';
import { heldAs, identityRule, normalizeIdentity } from './identity.ts';
import type { Identity, IdentityRule } from './identity.ts';
import type { Vault } from './vault.ts';

export type ResolveRow = { identities: readonly Identity[]; profile?: KnownProfile };

/** One distinct identity of a batch. `key`: what it is stored under; '' until somebody needs it, as the hash that a sealed one is made with, and what is sealed. */
export type Slot = Identity & { key: string; hash?: Buffer; sealed?: Buffer; rule: IdentityRule; customerId: bigint | undefined };

export type Batch = { slots: Slot[]; /** Indexes into `slots` for each row. */ rows: number[][] };

/** What a row knows of its customer, joined over the rows of the batch. */
export type Known = KnownProfile & { customerId: bigint; phoneMasked?: string };

export type PossibleDuplicate = { customerId: bigint; otherCustomerId: bigint | null; slot: Slot };

export type ResolvePlan = {
  customerIds: bigint[];
  /** Of each row whether every identity that it names is its customer's. */
  whole: boolean[];
  created: Known[];
  /** Profiles of customers that were there before: fill what is empty. */
  known: Known[];
  added: Slot[];
  duplicates: PossibleDuplicate[];
};

/** The distinct identities of the rows, in one spelling each, with their owners where `ownerOf` knows them. Refuses a row without any. */
export function slotsOf(rows: readonly ResolveRow[], ownerOf: (kind: string, value: string) => bigint | undefined): Batch {
  const slots: Slot[] = [];
  // By kind, then by value as written or as normalized: no key has to be put together for each of a million rows.
  const places = new Map<string, Map<string, number>>();
  const slotOf = (identity: Identity): number => {
    let ofKind = places.get(identity.kind);
    if (!ofKind) places.set(identity.kind, ofKind = new Map());
    const written = identity.app === undefined ? identity.value : `${identity.app}/${identity.value}`;
    const seen = ofKind.get(written);
    if (seen !== undefined) return seen;
    const { kind, value } = normalizeIdentity(identity);
    const rule = identityRule(kind);
    const place = ofKind.get(value) ?? slots.push({ kind, value, rule, key: '', customerId: ownerOf(kind, value) }) - 1;
    ofKind.set(value, place).set(written, place);
    return place;
  };
  return {
    rows: rows.map(({ identities }) => {
      if (identities.length === 0) throw new Error('A row without an identity names no customer.');
      return identities.map(slotOf);
    }),
    slots,
  };
}

/** Under which an identity is stored and found. */
export function keyOf(slot: Slot, workspaceId: bigint, vault: Vault): string {
  if (slot.key !== '') return slot.key;
  if (slot.rule.sealed) slot.hash = vault.hash(workspaceId, slot.kind, slot.value);
  slot.key = slot.hash ? vault.lookup(workspaceId, slot.kind, slot.value, slot.hash) : slot.value;
  return slot.key;
}

/** What is kept of a value that may not be read; null where it may be. */
export function sealedOf(slot: Slot, workspaceId: bigint, vault: Vault): Buffer | null {
  if (slot.rule.sealed) slot.sealed ??= vault.seal(workspaceId, slot.kind, slot.value, slot.hash);
  return slot.sealed ?? null;
}

/**
 * Goes through the rows in their order, as if each were alone: none of its identities known → a new customer; one customer known →
 * the rest is added; several known → a possible duplicate is recorded and the oldest is used (ids sort by time). A second value
 * for a kind of one value is not added but recorded. `holders` says which customers hold a value of such a kind already.
 */
export function planResolve(batch: Batch, input: readonly ResolveRow[], holders: Set<string>, nextId: () => bigint): ResolvePlan {
  const owner = batch.slots.map((slot) => slot.customerId);
  const plan: ResolvePlan = { customerIds: [], whole: [], created: [], known: [], added: [], duplicates: [] };
  const created = new Map<bigint, Known>();
  const known = new Map<bigint, Known>();
  const holds = new Set(holders);
  batch.rows.forEach((places, index) => {
    const customerId = oldest(places, owner);
    const id = customerId ?? nextId();
    const doubts = plan.duplicates.length;
    if (customerId === undefined) created.set(id, { customerId: id });
    for (const place of places) {
      const slot = batch.slots[place];
      const other = owner[place];
      if (!slot || other === id) continue;
      const held = heldAs(slot);
      const holding = held === null ? '' : `${id}:${held}`;
      if (other !== undefined || holds.has(holding)) {
        plan.duplicates.push({ customerId: id, otherCustomerId: other ?? null, slot });
        continue;
      }
      owner[place] = id;
      if (holding !== '') holds.add(holding);
      plan.added.push({ ...slot, customerId: id });
      if (slot.kind === 'phone') join(created, known, { customerId: id, phoneMasked: slot.rule.mask(slot.value) });
    }
    const profile = input[index]?.profile;
    if (profile) join(created, known, { ...profile, customerId: id });
    plan.customerIds.push(id);
    plan.whole.push(plan.duplicates.length === doubts);
  });
  return { ...plan, created: [...created.values()], known: [...known.values()] };
}

/** The first of the customers behind a row's identities: ids sort by time. */
export function oldest(places: readonly number[], owner: readonly (bigint | undefined)[]): bigint | undefined {
  let found: bigint | undefined;
  for (const place of places) {
    const id = owner[place];
    if (id !== undefined && (found === undefined || id < found)) found = id;
  }
  return found;
}

/** The first row that knows something wins; a customer was first seen at the earliest of them. */
function join(created: Map<bigint, Known>, known: Map<bigint, Known>, more: Known): void {
  const target = created.has(more.customerId) ? created : known;
  const before = target.get(more.customerId);
  if (!before) {
    target.set(more.customerId, { ...more });
    return;
  }
  before.name ||= more.name;
  before.gender ??= more.gender;
  before.city ||= more.city;
  before.source ||= more.source;
  before.store ||= more.store;
  before.phoneMasked ??= more.phoneMasked;
  if (more.attributes) before.attributes = { ...more.attributes, ...before.attributes };
  if (more.firstSeenAtMs !== undefined) before.firstSeenAtMs = Math.min(before.firstSeenAtMs ?? Infinity, more.firstSeenAtMs);
}

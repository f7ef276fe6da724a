import type { KnownProfile } from './customer.ts';
import { identityRule, normalizeIdentity } from './identity.ts';
import type { Identity, IdentityRule } from './identity.ts';
import type { Evidence } from './merge-store.ts';
import type { Vault } from './vault.ts';

export type ResolveRow = { identities: readonly Identity[]; profile?: KnownProfile };

/** One distinct identity of a batch. `key`: what it is stored under; '' until somebody needs it, as the hash that a sealed one is made with, and what is sealed. */
export type Slot = Identity & { key: string; hash?: Buffer; sealed?: Buffer; rule: IdentityRule; customerId: bigint | undefined };

export type Batch = { slots: Slot[]; /** Indexes into `slots` for each row. */ rows: number[][] };

/** What a row knows of its customer, joined over the rows of the batch. */
export type Known = KnownProfile & { customerId: bigint; phoneMasked?: string };

export type PossibleDuplicate = { customerId: bigint; otherCustomerId: bigint | null; slot: Slot };

/** Two customers who were there before and are one person, by what a row named together. */
export type PlannedMerge = { customerIds: readonly [bigint, bigint]; evidence: Evidence[] };

export type ResolvePlan = {
  customerIds: bigint[];
  /** Of each row whether every identity that it names is its customer's. */
  whole: boolean[];
  created: Known[];
  /** Profiles of customers that were there before: fill what is empty. */
  known: Known[];
  added: Slot[];
  merges: PlannedMerge[];
  duplicates: PossibleDuplicate[];
};

/** What has to be known of the customers whom a batch may join: what they hold at most one of, and who has only weak identities. */
export type Holdings = { holds: ReadonlyMap<bigint, ReadonlySet<string>>; weakOnly: ReadonlySet<bigint> };

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

/** The first of the customers behind a row's identities: ids sort by time. */
export function oldest(places: readonly number[], owner: readonly (bigint | undefined)[]): bigint | undefined {
  let found: bigint | undefined;
  for (const place of places) {
    const id = owner[place];
    if (id !== undefined && (found === undefined || id < found)) found = id;
  }
  return found;
}

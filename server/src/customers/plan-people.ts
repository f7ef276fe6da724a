import { heldAs } from './identity.ts';
import type { Batch, Holdings, Known, ResolvePlan, ResolveRow, Slot } from './resolve-plan.ts';

/**
 * Who the rows are (`docs/decisions/0009-one-person.md`). Goes through them in their order, as if each were alone: the strong identities of a row are one person, so several customers
 * who hold them are one, the oldest of them (ids sort by time). Without a strong one that is known a weak one finds its customer. A customer with weak identities alone who is named
 * beside somebody is that one. What a person has one of is not added a second time and keeps two people apart: a possible duplicate is recorded, and the oldest is used.
 */
export function planResolve(batch: Batch, input: readonly ResolveRow[], { holds, weakOnly }: Holdings, nextId: () => bigint): ResolvePlan {
  const people = createPeople(holds, weakOnly);
  const owner = batch.slots.map((slot) => slot.customerId);
  const plan: ResolvePlan = { customerIds: [], whole: [], created: [], known: [], added: [], merges: [], duplicates: [] };
  const told = new Map<bigint, Known>();
  const created = new Set<bigint>();
  const rowsOf: bigint[] = [];
  const ownerOf = (place: number): bigint | undefined => {
    const id = owner[place];
    return id === undefined ? undefined : people.find(id);
  };
  batch.rows.forEach((places, index) => {
    const found = whose(places, batch, ownerOf, people);
    const doubts = plan.duplicates.length;
    let id = found ?? nextId();
    if (found === undefined) {
      created.add(id);
      people.add(id);
      told.set(id, { customerId: id });
    }
    for (const place of strongFirst(places, batch)) {
      const slot = batch.slots[place];
      const other = ownerOf(place);
      if (!slot || other === id) continue;
      if (other === undefined ? people.mayHold(id, slot) : people.mayBeOne(id, other, slot)) {
        if (other === undefined) add(place, slot, id);
        else id = unite(id, other, slot);
      } else plan.duplicates.push({ customerId: id, otherCustomerId: other ?? null, slot });
    }
    const profile = input[index]?.profile;
    if (profile) tell(told, { ...profile, customerId: id });
    rowsOf.push(id);
    plan.whole.push(plan.duplicates.length === doubts);
  });

  function add(place: number, slot: Slot, id: bigint): void {
    owner[place] = id;
    people.hold(id, slot);
    plan.added.push({ ...slot, customerId: id });
    if (slot.kind === 'phone') tell(told, { customerId: id, phoneMasked: slot.rule.mask(slot.value) });
  }

  function unite(one: bigint, other: bigint, slot: Slot): bigint {
    const [root, part] = one < other ? [one, other] : [other, one];
    people.unite(root, part);
    // Who is made by this batch is nobody yet: what was to be theirs is the other's.
    if (!created.has(root) && !created.has(part)) plan.merges.push({ customerIds: [root, part], evidence: [{ kind: slot.kind, masked: slot.rule.mask(slot.value) }] });
    return root;
  }

  return settled(plan, { rowsOf, told, created, find: people.find });
}

/** Everything under whom it belongs to in the end. */
function settled(plan: ResolvePlan, { rowsOf, told, created, find }: { rowsOf: readonly bigint[]; told: ReadonlyMap<bigint, Known>; created: ReadonlySet<bigint>; find: (id: bigint) => bigint }): ResolvePlan {
  const people = new Map<bigint, Known>();
  for (const known of told.values()) tell(people, { ...known, customerId: find(known.customerId) });
  return {
    ...plan,
    customerIds: rowsOf.map(find),
    created: [...people.values()].filter(({ customerId }) => created.has(customerId)),
    known: [...people.values()].filter(({ customerId }) => !created.has(customerId)),
    added: plan.added.map((slot) => ({ ...slot, customerId: slot.customerId === undefined ? undefined : find(slot.customerId) })),
    duplicates: plan.duplicates.map((doubt) => ({ ...doubt, customerId: find(doubt.customerId), otherCustomerId: doubt.otherCustomerId === null ? null : find(doubt.otherCustomerId) }))
      .filter(({ customerId, otherCustomerId }) => customerId !== otherCustomerId),
  };
}

/** The customer of a row: by a strong identity, else by a weak one of somebody whom nothing strong tells from this one. */
function whose(places: readonly number[], { slots }: Batch, ownerOf: (place: number) => bigint | undefined, people: People): bigint | undefined {
  const strong = places.filter((place) => slots[place]?.rule.strong);
  if (strong.length === places.length) return oldestOf(places, ownerOf);
  return oldestOf(strong, ownerOf) ?? oldestOf(strong.length === 0 ? places : places.filter((place) => people.isWeak(ownerOf(place))), ownerOf);
}

/** What is added first says whether somebody has more than weak ones. */
function strongFirst(places: readonly number[], { slots }: Batch): readonly number[] {
  const isStrong = (place: number) => slots[place]?.rule.strong === true;
  return places.every(isStrong) ? places : places.toSorted((a, b) => Number(isStrong(b)) - Number(isStrong(a)));
}

function oldestOf(places: readonly number[], ownerOf: (place: number) => bigint | undefined): bigint | undefined {
  let found: bigint | undefined;
  for (const place of places) {
    const id = ownerOf(place);
    if (id !== undefined && (found === undefined || id < found)) found = id;
  }
  return found;
}

type People = ReturnType<typeof createPeople>;

/** Who is whom by now, and what each holds at most one of. */
function createPeople(held: Holdings['holds'], weakOnly: Holdings['weakOnly']) {
  const parents = new Map<bigint, bigint>();
  const holds = new Map<bigint, Set<string>>();
  const weak = new Set(weakOnly);
  const find = (id: bigint): bigint => {
    let root = id;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  const holdsOf = (id: bigint): Set<string> => {
    let own = holds.get(id);
    if (!own) holds.set(id, own = new Set(held.get(id)));
    return own;
  };
  return {
    find,
    add: (id: bigint) => { weak.add(id); },
    isWeak: (id: bigint | undefined) => id !== undefined && weak.has(id),
    hold(id: bigint, slot: Slot) {
      if (slot.rule.strong) weak.delete(id);
      if (slot.rule.holds === 'several') return;
      const as = heldAs(slot);
      if (as !== null) holdsOf(id).add(as);
    },
    mayHold(id: bigint, slot: Slot): boolean {
      if (slot.rule.holds === 'several') return true;
      const as = heldAs(slot);
      return as === null || !holdsOf(id).has(as);
    },
    /** Whether the identity that both have says that they are one. */
    mayBeOne: (one: bigint, other: bigint, { rule }: Slot): boolean => (rule.strong || weak.has(one) || weak.has(other)) && ![...holdsOf(other)].some((as) => holdsOf(one).has(as)),
    unite(root: bigint, part: bigint) {
      parents.set(part, root);
      for (const as of holdsOf(part)) holdsOf(root).add(as);
      if (!weak.has(part)) weak.delete(root);
    },
  };
}

/** The first row that knows something wins; a customer was first seen at the earliest of them. */
function tell(target: Map<bigint, Known>, more: Known): void {
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

import { answersHeard, sent, together } from '../engines/index.ts';
import type { Log, Transaction } from '../engines/index.ts';
import { isProblem } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { profileEvent } from './customer.ts';
import type { Profile } from './customer.ts';
import { customerRows, fillProfiles, findHoldings, findOwners, identityRows, insertCustomers, insertIdentities, newProfile, recordDuplicates } from './customer-store.ts';
import type { Rows } from './customer-store.ts';
import type { KnownIdentities, KnownOwners } from './known-identities.ts';
import { IdentitiesContested } from './problems.ts';
import { mergeTwo } from './merge.ts';
import type { Move } from './moves.ts';
import { planResolve } from './plan-people.ts';
import { keyOf, sealedOf, slotsOf } from './resolve-plan.ts';
import type { Batch, PlannedMerge, ResolvePlan, ResolveRow, Slot } from './resolve-plan.ts';
import type { ToldProfiles } from './told-profiles.ts';
import type { Vault } from './vault.ts';

export type ResolveOptions = { /** Of the events; default `import`. */ source?: string; /** Awaited before anything is written, and before anybody is looked for who is not remembered. */ turn?: () => Promise<void>; /** Ids for those who are new, as many as rows, handed out before: of work that overlaps, in an order of its own. */ newIds?: NewIds };
export type NewIds = (place: number) => bigint;

export type Resolution = {
  /** Who the rows are, as far as that can be said ahead. Only what `settle` answers counts: the same array when it came true. */
  expected: bigint[] | undefined;
  /** Waits for the turn, writes, and answers who the rows are. Call it once. */
  settle(): Promise<bigint[]>;
};

export type Resolving = { log: Log; clock: Clock; ids: Ids; vault: Vault; told: ToldProfiles; knownIdentities: KnownIdentities; moves: readonly Move[] };

export const resolveRowsMax = 5_000;
/** Fewer rows are asked for one by one: what is remembered pays for files. */
export const rememberFrom = 100;
/** Each attempt waits for the process that was first; a third one in a row has not been seen. */
const attemptsMax = 5;

export function checkSize(count: number): void {
  if (count > resolveRowsMax) throw new RangeError(`At most ${resolveRowsMax} rows at once, not ${count}: a long transaction holds every reader of the log back.`);
}

export async function prepareResolve(deps: Resolving, tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], { source = 'import', turn, newIds = deps.ids.block('customer', rows.length) }: ResolveOptions): Promise<Resolution> {
  checkSize(rows.length);
  const memory = rows.length < rememberFrom ? undefined : await deps.knownIdentities.of(tx, workspaceId);
  const known = rows.map(({ identities, profile }) => {
    const customerId = memory?.customerOf(identities);
    return customerId !== undefined && !(profile && deps.told.isNews(customerId, profile)) ? customerId : undefined;
  });
  const others = rows.filter((_, index) => known[index] === undefined);
  if (others.length === 0) return { expected: known as bigint[], settle: () => Promise.resolve(known as bigint[]) };
  const withFound = (found: readonly bigint[]) => {
    let next = 0;
    return known.map((customerId) => customerId ?? found[next++] ?? 0n);
  };
  const work: Work = { deps, tx, workspaceId, rows: others, source, memory, newIds, batch: slotsOf(others, (kind, value) => memory?.ownerOf(kind, value)) };
  // What takes time without the database is done while the others are still writing.
  if (turn) await workAhead(work);
  const draft = turn && memory?.metStrangers ? await draftOf(work) : undefined;
  const expected = draft && withFound(draft.plan.customerIds);
  return {
    expected,
    async settle() {
      await turn?.();
      const { customerIds } = await settle(work, draft);
      return expected && customerIds === draft?.plan.customerIds ? expected : withFound(customerIds);
    },
  };
}

type Work = { deps: Resolving; tx: Transaction; workspaceId: bigint; rows: readonly ResolveRow[]; source: string; memory: KnownOwners | undefined; /** Taken from the first one on by each plan: planned anew, the same people get the same ids. */ newIds: NewIds; batch: Batch };
/** What is to be written, ready to be sent. */
type Draft = { plan: ResolvePlan; identities: Rows; profiles: Profile[]; customers: Rows };

/** Values hashed and sealed at a stretch, some 4 ms. */
const stretch = 250;

async function workAhead({ deps: { vault }, workspaceId, memory, batch: { slots } }: Work): Promise<void> {
  for (let start = 0; start < slots.length; start += stretch) {
    await answersHeard();
    for (const slot of slots.slice(start, start + stretch)) {
      if (slot.customerId !== undefined) continue;
      keyOf(slot, workspaceId, vault);
      if (memory?.metStrangers) sealedOf(slot, workspaceId, vault);
    }
  }
}

/** Takes everybody whom nobody remembers for new; undefined where that leaves doubts, which are only right when everybody was looked for. */
async function draftOf(work: Work): Promise<Draft | undefined> {
  await answersHeard();
  const plan = await plans(work);
  await answersHeard();
  return plan.duplicates.length + plan.merges.length > 0 ? undefined : ready(work, plan);
}

function ready({ deps: { clock, vault }, workspaceId }: Work, plan: ResolvePlan): Draft {
  const nowMs = clock.now();
  const profiles = plan.created.map((known) => newProfile(known, nowMs));
  return { plan, identities: identityRows(plan.added, workspaceId, vault), profiles, customers: customerRows(profiles) };
}

async function settle(work: Work, draft: Draft | undefined): Promise<ResolvePlan> {
  const { deps, tx, workspaceId, memory, batch: { slots } } = work;
  let strangers = 0;
  let isStale = false;
  for (const slot of slots) {
    if (slot.customerId !== undefined) continue;
    slot.customerId = memory?.ownerOf(slot.kind, slot.value);
    if (slot.customerId === undefined) strangers += 1;
    else isStale = true;
  }
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    // What was drafted is taken once, and only as long as nothing that was written meanwhile speaks against it.
    const hopeful = attempt === 1 && memory?.metStrangers ? (isStale || !draft ? await draftOf(work) : draft) : undefined;
    const next = hopeful ?? ready(work, await lookedFor(work));
    const { plan } = next;
    // When another process was faster with an identity, what it did has to be seen first.
    if (plan.added.length > 0 && !(await insertIdentities(tx, workspaceId, next.identities, deps.clock.now()))) continue;
    await apply(work, next);
    // Merged customers make everything remembered void; it is forgotten by the epoch.
    if (memory && plan.merges.length === 0) {
      memory.metStrangers = strangers > 0 && slots.filter(({ customerId }) => customerId === undefined).length === strangers;
      tx.afterCommit(() => { remember(memory, work, plan); });
    }
    return plan;
  }
  throw IdentitiesContested();
}

function remember(memory: KnownOwners, { rows, batch: { slots } }: Work, { added, whole, customerIds }: ResolvePlan): void {
  for (const { kind, value, customerId } of [...slots, ...added]) if (customerId !== undefined) memory.remember(kind, value, customerId);
  rows.forEach(({ identities }, index) => {
    const customerId = customerIds[index];
    if (whole[index] && customerId !== undefined) memory.rememberRow(identities, customerId);
  });
}

async function lookedFor(work: Work): Promise<ResolvePlan> {
  await findOwners(work.tx, work.workspaceId, work.batch.slots.filter(({ customerId }) => customerId === undefined), work.deps.vault);
  return plans(work);
}

async function plans({ tx, workspaceId, rows, batch, newIds }: Work): Promise<ResolvePlan> {
  let made = 0;
  return planResolve(batch, rows, await findHoldings(tx, workspaceId, asked(batch)), () => newIds(made++));
}

/**
 * Whose holdings have to be known: all customers of the batch as soon as one value of which a person has one is new, or a row names several people or somebody by a weak
 * identity. Not only those in its row, because rows before it may make its other identities theirs.
 */
function asked({ slots, rows }: Batch): bigint[] {
  const isOwned = (slot: Slot | undefined) => slot?.customerId !== undefined;
  const isDoubtful = slots.some((slot) => (isOwned(slot) ? !slot.rule.strong : slot.rule.holds !== 'several'))
    || rows.some((places) => places.length > 1 && new Set(places.flatMap((place) => slots[place]?.customerId ?? [])).size > 1);
  return isDoubtful ? [...new Set(slots.flatMap(({ customerId }) => customerId ?? []))] : [];
}

async function apply({ deps, tx, workspaceId, source }: Work, { plan, profiles, customers }: Draft): Promise<void> {
  const nowMs = deps.clock.now();
  if (profiles.length > 0) {
    const inserted = await sent(insertCustomers(tx, workspaceId, customers, nowMs), profiles.length);
    await together([inserted(), deps.log.append(tx, workspaceId, profiles.map((profile) => profileEvent('customer.created', profile, profile.createdAtMs, source)))]);
  }
  // After what is new was written: it goes along with whom it belongs to.
  for (const merge of plan.merges) await mergeByRule(deps, tx, workspaceId, merge);
  const news = plan.known.filter((known) => deps.told.isNews(known.customerId, known));
  const filled = news.length > 0 ? await fillProfiles(tx, workspaceId, news, nowMs) : [];
  await deps.log.append(tx, workspaceId, filled.map((profile) => profileEvent('customer.updated', profile, nowMs, source)));
  tx.afterCommit(() => deps.told.remember([...plan.created, ...news]));
  if (plan.duplicates.length > 0) await recordDuplicates(tx, workspaceId, plan.duplicates, nowMs, deps.vault);
}

/** What somebody else wrote meanwhile may speak against it: then they stay two, and the next row that names both is looked at anew. */
async function mergeByRule(deps: Resolving, tx: Transaction, workspaceId: bigint, merge: PlannedMerge): Promise<void> {
  try {
    await mergeTwo(deps, tx, workspaceId, { ...merge, by: { kind: 'rule' } });
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}

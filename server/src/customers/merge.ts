import type { Log, NewEvent, Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { profileEvent } from './customer.ts';
import type { Profile } from './customer.ts';
import { branchOf, lockRoots, mergesAbove } from './family.ts';
import { fillFrom, withoutFilled } from './merge-profile.ts';
import type { Filled } from './merge-profile.ts';
import { endMerge, insertMerge, lockMerge, mergesInto, raiseEpoch, readProfiles, setFilled, setPartOf, sharedHolds, writeProfile } from './merge-store.ts';
import type { Decider, Evidence, Merge } from './merge-store.ts';
import { moveRows, moveRowsBack } from './moves.ts';
import type { Move } from './moves.ts';
import { CustomersAreOne, MergeRefused, MergeUnknown } from './problems.ts';

export type Merging = { log: Pick<Log, 'append'>; clock: Clock; ids: Ids; moves: readonly Move[] };

export type MergeRequest = { customerIds: readonly [bigint, bigint]; evidence?: readonly Evidence[]; by: Decider };

/**
 * Makes two customers one: the older stays, the other becomes part of it with everything that belongs to it (`docs/decisions/0009-one-person.md`). Named may be
 * anybody who is part of them by now. Refuses (409) where both hold another value of a kind of which a person has one, and where they are one already; (404) an unknown one.
 */
export async function mergeTwo(deps: Merging, tx: Transaction, workspaceId: bigint, { customerIds, evidence = [], by }: MergeRequest): Promise<Merge> {
  const { clock, ids, moves } = deps;
  const [one = 0n, other = 0n] = await lockRoots(tx, workspaceId, customerIds);
  if (one === other) throw CustomersAreOne();
  const [intoId, fromId] = one < other ? [one, other] : [other, one];
  const held = await sharedHolds(tx, workspaceId, intoId, fromId);
  if (held.length > 0) throw MergeRefused({ kinds: held.join(', ') });
  const nowMs = clock.now();
  const profiles = await readProfiles(tx, workspaceId, [intoId, fromId]);
  const [into, from] = [profileIn(profiles, intoId), profileIn(profiles, fromId)];
  const branch = await branchOf(tx, workspaceId, fromId);
  const { profile, filled } = fillFrom(into, from);
  const merge: Merge = { mergeId: ids.next('merge'), intoId, fromId, filled };
  await insertMerge(tx, workspaceId, { ...merge, evidence, by }, nowMs);
  await moveRows(tx, workspaceId, moves, merge);
  const parts = await setPartOf(tx, workspaceId, branch, intoId, nowMs);
  const survivor = await writeProfile(tx, workspaceId, profile, nowMs, fromId);
  await raiseEpoch(tx, workspaceId);
  const gone = parts.find(({ customerId }) => customerId === fromId);
  await deps.log.append(tx, workspaceId, [
    told('customer.merged', merge, nowMs, { evidence, by: by.kind }),
    ...[survivor, ...(gone ? [gone] : [])].map((changed) => profileEvent('customer.updated', changed, nowMs, 'merge')),
    ...aliased(parts, intoId, nowMs),
  ]);
  return merge;
}

/**
 * Takes a merge back: who was merged is a customer of their own again, with what belonged to them and with everybody who had been merged into them. Merges can be taken back in
 * any order. Refuses (404) one that is unknown or was taken back.
 */
export async function undoMerge(deps: Merging, tx: Transaction, workspaceId: bigint, mergeId: bigint, by: Decider): Promise<Merge> {
  const { clock, moves } = deps;
  const seen = await lockMergeWithRoot(tx, workspaceId, mergeId);
  const { merge, rootId } = seen;
  const { fromId, intoId } = merge;
  const nowMs = clock.now();
  const above = (await mergesAbove(tx, workspaceId, fromId)).filter((id) => id !== mergeId);
  const branch = await branchOf(tx, workspaceId, fromId);
  await endMerge(tx, workspaceId, mergeId, by, nowMs);
  await moveRowsBack(tx, workspaceId, moves, { mergeId, fromId, rootId, above });
  const own = await setPartOf(tx, workspaceId, [fromId], null, nowMs);
  const others = await setPartOf(tx, workspaceId, branch.filter((id) => id !== fromId), fromId, nowMs);
  const survivor = await withoutPart(tx, workspaceId, merge, nowMs);
  await raiseEpoch(tx, workspaceId);
  await deps.log.append(tx, workspaceId, [
    told('customer.unmerged', { mergeId, intoId: rootId, fromId }, nowMs, { by: by.kind }),
    ...[survivor, ...own].map((changed) => profileEvent('customer.updated', changed, nowMs, 'merge')),
    ...aliased([...own, ...others], fromId, nowMs),
  ]);
  return { ...merge, intoId };
}

/** Locks first the customers, as merging does, then the merge. */
async function lockMergeWithRoot(tx: Transaction, workspaceId: bigint, mergeId: bigint): Promise<{ merge: Merge; rootId: bigint }> {
  const [row] = await tx.query<{ from_id: bigint }>('select from_id from customer_merge where workspace_id = $1 and merge_id = $2 and undone_at is null', [workspaceId, mergeId]);
  if (!row) throw MergeUnknown();
  const [rootId = 0n] = await lockRoots(tx, workspaceId, [row.from_id]);
  const merge = await lockMerge(tx, workspaceId, mergeId);
  if (!merge) throw MergeUnknown();
  return { merge, rootId };
}

/**
 * The profiles of whoever had got something from the part that leaves, from below: what it had brought goes, as far as nobody changed it, and what
 * the others of the family know takes its place. Answers the root's.
 */
async function withoutPart(tx: Transaction, workspaceId: bigint, left: Merge, nowMs: number): Promise<Profile> {
  let lost: Filled = left.filled;
  for (let intoId = left.intoId; ;) {
    const merges = await mergesInto(tx, workspaceId, [intoId]);
    const profiles = await readProfiles(tx, workspaceId, [intoId, ...merges.map(({ fromId }) => fromId)]);
    const before = profileIn(profiles, intoId);
    const firstSeen = [lost, ...merges.map(({ filled }) => filled)].flatMap(({ createdAtMs }) => (typeof createdAtMs === 'number' ? [createdAtMs] : []));
    let profile = { ...withoutFilled(before, lost), createdAtMs: Math.max(before.createdAtMs, ...firstSeen) };
    for (const merge of merges) {
      const next = fillFrom(profile, profileIn(profiles, merge.fromId));
      profile = next.profile;
      const filled = { ...merge.filled, ...next.filled };
      if (Object.keys(next.filled).length > 0) await setFilled(tx, workspaceId, merge.mergeId, filled);
    }
    const written = await writeProfile(tx, workspaceId, profile, nowMs, intoId);
    const [above] = await tx.query<{ merge_id: bigint; into_id: bigint; filled: Filled }>('select merge_id, into_id, filled from customer_merge where workspace_id = $1 and from_id = $2 and undone_at is null', [workspaceId, intoId]);
    if (!above) return written;
    // What went on from here to the next one, and is no longer here.
    const passed = Object.entries(above.filled).filter(([field, value]) => field in lost && lost[field] === value);
    lost = { ...Object.fromEntries(passed), ...('createdAtMs' in above.filled ? { createdAtMs: above.filled['createdAtMs'] ?? null } : {}) };
    await setFilled(tx, workspaceId, above.merge_id, Object.fromEntries(Object.entries(above.filled).filter(([field]) => field === 'createdAtMs' || !(field in lost))));
    intoId = above.into_id;
  }
}

function profileIn(profiles: ReadonlyMap<bigint, Profile>, customerId: bigint): Profile {
  const profile = profiles.get(customerId);
  if (!profile) throw new Error('A customer of a merge has no row.');
  return profile;
}

/** For the time line of who stays. */
function told(name: 'customer.merged' | 'customer.unmerged', { mergeId, intoId, fromId }: Omit<Merge, 'filled'>, nowMs: number, more: Readonly<Record<string, unknown>>): NewEvent {
  return { name, customerId: intoId, occurredAtMs: nowMs, source: 'merge', subject: formatId('customer', fromId), properties: { merge: formatId('merge', mergeId), from: formatId('customer', fromId), ...more } };
}

/** Whose the events of these are from now on, for ClickHouse. */
function aliased(parts: readonly Profile[], rootId: bigint, nowMs: number): NewEvent[] {
  return parts.map(({ customerId, version }) => ({ name: 'customer.aliased', customerId, occurredAtMs: nowMs, source: 'merge', properties: { alias: { customerId: String(rootId), storedId: String(customerId), version: String(version) } } }));
}

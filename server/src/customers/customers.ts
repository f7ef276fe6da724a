import type { Customer, CustomerRow } from '@homefield/contract';
import { sent, together } from '../engines/index.ts';
import type { Analytics, Database, Log, Transaction } from '../engines/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { profileEvent } from './customer.ts';
import type { Profile, ProfileChange } from './customer.ts';
import { changeProfile, markContacts, setExcluded } from './customer-changes.ts';
import type { ContactMark } from './customer-changes.ts';
import { listCustomers } from './customer-list.ts';
import type { ListPage, ListQuery } from './customer-list.ts';
import { readCustomer } from './customer-page.ts';
import { customerRows } from './customer-reader.ts';
import { fillProfiles, findHolders, findOwners, insertCustomers, insertIdentities, newProfile, recordDuplicates } from './customer-store.ts';
import { createKnownIdentities } from './known-identities.ts';
import type { KnownIdentities, KnownOwners } from './known-identities.ts';
import { CustomerUnknown, IdentitiesContested } from './problems.ts';
import { keyOf, oldest, planResolve, slotsOf } from './resolve-plan.ts';
import type { Batch, ResolvePlan, ResolveRow } from './resolve-plan.ts';
import { readTimeline } from './timeline.ts';
import type { TimelinePage, TimelinePlace } from './timeline.ts';
import { createToldProfiles } from './told-profiles.ts';
import type { ToldProfiles } from './told-profiles.ts';
import { createVault } from './vault.ts';
import type { Vault } from './vault.ts';

export type CustomersDeps = { db: Database; analytics: Analytics; log: Log; clock: Clock; ids: Ids; secretKey: Buffer };

export type Customers = {
  /**
   * Who each row is: the ids of their customers, in the order of the rows. New ones are made, new identities added, empty fields
   * of the profile filled, all with their events, in the caller's transaction. At most 5,000 rows. Two processes may name the
   * same new customer at once: one makes it, the other waits for it. `turn` is awaited before anybody is looked for who is not remembered.
   * Refuses a value that cannot be of its kind.
   */
  resolve(tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], options?: ResolveOptions): Promise<bigint[]>;
  /** Who each row is, as `resolve` would say it, or undefined where it would make somebody new. Writes nothing. */
  find(tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[]): Promise<(bigint | undefined)[]>;
  /** Sets what is given. Refuses (404) an unknown customer. */
  updateProfile(tx: Transaction, workspaceId: bigint, customerId: bigint, change: ProfileChange, source?: string): Promise<Profile>;
  /** Who is a contact now and of whom; tells only what changed. At most 5,000. */
  markContact(tx: Transaction, workspaceId: bigint, marks: readonly ContactMark[], source?: string): Promise<number>;
  /** Leaves a customer out of every count, audience and SOP; `null` takes them in again. Refuses (404) an unknown customer. */
  exclude(tx: Transaction, workspaceId: bigint, customerId: bigint, reason: string | null): Promise<Profile>;
  /** A page of the list of customers. */
  list(workspaceId: bigint, query: ListQuery): Promise<ListPage>;
  /** Rows of the list for given customers, in their order; unknown ones are left out. */
  rows(workspaceId: bigint, customerIds: readonly bigint[]): Promise<CustomerRow[]>;
  /** One customer with identities. Refuses (404) an unknown one. */
  get(workspaceId: bigint, customerId: bigint): Promise<Customer>;
  /** What happened to a customer, the latest first. Refuses (404) an unknown one. */
  timeline(workspaceId: bigint, customerId: bigint, query: { after?: TimelinePlace | undefined; limit: number }): Promise<TimelinePage>;
};

export type ResolveOptions = { /** Of the events; default `import`. */ source?: string; turn?: () => Promise<void> };

export const resolveRowsMax = 5_000;
/** Each attempt waits for the process that was first; a third one in a row has not been seen. */
const attemptsMax = 5;

export function createCustomers(deps: CustomersDeps): Customers {
  const { log, clock } = deps;
  const vault = createVault(deps.secretKey);
  const told = createToldProfiles();
  const knownIdentities = createKnownIdentities();
  const tell = async (tx: Transaction, workspaceId: bigint, profile: Profile | undefined, source: string): Promise<Profile> => {
    if (!profile) throw CustomerUnknown();
    await log.append(tx, workspaceId, [profileEvent('customer.updated', profile, clock.now(), source)]);
    return profile;
  };
  return {
    resolve: (tx, workspaceId, rows, options = {}) => resolve({ ...deps, vault, told, knownIdentities }, tx, workspaceId, rows, options),
    async find(tx, workspaceId, rows) {
      checkSize(rows.length);
      const memory = rows.length < rememberFrom ? undefined : await knownIdentities.of(tx, workspaceId);
      const batch = slotsOf(rows, (kind, value) => memory?.ownerOf(kind, value));
      await findOwners(tx, workspaceId, batch.slots.filter(({ customerId }) => customerId === undefined), vault);
      const owners = batch.slots.map(({ customerId }) => customerId);
      return batch.rows.map((places) => oldest(places, owners));
    },
    updateProfile: async (tx, workspaceId, customerId, change, source = 'console') =>
      tell(tx, workspaceId, await changeProfile(tx, workspaceId, customerId, change, clock.now()), source),
    async markContact(tx, workspaceId, marks, source = 'wecom') {
      checkSize(marks.length);
      const changed = await markContacts(tx, workspaceId, marks, clock.now());
      await log.append(tx, workspaceId, changed.map((profile) => profileEvent('customer.updated', profile, clock.now(), source)));
      return changed.length;
    },
    exclude: async (tx, workspaceId, customerId, reason) => tell(tx, workspaceId, await setExcluded(tx, workspaceId, customerId, reason, clock.now()), 'console'),
    list: (workspaceId, query) => listCustomers({ ...deps, vault }, workspaceId, query),
    rows: (workspaceId, customerIds) => customerRows(deps, workspaceId, customerIds),
    get: (workspaceId, customerId) => readCustomer(deps, workspaceId, customerId),
    async timeline(workspaceId, customerId, query) {
      const [known] = await deps.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from customer where workspace_id = $1 and customer_id = $2 and not erased', [workspaceId, customerId]));
      if (!known) throw CustomerUnknown();
      return readTimeline(deps, workspaceId, customerId, query);
    },
  };
}

function checkSize(count: number): void {
  if (count > resolveRowsMax) throw new RangeError(`At most ${resolveRowsMax} rows at once, not ${count}: a long transaction holds every reader of the log back.`);
}

type Resolving = CustomersDeps & { vault: Vault; told: ToldProfiles; knownIdentities: KnownIdentities };

/** Fewer rows are asked for one by one: what is remembered pays for files. */
const rememberFrom = 100;

async function resolve(deps: Resolving, tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], { source = 'import', turn }: ResolveOptions): Promise<bigint[]> {
  checkSize(rows.length);
  const memory = rows.length < rememberFrom ? undefined : await deps.knownIdentities.of(tx, workspaceId);
  const known = rows.map(({ identities, profile }) => {
    const customerId = memory?.customerOf(identities);
    return customerId !== undefined && !(profile && deps.told.isNews(customerId, profile)) ? customerId : undefined;
  });
  const others = rows.filter((_, index) => known[index] === undefined);
  const found = others.length === 0 ? [] : await resolveAnew(deps, tx, workspaceId, others, { source, memory, turn });
  let next = 0;
  return known.map((customerId) => customerId ?? found[next++] ?? 0n);
}

type Way = { source: string; memory: KnownOwners | undefined; turn: (() => Promise<void>) | undefined };

async function resolveAnew(deps: Resolving, tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], { source, memory, turn }: Way): Promise<bigint[]> {
  const batch = slotsOf(rows, (kind, value) => memory?.ownerOf(kind, value));
  if (turn) {
    // What takes time without the database is done while the others are still writing.
    for (const slot of batch.slots) if (slot.customerId === undefined) keyOf(slot, workspaceId, deps.vault);
    await turn();
    for (const slot of batch.slots) slot.customerId ??= memory?.ownerOf(slot.kind, slot.value);
  }
  const strangers = batch.slots.filter(({ customerId }) => customerId === undefined).length;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const hopeful = attempt === 1 && memory?.metStrangers === true;
    const plan = await look(deps, tx, workspaceId, rows, { batch, hopeful });
    // Doubts are only right when everybody was looked for.
    if (hopeful && plan.duplicates.length > 0) continue;
    // When another process was faster with an identity, what it did has to be seen first.
    if (plan.added.length > 0 && !(await insertIdentities(tx, workspaceId, plan.added, deps.clock.now(), deps.vault))) continue;
    await apply(deps, tx, workspaceId, plan, source);
    if (memory) {
      memory.metStrangers = strangers > 0 && batch.slots.filter(({ customerId }) => customerId === undefined).length === strangers;
      tx.afterCommit(() => { remember(memory, rows, batch, plan); });
    }
    return plan.customerIds;
  }
  throw IdentitiesContested();
}

function remember(memory: KnownOwners, rows: readonly ResolveRow[], { slots }: Batch, { added, whole, customerIds }: ResolvePlan): void {
  for (const { kind, value, customerId } of [...slots, ...added]) if (customerId !== undefined) memory.remember(kind, value, customerId);
  rows.forEach(({ identities }, index) => {
    const customerId = customerIds[index];
    if (whole[index] && customerId !== undefined) memory.rememberRow(identities, customerId);
  });
}

async function look(deps: Resolving, tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], { batch, hopeful }: { batch: Batch; hopeful: boolean }): Promise<ResolvePlan> {
  if (!hopeful) await findOwners(tx, workspaceId, batch.slots.filter(({ customerId }) => customerId === undefined), deps.vault);
  return planResolve(batch, rows, await findHolders(tx, workspaceId, askedHolders(batch)), () => deps.ids.next('customer'));
}

/**
 * Whose one-value kinds have to be known: all customers of the batch as soon as one such value is new. Not only those in its row, because
 * rows before it may make its other identities theirs.
 */
function askedHolders({ slots }: Batch): bigint[] {
  if (!slots.some(({ rule, customerId }) => rule.oneValue && customerId === undefined)) return [];
  return [...new Set(slots.flatMap(({ customerId }) => customerId ?? []))];
}

async function apply(deps: Resolving, tx: Transaction, workspaceId: bigint, plan: ResolvePlan, source: string): Promise<void> {
  const nowMs = deps.clock.now();
  if (plan.created.length > 0) {
    const created = plan.created.map((known) => newProfile(known, nowMs));
    const inserted = await sent(insertCustomers(tx, workspaceId, created, nowMs), created.length);
    await together([inserted(), deps.log.append(tx, workspaceId, created.map((profile) => profileEvent('customer.created', profile, profile.createdAtMs, source)))]);
  }
  const news = plan.known.filter((known) => deps.told.isNews(known.customerId, known));
  const filled = news.length > 0 ? await fillProfiles(tx, workspaceId, news, nowMs) : [];
  await deps.log.append(tx, workspaceId, filled.map((profile) => profileEvent('customer.updated', profile, nowMs, source)));
  tx.afterCommit(() => deps.told.remember([...plan.created, ...news]));
  if (plan.duplicates.length > 0) await recordDuplicates(tx, workspaceId, plan.duplicates, nowMs, deps.vault);
}

import type { Customer, CustomerChoices, CustomerFilter, CustomerRow } from '@homefield/contract';
import type { Analytics, Database, Log, Transaction } from '../engines/index.ts';
import type { Clock, Ids, Viewer } from '../kernel/index.ts';
import { profileEvent } from './customer.ts';
import type { Profile, ProfileChange } from './customer.ts';
import { changeProfile, markContacts, setExcluded, setManyExcluded } from './customer-changes.ts';
import type { ContactMark, ExclusionChange } from './customer-changes.ts';
import { countCustomers, findCustomers, listCustomers, readChoices } from './customer-list.ts';
import type { ListFilter, ListPage, ListQuery } from './customer-list.ts';
import { readCustomer } from './customer-page.ts';
import { customerRows } from './customer-reader.ts';
import { searchCustomers } from './customer-search.ts';
import type { FoundCustomer } from './customer-search.ts';
import { findOwners } from './customer-store.ts';
import { createKnownIdentities } from './known-identities.ts';
import { CustomerUnknown } from './problems.ts';
import { countByStore, needSeen } from './seen.ts';
import { checkSize, prepareResolve, rememberFrom } from './resolve.ts';
import type { Resolution, ResolveOptions } from './resolve.ts';
import { customerMoves } from './moves.ts';
import type { Move } from './moves.ts';
import { oldest, slotsOf } from './resolve-plan.ts';
import type { ResolveRow } from './resolve-plan.ts';
import { readTimeline } from './timeline.ts';
import type { TimelinePage, TimelinePlace } from './timeline.ts';
import { createToldProfiles } from './told-profiles.ts';
import { createVault } from './vault.ts';
import type { Vault } from './vault.ts';

export type CustomersDeps = { db: Database; analytics: Analytics; log: Log; clock: Clock; ids: Ids; secretKey: Buffer; /** What of other capabilities moves when customers are merged. */ moves?: readonly Move[] };

export type Customers = {
  /**
   * Who each row is: the ids of their customers, in the order of the rows. New ones are made, new identities added, empty fields
   * of the profile filled, all with their events, in the caller's transaction. At most 5,000 rows. Two processes may name the
   * same new customer at once: one makes it, the other waits for it. `turn` is awaited before anybody is looked for who is not remembered.
   * Refuses a value that cannot be of its kind.
   */
  resolve(tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], options?: ResolveOptions): Promise<bigint[]>;
  /**
   * The same in two steps, for those whose `turn` to write has not come: what can be worked out before is, and `settle` does the rest
   * when it has.
   */
  prepare(tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[], options: ResolveOptions): Promise<Resolution>;
  /** Who each row is, as `resolve` would say it, or undefined where it would make somebody new. Writes nothing. */
  find(tx: Transaction, workspaceId: bigint, rows: readonly ResolveRow[]): Promise<(bigint | undefined)[]>;
  /** Sets what is given. Refuses (404) an unknown customer. */
  updateProfile(tx: Transaction, workspaceId: bigint, customerId: bigint, change: ProfileChange, source?: string): Promise<Profile>;
  /** Who is a contact now and of whom; tells only what changed. At most 5,000. */
  markContact(tx: Transaction, workspaceId: bigint, marks: readonly ContactMark[], source?: string): Promise<number>;
  /** Leaves a customer out of every count, audience and SOP; `null` takes them in again. Refuses (404) an unknown customer. */
  exclude(tx: Transaction, workspaceId: bigint, customerId: bigint, reason: string | null): Promise<Profile>;
  /** The same for 5,000 at most; tells only what changed. Answers whom it changed, and the reason that held before. Unknown ones are left out. */
  excludeMany(tx: Transaction, workspaceId: bigint, changes: readonly ExclusionChange[]): Promise<{ customerId: bigint; reasonBefore: string | null }[]>;
  /** The customers whom the viewer sees that the list shows, in its order, `limit` at most. */
  findAll(viewer: Viewer, query: Omit<ListQuery, 'after' | 'lane'>): Promise<bigint[]>;
  /** What the list was narrowed to, as it may be kept: somebody may have searched for a phone number. */
  sealFilter(workspaceId: bigint, filter: ListFilter): string;
  openFilter(workspaceId: bigint, sealed: string): ListFilter;
  /** A page of the list of the customers whom the viewer sees. */
  list(viewer: Viewer, query: ListQuery): Promise<ListPage>;
  /** How many of the customers whom the viewer sees a filter finds: what a bulk action over "all of them" would reach. */
  count(viewer: Viewer, filter: CustomerFilter): Promise<number>;
  /** Cities and stores that the viewer can filter by. */
  choices(viewer: Viewer): Promise<CustomerChoices>;
  /** Finds, among those whom the viewer sees, while somebody types; see `customer-search.ts`. */
  search(viewer: Viewer, q: string, limit: number): Promise<FoundCustomer[]>;
  /** Rows of the list for given customers, in their order; unknown and unseen ones are left out. */
  rows(viewer: Viewer, customerIds: readonly bigint[]): Promise<CustomerRow[]>;
  /** One customer with identities. Refuses (404) one who is unknown or not seen, as everything below. */
  get(viewer: Viewer, customerId: bigint): Promise<Customer>;
  /** What happened to a customer, the latest first. */
  timeline(viewer: Viewer, customerId: bigint, query: { after?: TimelinePlace | undefined; limit: number }): Promise<TimelinePage>;
  /** How many customers of each store the viewer sees, those without a store left out; the largest stores first. */
  byStore(viewer: Viewer): Promise<Map<string, number>>;
};

export function createCustomers(deps: CustomersDeps): Customers {
  const { log, clock } = deps;
  const vault = createVault(deps.secretKey);
  const told = createToldProfiles();
  const knownIdentities = createKnownIdentities();
  const moves = [...customerMoves, ...(deps.moves ?? [])];
  const resolving = { ...deps, vault, told, knownIdentities, moves };
  const tell = async (tx: Transaction, workspaceId: bigint, profile: Profile | undefined, source: string): Promise<Profile> => {
    if (!profile) throw CustomerUnknown();
    await log.append(tx, workspaceId, [profileEvent('customer.updated', profile, clock.now(), source)]);
    return profile;
  };
  return {
    resolve: async (tx, workspaceId, rows, options = {}) => (await prepareResolve(resolving, tx, workspaceId, rows, options)).settle(),
    prepare: (tx, workspaceId, rows, options) => prepareResolve(resolving, tx, workspaceId, rows, options),
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
    async excludeMany(tx, workspaceId, changes) {
      checkSize(changes.length);
      const changed = await setManyExcluded(tx, workspaceId, changes, clock.now());
      await log.append(tx, workspaceId, changed.map(({ profile }) => profileEvent('customer.updated', profile, clock.now(), 'console')));
      return changed.map(({ profile, reasonBefore }) => ({ customerId: profile.customerId, reasonBefore }));
    },
    ...createReads(deps, vault),
  };
}

/** What people are shown: whatever is in here asks for the data scope of its viewer. */
function createReads(deps: CustomersDeps, vault: Vault): Pick<Customers, 'findAll' | 'sealFilter' | 'openFilter' | 'list' | 'count' | 'choices' | 'search' | 'rows' | 'get' | 'timeline' | 'byStore'> {
  return {
    findAll: (viewer, query) => findCustomers({ ...deps, vault }, viewer, query),
    sealFilter: (workspaceId, filter) => vault.seal(workspaceId, 'filter', JSON.stringify(filter)).toString('base64'),
    openFilter: (workspaceId, sealed) => JSON.parse(vault.open(workspaceId, 'filter', Buffer.from(sealed, 'base64'))) as ListFilter,
    list: (viewer, query) => listCustomers({ ...deps, vault }, viewer, query),
    count: (viewer, filter) => countCustomers({ ...deps, vault }, viewer, filter),
    choices: (viewer) => readChoices(deps, viewer),
    search: (viewer, q, limit) => searchCustomers({ ...deps, vault }, viewer, q, limit),
    rows: (viewer, customerIds) => customerRows(deps, viewer, customerIds),
    get: (viewer, customerId) => readCustomer(deps, viewer, customerId),
    async timeline(viewer, customerId, query) {
      await deps.db.inWorkspace(viewer.workspaceId, (tx) => needSeen(tx, viewer, customerId));
      return readTimeline(deps, viewer.workspaceId, customerId, query);
    },
    byStore: (viewer) => countByStore(deps.analytics, viewer),
  };
}

import type { Customer, CustomerChoices, CustomerFilter, CustomerRow } from '@homefield/contract';
import type { Analytics, Database, Log, Transaction } from '../engines/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { profileEvent } from './customer.ts';
import type { Profile, ProfileChange } from './customer.ts';
import { changeProfile, markContacts, setExcluded } from './customer-changes.ts';
import type { ContactMark } from './customer-changes.ts';
import { countCustomers, listCustomers, readChoices } from './customer-list.ts';
import type { ListPage, ListQuery } from './customer-list.ts';
import { readCustomer } from './customer-page.ts';
import { customerRows } from './customer-reader.ts';
import { findOwners } from './customer-store.ts';
import { createKnownIdentities } from './known-identities.ts';
import { CustomerUnknown } from './problems.ts';
import { checkSize, prepareResolve, rememberFrom } from './resolve.ts';
import type { Resolution, ResolveOptions } from './resolve.ts';
import { oldest, slotsOf } from './resolve-plan.ts';
import type { ResolveRow } from './resolve-plan.ts';
import { readTimeline } from './timeline.ts';
import type { TimelinePage, TimelinePlace } from './timeline.ts';
import { createToldProfiles } from './told-profiles.ts';
import { createVault } from './vault.ts';

export type CustomersDeps = { db: Database; analytics: Analytics; log: Log; clock: Clock; ids: Ids; secretKey: Buffer };

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
  /** A page of the list of customers. */
  list(workspaceId: bigint, query: ListQuery): Promise<ListPage>;
  /** How many customers a filter finds: what a bulk action over "all of them" would reach. */
  count(workspaceId: bigint, filter: CustomerFilter): Promise<number>;
  /** Cities and stores that one can filter by. */
  choices(workspaceId: bigint): Promise<CustomerChoices>;
  /** Rows of the list for given customers, in their order; unknown ones are left out. */
  rows(workspaceId: bigint, customerIds: readonly bigint[]): Promise<CustomerRow[]>;
  /** One customer with identities. Refuses (404) an unknown one. */
  get(workspaceId: bigint, customerId: bigint): Promise<Customer>;
  /** What happened to a customer, the latest first. Refuses (404) an unknown one. */
  timeline(workspaceId: bigint, customerId: bigint, query: { after?: TimelinePlace | undefined; limit: number }): Promise<TimelinePage>;
};

export function createCustomers(deps: CustomersDeps): Customers {
  const { log, clock } = deps;
  const vault = createVault(deps.secretKey);
  const told = createToldProfiles();
  const knownIdentities = createKnownIdentities();
  const resolving = { ...deps, vault, told, knownIdentities };
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
    list: (workspaceId, query) => listCustomers({ ...deps, vault }, workspaceId, query),
    count: (workspaceId, filter) => countCustomers({ ...deps, vault }, workspaceId, filter),
    choices: (workspaceId) => readChoices(deps, workspaceId),
    rows: (workspaceId, customerIds) => customerRows(deps, workspaceId, customerIds),
    get: (workspaceId, customerId) => readCustomer(deps, workspaceId, customerId),
    async timeline(workspaceId, customerId, query) {
      const [known] = await deps.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from customer where workspace_id = $1 and customer_id = $2 and not erased', [workspaceId, customerId]));
      if (!known) throw CustomerUnknown();
      return readTimeline(deps, workspaceId, customerId, query);
    },
  };
}

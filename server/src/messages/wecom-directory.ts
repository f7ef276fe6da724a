import type { WecomDirectory, WecomPerson } from '../channels/index.ts';
import type { Customers, Identity } from '../customers/index.ts';
import type { Database } from '../engines/index.ts';
import type { Staff } from '../organization/index.ts';

type Deps = {
  db: Database;
  customers: Pick<Customers, 'resolve' | 'markContact'>;
  staff: Pick<Staff, 'upsertAll' | 'byWecomUserId'>;
  /** What the `state` of the code tells about who scanned it (a parcel card names the buyer's customer number, say). */
  identityOf?(state: string): Identity | undefined;
};

/** Connects WeCom's staff and contacts with our own: what the channel asks for, answered by organization and customers. */
export function createWecomDirectory({ db, customers, staff, identityOf }: Deps): WecomDirectory {
  const identitiesOf = ({ externalUserId, state }: WecomPerson): Identity[] => {
    const more = state === null ? undefined : identityOf?.(state);
    return [{ kind: 'wecom.external_user_id', value: externalUserId }, ...(more ? [more] : [])];
  };
  return {
    async staff(workspaceId, members) {
      if (members.length === 0) return;
      await db.inWorkspace(workspaceId, (tx) => staff.upsertAll(tx, workspaceId, members.map((member) => ({ ...member, store: null }))));
    },
    customers: (workspaceId, people) => db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, people.map((person) => ({
      identities: identitiesOf(person), profile: { name: person.name, gender: person.gender, firstSeenAtMs: person.metAtMs },
    })), { source: 'wecom' })),
    mark: (workspaceId, contacts) => db.inWorkspace(workspaceId, async (tx) => {
      const userIds = [...new Set(contacts.flatMap(({ staffUserId }) => staffUserId ?? []))];
      const members = userIds.length > 0 ? await staff.byWecomUserId(tx, workspaceId, userIds) : new Map<string, { staffId: bigint }>();
      await customers.markContact(tx, workspaceId, contacts.map(({ customerId, staffUserId }) => (
        { customerId, isContact: staffUserId !== null, ownerStaffId: members.get(staffUserId ?? '')?.staffId ?? null })));
    }),
  };
}

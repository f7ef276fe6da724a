import type { ContactOfUser, WecomClient } from '@homefield/wecom';
import type { Database, Transaction } from '../../engines/index.ts';
import { secondMs } from '../../kernel/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { ChannelMissing } from '../problems.ts';
import type { Connections } from './connection.ts';
import { wecomOutbox } from './outbox.ts';

/** A person whom WeCom knows as a contact of staff. */
export type WecomPerson = {
  externalUserId: string;
  /** Only when the corp has bound a WeChat developer account. */
  unionId: string | null;
  name: string;
  gender: 'male' | 'female' | 'unknown';
  /** When the relation with `staffUserId` began; of several relations the first. */
  metAtMs: number;
  staffUserId: string;
  /** `state` of the code or link through which they came. */
  state: string | null;
};

/** What the synchronization needs of customers and organization; the wiring connects it. */
export type WecomDirectory = {
  /** Makes the staff members known by their WeCom id. */
  staff(workspaceId: bigint, members: readonly { wecomUserId: string; name: string }[]): Promise<void>;
  /** The customer of each person (identity `wecom.external_user_id`, and `wechat.unionid` when known), made when new, in the same order. */
  customers(workspaceId: bigint, people: readonly WecomPerson[]): Promise<bigint[]>;
  /** Who is a contact now and whose: the member who met them last; null: a contact no longer. At most 5,000 at once; told anew by every synchronization. */
  mark(workspaceId: bigint, contacts: readonly { customerId: bigint; staffUserId: string | null }[]): Promise<void>;
};

/** `gone`: customers of whom a relation ended. */
export type SyncCount = { staff: number; contacts: number; customers: number; gone: number };

const staffPerCall = 100;
const peoplePerBatch = 1_000;

export type SyncDeps = { db: Database; clock: Clock; connections: Connections; directory: WecomDirectory };

/** Brings staff and contacts of the workspace up to date with WeCom. Safe to repeat; a relation that was not seen is gone. */
export async function syncContacts(deps: SyncDeps, workspaceId: bigint): Promise<SyncCount> {
  const client = await deps.connections.client(workspaceId);
  const syncNumber = await deps.db.inWorkspace(workspaceId, (tx) => beginSync(tx, workspaceId));
  const userIds = (await client.contacts.followUsers()).sort();
  await syncStaff(deps, client, workspaceId, userIds);
  let contacts = 0;
  const customers = new Set<bigint>();
  for await (const batch of peopleOf(client, userIds)) {
    const ids = await deps.directory.customers(workspaceId, batch);
    for (const id of ids) customers.add(id);
    await deps.db.inWorkspace(workspaceId, (tx) => storeContacts(tx, { workspaceId, syncNumber, people: batch, customerIds: ids }));
    contacts += batch.length;
  }
  const lost = await deps.db.inWorkspace(workspaceId, (tx) => endSync(tx, workspaceId, syncNumber, deps.clock.now()));
  await markAll(deps, workspaceId, [...customers, ...lost.filter((customerId) => !customers.has(customerId))]);
  return { staff: userIds.length, contacts, customers: customers.size, gone: lost.length };
}

const markMax = 5_000;

async function markAll({ db, directory }: SyncDeps, workspaceId: bigint, customerIds: readonly bigint[]): Promise<void> {
  const sorted = customerIds.toSorted((one, other) => (one < other ? -1 : 1));
  for (let start = 0; start < sorted.length; start += markMax) {
    const part = sorted.slice(start, start + markMax);
    const reach = await db.inWorkspace(workspaceId, (tx) => wecomOutbox.reachable(tx, workspaceId, part));
    await directory.mark(workspaceId, part.map((customerId) => ({ customerId, staffUserId: reach.get(customerId)?.staffUserId ?? null })));
  }
}

async function syncStaff({ directory }: SyncDeps, client: WecomClient, workspaceId: bigint, userIds: readonly string[]): Promise<void> {
  const members: { wecomUserId: string; name: string }[] = [];
  for (const userId of userIds) members.push({ wecomUserId: userId, name: (await client.organization.user(userId)).name || userId });
  await directory.staff(workspaceId, members);
}

async function* peopleOf(client: WecomClient, userIds: readonly string[]): AsyncGenerator<WecomPerson[]> {
  let batch: WecomPerson[] = [];
  for (let start = 0; start < userIds.length; start += staffPerCall) {
    for await (const row of client.contacts.eachByUsers({ userid_list: userIds.slice(start, start + staffPerCall) })) {
      batch.push(personOf(row));
      if (batch.length < peoplePerBatch) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function personOf({ external_contact: contact, follow_info: follow }: ContactOfUser): WecomPerson {
  return {
    externalUserId: contact.external_userid, unionId: contact.unionid ?? null, name: contact.name,
    gender: contact.gender === 1 ? 'male' : contact.gender === 2 ? 'female' : 'unknown',
    metAtMs: follow.createtime * secondMs, staffUserId: follow.userid, state: follow.state ?? null,
  };
}

async function beginSync(tx: Transaction, workspaceId: bigint): Promise<number> {
  const [row] = await tx.query<{ sync_number: number }>(`
    update channel set sync_number = sync_number + 1 where workspace_id = $1 and kind = 'wecom' returning sync_number`, [workspaceId]);
  if (!row) throw ChannelMissing();
  return row.sync_number;
}

type Relation = Pick<WecomPerson, 'externalUserId' | 'staffUserId' | 'metAtMs'>;
type Batch = { workspaceId: bigint; syncNumber: number; people: readonly Relation[]; customerIds: readonly bigint[] };

async function storeContacts(tx: Transaction, { workspaceId, syncNumber, people, customerIds }: Batch): Promise<void> {
  await tx.query(`
    insert into wecom_contact (workspace_id, external_user_id, staff_user_id, customer_id, added_at, sync_number)
    select distinct on (c.external_user_id, c.staff_user_id) $1, c.external_user_id, c.staff_user_id, c.customer_id, to_timestamp(c.added_ms / 1000.0), $2
    from unnest($3::text[], $4::text[], $5::bigint[], $6::float8[]) as c (external_user_id, staff_user_id, customer_id, added_ms)
    order by c.external_user_id, c.staff_user_id
    on conflict (workspace_id, external_user_id, staff_user_id) do update set customer_id = excluded.customer_id,
      added_at = excluded.added_at, sync_number = greatest(wecom_contact.sync_number, excluded.sync_number), gone_at = null`,
  [workspaceId, syncNumber, people.map((each) => each.externalUserId), people.map((each) => each.staffUserId), customerIds, people.map((each) => each.metAtMs)]);
}

const neverGone = 2_147_483_647;

/** Relations of invented customers. No synchronization ends them, because WeCom does not know them. */
export async function inventContacts(tx: Transaction, workspaceId: bigint, contacts: readonly (Relation & { customerId: bigint })[]): Promise<void> {
  await storeContacts(tx, { workspaceId, syncNumber: neverGone, people: contacts, customerIds: contacts.map(({ customerId }) => customerId) });
}

/** Relations that this synchronization did not see are gone. Answers their customers. */
async function endSync(tx: Transaction, workspaceId: bigint, syncNumber: number, nowMs: number): Promise<bigint[]> {
  const gone = await tx.query<{ customer_id: bigint }>(`
    update wecom_contact set gone_at = $3 where workspace_id = $1 and sync_number < $2 and gone_at is null returning customer_id`,
  [workspaceId, syncNumber, new Date(nowMs)]);
  await tx.query(`update channel set synced_at = $2 where workspace_id = $1 and kind = 'wecom'`, [workspaceId, new Date(nowMs)]);
  return [...new Set(gone.map((row) => row.customer_id))];
}

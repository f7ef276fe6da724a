import type { SopDefinition } from '@homefield/contract';
import type { Audiences } from '../audiences/index.ts';
import { inventContacts } from '../channels/index.ts';
import type { Customers } from '../customers/index.ts';
import type { Database, Log, Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Ids } from '../kernel/index.ts';
import { sampleSuppression } from '../messages/index.ts';
import type { Messages } from '../messages/index.ts';
import type { Organization } from '../organization/index.ts';
import { recordPast } from '../sops/index.ts';
import type { GoalOrder, PastRun } from '../sops/index.ts';
import { callBack, samplePrefix } from './story.ts';
import type { SampleStory } from './story.ts';
import type { SampleWords } from './words.ts';

export type HistoryDeps = {
  db: Database; log: Log; ids: Ids; customers: Pick<Customers, 'markContact'>; staff: Organization['staff']; audiences: Pick<Audiences, 'create'>; messages: Pick<Messages, 'recordPast' | 'suppress'>;
};

const definitionFor = (audienceId: bigint, { text }: SampleWords): SopDefinition => ({
  trigger: { kind: 'audience_entry', audienceId: formatId('audience', audienceId) },
  holdOut: callBack.holdOut,
  steps: [{ kind: 'send', id: 'greeting', channel: 'wecom.broadcast', text, confirmWithin: '2d' }],
  goal: { event: 'order.paid', withinDays: callBack.goalDays },
  entry: { again: 'never' },
  quietHours: { from: '21:00', to: '09:00' },
});

/** Whose contacts the sample's customers are, and that nothing is sent to them. Done twice it is done once. */
export async function writeContacts(deps: HistoryDeps, workspaceId: bigint, story: SampleStory): Promise<void> {
  const known = await deps.db.inWorkspace(workspaceId, (tx) => customersByNumber(tx, workspaceId));
  await deps.messages.suppress(workspaceId, [...known.values()], sampleSuppression);
  await deps.db.inWorkspace(workspaceId, (tx) => meet(deps, tx, workspaceId, { story, known }));
}

/** The SOP that the sample's brand has run. Call it when every reader of the log has read the sample's orders. Done twice it is done once. */
export async function writeCallBack(deps: HistoryDeps, workspaceId: bigint, story: SampleStory, words: SampleWords): Promise<void> {
  const { db } = deps;
  const audienceId = await sampleAudience(deps, workspaceId, words.audience);
  await db.inWorkspace(workspaceId, async (tx) => {
    const known = await customersByNumber(tx, workspaceId);
    if ((await tx.query('select 1 from sop where workspace_id = $1 and is_sample', [workspaceId])).length > 0) return;
    const runs = story.entries.flatMap(({ contact, heldOut, outcome, atMs }): PastRun[] => {
      const customerId = known.get(contact.number);
      return customerId === undefined ? [] : [{ customerId, heldOut, message: outcome === null || atMs === null ? null : { outcome, atMs, staffUserId: contact.staff.wecomUserId } }];
    });
    const orders = await ordersOf(tx, workspaceId, runs.map(({ customerId }) => customerId));
    await recordPast(deps, tx, workspaceId, { name: words.sop, definition: definitionFor(audienceId, words), startedAtMs: story.startedAtMs, runs, orders });
  });
}

async function customersByNumber(tx: Transaction, workspaceId: bigint): Promise<Map<string, bigint>> {
  const rows = await tx.query<{ number: string; customer_id: bigint }>(`
    select value_key as number, customer_id from identity
    where workspace_id = $1 and kind = 'member_no' and value_key >= $2 and value_key < $3 order by customer_id limit 100000`, [workspaceId, samplePrefix, `${samplePrefix.slice(0, -1)}.`]);
  return new Map(rows.map((row) => [row.number, row.customer_id]));
}

async function meet({ customers, staff }: HistoryDeps, tx: Transaction, workspaceId: bigint, { story, known }: { story: SampleStory; known: ReadonlyMap<string, bigint> }): Promise<void> {
  const ids = await staff.upsertAll(tx, workspaceId, story.staff);
  const staffIdOf = new Map(story.staff.map(({ wecomUserId }, index) => [wecomUserId, ids[index] ?? null]));
  const contacts = story.contacts.flatMap(({ number, staff: { wecomUserId }, addedAtMs }) => {
    const customerId = known.get(number);
    return customerId === undefined ? [] : [{ customerId, externalUserId: number, staffUserId: wecomUserId, metAtMs: addedAtMs }];
  });
  await inventContacts(tx, workspaceId, contacts);
  await customers.markContact(tx, workspaceId, contacts.map(({ customerId, staffUserId }) => ({ customerId, isContact: true, ownerStaffId: staffIdOf.get(staffUserId) ?? null })), 'sample');
}

/** The one that a job which was cut off has made already, else a new one under a name that is free. */
async function sampleAudience({ db, audiences }: HistoryDeps, workspaceId: bigint, audienceName: string): Promise<bigint> {
  const known = await db.inWorkspace(workspaceId, (tx) => tx.query<{ audience_id: bigint; name: string; is_sample: boolean }>(
    'select audience_id, name, is_sample from audience where workspace_id = $1 and name like $2 and archived_at is null', [workspaceId, `${audienceName}%`]));
  const made = known.find((one) => one.is_sample);
  if (made) return made.audience_id;
  const taken = new Set(known.map(({ name }) => name));
  const names = [audienceName, ...Array.from({ length: known.length }, (_, index) => `${audienceName} ${index + 2}`)];
  const { id } = await audiences.create(workspaceId, {
    name: names.find((name) => !taken.has(name)) ?? audienceName,
    rule: { all: [{ attribute: 'isContact', is: true }, { event: 'order.paid' }, { event: 'order.paid', absent: true, within: `${callBack.lapsedDays}d` }] },
  });
  await db.inWorkspace(workspaceId, (tx) => tx.query('update audience set is_sample = true where workspace_id = $1 and audience_id = $2', [workspaceId, id]));
  return id;
}

async function ordersOf(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<GoalOrder[]> {
  const rows = await tx.query<{ order_id: bigint; order_number: string; customer_id: bigint; amount: bigint; ordered_at: number }>(`
    select order_id, order_number, customer_id, amount, ordered_at from customer_order where workspace_id = $1 and customer_id = any ($2) order by order_id`, [workspaceId, customerIds]);
  return rows.map((row) => ({
    name: 'order.paid', customerId: row.customer_id, subject: row.order_number, occurredAtMs: row.ordered_at, amountMinor: row.amount, properties: { orderId: String(row.order_id) },
  }));
}

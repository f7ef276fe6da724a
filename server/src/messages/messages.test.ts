import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, hourMs } from '../kernel/index.ts';
import { createCustomers } from '../customers/index.ts';
import { countBy, openSlice } from '../sops/testing.ts';
import type { SliceWorld } from '../sops/testing.ts';
import type { MessageDraft } from './index.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice({ staff: { automatic: false } }); }, 60_000);
afterAll(() => slice.close());

let made = 0;
const draftFor = (customerId: bigint, change: Partial<MessageDraft> = {}): MessageDraft => {
  made += 1;
  return {
    key: `k${made}`, customerId, channel: 'wecom.broadcast', text: '您好', sopId: 1n, enrollmentId: BigInt(made), stepId: 's', quietHours: { from: '21:00', to: '09:00' }, confirmWithinMs: dayMs, ...change,
  };
};
const plan = (workspaceId: bigint, drafts: readonly MessageDraft[]) => slice.world.deps.db.inWorkspace(workspaceId, (tx) => slice.messages.plan(tx, workspaceId, drafts));
const judgeAll = async () => { const [worker] = slice.messages.workers(); while (await worker?.step() === 'more'); };
const reasons = (workspaceId: bigint) => countBy(slice.world, workspaceId, 'message', "state || coalesce(' ' || reason, '')");

test('four workers at once never exceed the cap of a customer', async () => {
  const { workspaceId, customerIds } = await slice.brand({ people: 200, staff: 2 });
  await slice.messages.changeCaps(workspaceId, { perDay: 2, perWeek: 4 });
  // Judged once before: the first message of a customer makes the row that is locked, and making it waits by itself.
  await slice.messages.setConsent(workspaceId, customerIds, 'wecom.broadcast', false);
  await plan(workspaceId, customerIds.map((customerId) => draftFor(customerId)));
  await judgeAll();
  await slice.messages.setConsent(workspaceId, customerIds, 'wecom.broadcast', true);
  for (let round = 0; round < 15; round += 1) await plan(workspaceId, customerIds.map((customerId) => draftFor(customerId)));
  const [worker] = slice.messages.workers();
  const run = async () => { while (await worker?.step() === 'more'); };
  await Promise.all([run(), run(), run(), run()]);
  await run();
  expect(await reasons(workspaceId)).toEqual({ 'suppressed no_consent': 200, handed_over: 400, 'capped day_cap': 2_600 });
  const [most] = await slice.world.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ count: number }>(
    `select count(*)::int as count from message where workspace_id = $1 and state = 'handed_over' group by customer_id order by 1 desc limit 1`, [workspaceId]));
  expect(most?.count).toBe(2);
}, 60_000);

test('the same key is one message and is told once', async () => {
  const { workspaceId, customerIds } = await slice.brand({ people: 1, staff: 1 });
  const draft = draftFor(customerIds[0] ?? 0n);
  await Promise.all([plan(workspaceId, [draft]), plan(workspaceId, [draft, draft])]);
  expect(await countBy(slice.world, workspaceId, 'message', 'state')).toEqual({ planned: 1 });
  expect((await countBy(slice.world, workspaceId, 'event_log', 'name'))['message.planned']).toBe(1);
});

test('consent, suppression and strangers: each verdict is stored with its reason and told', async () => {
  const { workspaceId, customerIds: [no = 0n, complains = 0n, free = 0n] } = await slice.brand({ people: 3, staff: 1 });
  await slice.messages.setConsent(workspaceId, [no], 'wecom.broadcast', false);
  await slice.messages.suppress(workspaceId, [complains], 'complaint');
  await plan(workspaceId, [no, complains, free, 999n].map((customerId) => draftFor(customerId)));
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ 'suppressed no_consent': 1, 'suppressed suppressed:complaint': 1, 'suppressed not_a_contact': 1, handed_over: 1 });
  expect((await countBy(slice.world, workspaceId, 'event_log', 'name'))['message.suppressed']).toBe(3);
});

test('a customer who was excluded or gone after the message was planned gets nothing, and it is told', async () => {
  const { workspaceId, customerIds: [excluded = 0n, gone = 0n, free = 0n] } = await slice.brand({ people: 3, staff: 1 });
  const { deps } = slice.world;
  await plan(workspaceId, [excluded, gone, free].map((customerId) => draftFor(customerId)));
  await slice.messages.setConsent(workspaceId, [excluded], 'wecom.broadcast', true);
  await deps.db.inWorkspace(workspaceId, (tx) => createCustomers(deps).exclude(tx, workspaceId, excluded, 'staff'));
  await deps.db.inWorkspace(workspaceId, (tx) => tx.query('update customer set merged_into = 1 where workspace_id = $1 and customer_id = $2', [workspaceId, gone]));
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ 'suppressed excluded': 2, handed_over: 1 });
  expect((await countBy(slice.world, workspaceId, 'event_log', 'name'))['message.suppressed']).toBe(2);
});

test('at night a message is deferred to the end of the quiet hours and judged again then', async () => {
  const { workspaceId, customerIds: [one = 0n] } = await slice.brand({ people: 1, staff: 1 });
  const morningMs = Math.ceil((slice.world.clock.now() + 8 * hourMs) / dayMs) * dayMs + hourMs;
  slice.world.clock.advanceTo(morningMs - 10 * hourMs);
  await plan(workspaceId, [draftFor(one)]);
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ 'deferred quiet_hours': 1 });
  slice.world.clock.advanceTo(morningMs - 1);
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ 'deferred quiet_hours': 1 });
  slice.world.clock.advanceTo(morningMs);
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ handed_over: 1 });
});

test('texts name the customer; each gets their own task', async () => {
  const { workspaceId, customerIds } = await slice.brand({ people: 3, staff: 1 });
  await plan(workspaceId, customerIds.map((customerId) => draftFor(customerId, { text: '{{ customer.name }}，您好' })));
  await judgeAll();
  const texts = await slice.world.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ text: string }>('select text from wecom_text where workspace_id = $1 order by text', [workspaceId]));
  expect(texts.map(({ text }) => text)).toEqual(['客户0，您好', '客户1，您好', '客户2，您好']);
});

test('what is held or withdrawn does not go out', async () => {
  const { workspaceId, customerIds: [one = 0n, two = 0n] } = await slice.brand({ people: 2, staff: 1 });
  const { db } = slice.world.deps;
  await plan(workspaceId, [draftFor(one, { sopId: 5n, enrollmentId: 50n }), draftFor(two, { sopId: 5n, enrollmentId: 51n })]);
  await db.inWorkspace(workspaceId, (tx) => slice.messages.hold(tx, workspaceId, 5n, 'paused'));
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ planned: 2 });
  await db.inWorkspace(workspaceId, (tx) => slice.messages.withdraw(tx, workspaceId, [50n], 'sop_ended'));
  await db.inWorkspace(workspaceId, (tx) => slice.messages.hold(tx, workspaceId, 5n, null));
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ 'suppressed sop_ended': 1, handed_over: 1 });
});

test('holding an SOP touches none of its messages, holds those that come later too, and leaves other SOPs alone', async () => {
  const { workspaceId, customerIds: [one = 0n, two = 0n, other = 0n] } = await slice.brand({ people: 3, staff: 1 });
  const { db } = slice.world.deps;
  const rows = () => db.inWorkspace(workspaceId, (tx) => tx.query('select message_id, xmin::text, ctid::text from message where workspace_id = $1 order by message_id', [workspaceId]));
  await plan(workspaceId, [draftFor(one, { sopId: 6n }), draftFor(other, { sopId: 7n })]);
  const before = await rows();
  await db.inWorkspace(workspaceId, (tx) => slice.messages.hold(tx, workspaceId, 6n, 'paused'));
  expect(await rows()).toEqual(before);
  await plan(workspaceId, [draftFor(two, { sopId: 6n })]);
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ planned: 2, handed_over: 1 });
  await db.inWorkspace(workspaceId, (tx) => slice.messages.hold(tx, workspaceId, 6n, null));
  await judgeAll();
  expect(await reasons(workspaceId)).toEqual({ handed_over: 3 });
});

import type { MessageOutcome, MissReason, SopDefinition } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInsights } from '../insights/index.ts';
import { hourMs, wholeBrand } from '../kernel/index.ts';
import { appendEvents, definitionOf, enteredEvent, everyContact, openSlice } from './testing.ts';
import type { SliceWorld } from './testing.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice(); }, 60_000);
afterAll(() => slice.close());

const hello = { kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '周五上新', confirmWithin: '2d' } as const;

test('a draft may be incomplete; what is missing or wrong is told by the check and refused at publication, with the same places', async () => {
  const { sops, world } = slice;
  const workspaceId = await world.workspace();
  const definition: SopDefinition = { ...definitionOf(1n), trigger: { kind: 'audience_entry', audienceId: '' }, steps: [{ ...hello, text: '' }, { ...hello, id: 'b', text: '{{ customer.nam }}' }] };
  const sop = await sops.create(workspaceId, { name: '半成品', definition });
  const pointers = ['/definition/steps/0/text', '/definition/steps/1/text', '/definition/trigger/audienceId'];
  expect((await sops.check(workspaceId, definition)).map(({ pointer }) => pointer)).toEqual(pointers);
  const refusal = await sops.publish(workspaceId, sop).catch((error: unknown) => error) as { code: string; places: { pointer: string }[] };
  expect([refusal.code, refusal.places.map(({ pointer }) => pointer)]).toEqual(['sop_invalid', pointers]);
  expect(await sops.reach(wholeBrand(workspaceId), sop.sopId)).toMatchObject({ channel: 'wecom.broadcast', customers: 0, reachable: 0 });
  const audience = await slice.audiences.create(workspaceId, { name: '谁', rule: everyContact });
  expect(await sops.check(workspaceId, definitionOf(audience.id))).toEqual([]);
});

test('those who can be reached are the contacts who did not say no and are not suppressed', async () => {
  const { sops, audiences, messages, world } = slice;
  const { workspaceId, customerIds } = await slice.brand({ people: 8, staff: 2 });
  await slice.runner.drain();
  const everybody = await audiences.create(workspaceId, { name: '所有', rule: { attribute: 'createdAt', exists: true } });
  const { sopId } = await sops.create(workspaceId, { name: '上新', definition: definitionOf(everybody.id) });
  expect(await sops.reach(wholeBrand(workspaceId), sopId)).toMatchObject({ customers: 8, reachable: 8 });
  await messages.setConsent(workspaceId, customerIds.slice(0, 2), 'wecom.broadcast', false);
  await messages.suppress(workspaceId, customerIds.slice(1, 3), 'complaint');
  await messages.suppress(workspaceId, customerIds.slice(3, 4), 'complaint', world.clock.now() - hourMs);
  expect(await sops.reach(wholeBrand(workspaceId), sopId)).toMatchObject({ customers: 8, reachable: 5 });
});

test('a step tells how many it sent to, who is with staff, and who was missed and why; each number is as long as its list', async () => {
  const { sops, audiences, messages, world } = slice;
  const { workspaceId, customerIds } = await slice.brand({ people: 6, staff: 2 });
  const empty = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const { sopId, revision } = await sops.create(workspaceId, { name: '上新', definition: definitionOf(empty.id, { holdOut: 0, steps: [hello, { ...hello, id: 'again' }] }) });
  await sops.publish(workspaceId, { sopId, revision });
  await messages.setConsent(workspaceId, customerIds.slice(0, 1), 'wecom.broadcast', false);
  await messages.suppress(workspaceId, customerIds.slice(1, 3), 'complaint');
  const strangers = [901n, 902n, 903n];
  const startMs = world.clock.now();
  await appendEvents(world, workspaceId, [...customerIds, ...strangers].map((customerId) => enteredEvent(empty.id, customerId, startMs)));
  await slice.goTo(startMs + 20 * hourMs);
  const { steps } = await createInsights(world.deps).sopResult(wholeBrand(workspaceId), sopId);
  expect(steps.map(({ stepId, messages: of }) => ({ stepId, ...of }))).toEqual([
    { stepId: 'hello', sent: 3, withStaff: 0, queued: 0, missed: [{ reason: 'not_a_contact', count: 3 }, { reason: 'suppressed', count: 2 }, { reason: 'no_consent', count: 1 }] },
    // One message a day: whoever got the first is over the cap for the second.
    { stepId: 'again', sent: 0, withStaff: 0, queued: 0, missed: expect.arrayContaining([{ reason: 'not_a_contact', count: 3 }, { reason: 'cap', count: 3 }]) },
  ]);
  for (const { stepId, messages: counts } of steps) {
    const list = async (outcome: MessageOutcome, reason?: MissReason) => (await sops.enrollments(wholeBrand(workspaceId), sopId, { stepId, outcome, reason, after: undefined, limit: 100 })).length;
    const missed = counts?.missed.reduce((total, { count }) => total + count, 0);
    expect([await list('sent'), await list('with_staff'), await list('queued'), await list('missed')]).toEqual([counts?.sent, counts?.withStaff, counts?.queued, missed]);
    for (const { reason, count } of counts?.missed ?? []) expect(await list('missed', reason), reason).toBe(count);
    // Each of the list says why itself, as often as the numbers do.
    const rows = await sops.enrollments(wholeBrand(workspaceId), sopId, { stepId, outcome: 'missed', after: undefined, limit: 100 });
    expect(Object.fromEntries(counts?.missed.map(({ reason, count }) => [reason, count]) ?? [])).toEqual(Object.fromEntries([...Map.groupBy(rows, ({ missReason }) => missReason)].map(([reason, group]) => [reason, group.length])));
  }
}, 60_000);

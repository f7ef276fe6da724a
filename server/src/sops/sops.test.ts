import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAudiences } from '../audiences/index.ts';
import { createCustomers } from '../customers/index.ts';
import { dayMs, wholeBrand } from '../kernel/index.ts';
import { sopsUsing } from './index.ts';
import { appendEvents, corpId, countBy, definitionOf, enteredEvent, everyContact, openSlice } from './testing.ts';
import type { SliceWorld } from './testing.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice(); }, 60_000);
afterAll(() => slice.close());

async function draft(change: Parameters<typeof definitionOf>[1] = {}) {
  const workspaceId = await slice.world.workspace();
  const audience = await slice.audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const sop = await slice.sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut: 0, ...change }) });
  return { workspaceId, audienceId: audience.id, sop };
}

test('409: two people change one draft, the second has to load it again', async () => {
  const { workspaceId, sop } = await draft();
  const change = { sopId: sop.sopId, name: '新', definition: sop.definition, revision: sop.revision };
  expect((await slice.sops.change(workspaceId, change)).revision).toBe(2);
  await expect(slice.sops.change(workspaceId, change)).rejects.toMatchObject({ code: 'sop_changed', status: 409 });
});

test('422: an unknown variable, a step id used twice and a missing audience are told before the launch, with their places', async () => {
  const send = { kind: 'send', id: 'a', channel: 'wecom.broadcast', text: '{{ customer.nmae }}好', confirmWithin: '2d' } as const;
  const { workspaceId, sop } = await draft({ steps: [send, { ...send, text: 'ok' }], trigger: { kind: 'audience_entry', audienceId: 'aud_0000000000001' } });
  const refusal = await slice.sops.publish(workspaceId, sop).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'sop_invalid', status: 422 });
  expect((refusal as { places: { pointer: string }[] }).places.map(({ pointer }) => pointer)).toEqual(['/definition/steps/0/text', '/definition/steps/1/id', '/definition/trigger/audienceId']);
});

test('another brand does not see the SOP', async () => {
  const { sop } = await draft();
  await expect(slice.sops.find(await slice.world.workspace(), sop.sopId)).rejects.toMatchObject({ code: 'sop_not_found', status: 404 });
});

test('409: a draft cannot be paused, an ended SOP cannot be published or resumed', async () => {
  const { workspaceId, sop } = await draft();
  await expect(slice.sops.pause(workspaceId, sop.sopId)).rejects.toMatchObject({ code: 'sop_state_refused' });
  await slice.sops.publish(workspaceId, sop);
  await slice.sops.end(workspaceId, sop.sopId);
  await expect(slice.sops.publish(workspaceId, sop)).rejects.toMatchObject({ code: 'sop_state_refused' });
  for (const move of ['resume', 'pause', 'end'] as const) await expect(slice.sops[move](workspaceId, sop.sopId)).rejects.toMatchObject({ status: 409 });
});

test('a running customer stays on the version that they entered', async () => {
  const { workspaceId, audienceId, sop } = await draft({ steps: [{ kind: 'wait', id: 'one', for: '1d' }, { kind: 'wait', id: 'two', for: '1d' }] });
  await slice.sops.publish(workspaceId, sop);
  const nowMs = slice.world.clock.now();
  await appendEvents(slice.world, workspaceId, [enteredEvent(audienceId, 1n, nowMs)]);
  await slice.runner.drain();
  const changed = await slice.sops.change(workspaceId, { sopId: sop.sopId, name: '二', definition: { ...sop.definition, steps: [{ kind: 'wait', id: 'other', for: '1h' }] }, revision: 1 });
  expect((await slice.sops.publish(workspaceId, changed)).publishedVersion).toBe(2);
  await appendEvents(slice.world, workspaceId, [enteredEvent(audienceId, 2n, nowMs)]);
  await slice.runner.drain();
  await slice.goTo(nowMs + dayMs, 12 * 3_600_000);
  const runs = await slice.sops.enrollments(wholeBrand(workspaceId), sop.sopId, { stepId: undefined, after: undefined, limit: 10 });
  expect(runs.map(({ customerId, version, state, stepId }) => ({ customerId, version, state, stepId }))).toEqual([
    { customerId: 1n, version: 1, state: 'active', stepId: 'two' }, { customerId: 2n, version: 2, state: 'watching', stepId: null },
  ]);
});

test('published for later entries only, those who are in already do not enter', async () => {
  const { workspaceId } = await slice.brand({ people: 20, staff: 2 });
  await slice.runner.drain();
  const audience = await slice.audiences.create(workspaceId, { name: '全部', rule: everyContact });
  const definition = definitionOf(audience.id, { holdOut: 0 });
  const [later, present] = [await slice.sops.create(workspaceId, { name: '后来', definition }), await slice.sops.create(workspaceId, { name: '现在', definition })];
  await slice.sops.publish(workspaceId, { ...later, enterPresent: false });
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'sop_id')).toEqual({});
  await slice.sops.publish(workspaceId, present);
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'sop_id')).toEqual({ [String(present.sopId)]: 20 });
  await appendEvents(slice.world, workspaceId, [enteredEvent(audience.id, 77n, slice.world.clock.now())]);
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'sop_id')).toEqual({ [String(present.sopId)]: 21, [String(later.sopId)]: 1 });
}, 60_000);

test('after_exit: who enters the audience again begins a new run when the last has ended, never before', async () => {
  const { workspaceId, audienceId, sop } = await draft({ steps: [{ kind: 'wait', id: 'one', for: '1h' }], goal: { event: 'order.paid', withinDays: 1 }, entry: { again: 'after_exit' } });
  await slice.sops.publish(workspaceId, sop);
  const enter = async () => { await appendEvents(slice.world, workspaceId, [enteredEvent(audienceId, 5n, slice.world.clock.now())]); await slice.runner.drain(); };
  await enter();
  await enter();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'entry')).toEqual({ 0: 1 });
  await slice.goTo(slice.world.clock.now() + 2 * dayMs, dayMs / 2);
  await enter();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'entry')).toEqual({ 0: 1, 1: 1 });
});

test('publishing a paused SOP keeps it paused; after the resume nobody gets the old words, neither from the outbox nor from a broadcast that waits, and a removed step sends nothing', async () => {
  const { workspaceId } = await slice.brand({ people: 4, staff: 1 });
  const { clock, deps } = slice.world;
  const audience = await slice.audiences.create(workspaceId, { name: '全部', rule: everyContact });
  const send = { kind: 'send', id: 'price', channel: 'wecom.broadcast', text: '错误的价格 1 元', confirmWithin: '2d' } as const;
  const other = await slice.sops.create(workspaceId, { name: '删', definition: definitionOf(audience.id, { holdOut: 0, steps: [{ ...send, text: '删掉的话' }] }) });
  const sop = await slice.sops.create(workspaceId, { name: '价', definition: definitionOf(audience.id, { holdOut: 0, steps: [send] }) });
  await slice.messages.changeCaps(workspaceId, { perDay: 2, perWeek: 4 });
  await slice.channels.connectWecom(workspaceId, { corpId, secret: 'wrong', baseUrl: slice.url });
  await slice.world.project();
  // By day: the messages wait in broadcasts, because WeCom refuses the secret.
  clock.advanceTo(Math.ceil(clock.now() / dayMs) * dayMs + 2 * 3_600_000);
  for (const one of [sop, other]) await slice.sops.publish(workspaceId, one);
  await slice.runner.drain();
  // Contacts of the tests before are in this WeCom too.
  const people = ((await countBy(slice.world, workspaceId, 'message', 'state'))['handed_over'] ?? 0) / 2;
  expect(people).toBeGreaterThanOrEqual(4);
  for (const { sopId } of [sop, other]) await slice.sops.pause(workspaceId, sopId);
  await slice.sops.change(workspaceId, { sopId: sop.sopId, name: '价', definition: { ...sop.definition, steps: [{ ...send, text: '正确的价格 100 元' }] }, revision: 1 });
  await slice.sops.change(workspaceId, { sopId: other.sopId, name: '删', definition: { ...other.definition, steps: [{ kind: 'wait', id: 'wait', for: '1h' }] }, revision: 1 });
  for (const { sopId, revision } of [sop, other]) expect(await slice.sops.publish(workspaceId, { sopId, revision: revision + 1 })).toMatchObject({ state: 'paused', publishedVersion: 2 });
  await slice.channels.connectWecom(workspaceId, { corpId, secret: 'test-secret', baseUrl: slice.url });
  await slice.goTo(clock.now() + 2 * 3_600_000);
  expect(await countBy(slice.world, workspaceId, 'message', "state || coalesce(' ' || reason, '')")).toEqual({ planned: people, 'suppressed step_removed': people });
  for (const { sopId } of [sop, other]) await slice.sops.resume(workspaceId, sopId);
  await slice.goTo(clock.now() + 2 * 3_600_000);
  const texts = await deps.db.inWorkspace(workspaceId, (tx) => tx.query(`
    select t.text, count(*)::int as count from wecom_delivery d join wecom_text t on t.workspace_id = d.workspace_id and t.hash = d.text_hash where d.workspace_id = $1 group by 1`, [workspaceId]));
  expect(texts).toEqual([{ text: '正确的价格 100 元', count: people }]);
  const said = await deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ text: string }>(`
    select distinct c.text from message m join message_content c on c.workspace_id = m.workspace_id and c.hash = m.template_hash where m.workspace_id = $1 and m.sop_id = $2`, [workspaceId, sop.sopId]));
  expect(said).toEqual([{ text: '正确的价格 100 元' }]);
}, 60_000);

test('409: an audience by which a published SOP enters is not archived, though its draft has moved to another one', async () => {
  const { workspaceId, audienceId, sop } = await draft();
  const audiences = createAudiences({ ...slice.world.deps, othersUsing: sopsUsing });
  const next = await audiences.create(workspaceId, { name: '另一个', rule: { attribute: 'name', is: 'nobody' } });
  await slice.sops.publish(workspaceId, sop);
  await slice.sops.change(workspaceId, { sopId: sop.sopId, name: '测', definition: definitionOf(next.id), revision: 1 });
  for (const id of [audienceId, next.id]) await expect(audiences.archive(workspaceId, id)).rejects.toMatchObject({ code: 'audience_in_use', status: 409 });
  await slice.sops.end(workspaceId, sop.sopId);
  await audiences.archive(workspaceId, audienceId);
});

/** An SOP for later entries only, over an audience into which `move` lets customers come by their city. */
async function laterOnly(name: string, change: Parameters<typeof definitionOf>[1] = {}) {
  const { workspaceId, customerIds } = await slice.brand({ people: 4, staff: 1 });
  const audience = await slice.audiences.create(workspaceId, { name, rule: { attribute: 'city', is: '上海' } });
  const customers = createCustomers(slice.world.deps);
  const move = async (index: number, city: string) => {
    await slice.world.deps.db.inWorkspace(workspaceId, (tx) => customers.updateProfile(tx, workspaceId, customerIds[index] ?? 0n, { city }));
    // The projector, then the refresh that is due.
    for (let round = 0; round < 2; round += 1) await slice.goTo(slice.world.clock.now() + 5 * 60_000);
  };
  await move(0, '上海');
  const sop = await slice.sops.create(workspaceId, { name, definition: definitionOf(audience.id, { holdOut: 0, ...change }) });
  await slice.sops.publish(workspaceId, { ...sop, enterPresent: false });
  await slice.runner.drain();
  const inside = async () => (await slice.sops.enrollments(wholeBrand(workspaceId), sop.sopId, { stepId: undefined, after: undefined, limit: 50 })).map(({ customerId }) => customerIds.indexOf(customerId));
  return { workspaceId, audienceId: audience.id, sop, move, inside };
}

test('who comes in during a pause enters at the resume, also into an SOP for later entries only; who was there before does not', async () => {
  const { workspaceId, sop, move, inside } = await laterOnly('停');
  await move(1, '上海');
  expect(await inside()).toEqual([1]);
  await slice.sops.pause(workspaceId, sop.sopId);
  await move(2, '上海');
  expect(await inside()).toEqual([1]);
  await slice.sops.resume(workspaceId, sop.sopId);
  await slice.runner.drain();
  expect(await inside()).toEqual([1, 2]);
}, 60_000);

test('after_exit: who left and came back during a pause begins a new run at the resume, who stayed does not', async () => {
  const { workspaceId, sop, move } = await laterOnly('再', { steps: [{ kind: 'wait', id: 'one', for: '1h' }], goal: { event: 'order.paid', withinDays: 1 }, entry: { again: 'after_exit' } });
  await move(1, '上海');
  await move(2, '上海');
  await slice.goTo(slice.world.clock.now() + 2 * dayMs, dayMs / 2);
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'state')).toEqual({ ended: 2 });
  await slice.sops.pause(workspaceId, sop.sopId);
  await move(1, '北京');
  await move(1, '上海');
  await slice.sops.resume(workspaceId, sop.sopId);
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'entry')).toEqual({ 0: 2, 1: 1 });
}, 60_000);

test('publishing again remembers that only later ones enter, and loses no entry that is in the log and not read yet', async () => {
  const { workspaceId, audienceId, sop, move, inside } = await laterOnly('改');
  await slice.audiences.refresh(workspaceId, audienceId);
  const unread = 77n;
  await appendEvents(slice.world, workspaceId, [enteredEvent(audienceId, unread, slice.world.clock.now())]);
  const changed = await slice.sops.change(workspaceId, { sopId: sop.sopId, name: '改', definition: { ...sop.definition, quietHours: { from: '22:00', to: '09:00' } }, revision: 1 });
  expect(await slice.sops.publish(workspaceId, changed)).toMatchObject({ entersPresent: false, publishedVersion: 2 });
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'customer_id')).toEqual({ [String(unread)]: 1 });
  await move(1, '上海');
  expect((await inside()).filter((index) => index >= 0)).toEqual([1]);
  await slice.sops.publish(workspaceId, { ...changed, enterPresent: true });
  await slice.runner.drain();
  expect((await inside()).filter((index) => index >= 0)).toEqual([0, 1]);
}, 60_000);
const isLive = async (workspaceId: bigint, audienceId: bigint) => (await slice.audiences.get(wholeBrand(workspaceId), audienceId)).live;

test('an audience is live while an SOP that is live or paused begins with it, and not for a publication that was refused', async () => {
  const { workspaceId, audienceId, sop } = await draft();
  const wrong = await slice.sops.create(workspaceId, { name: '错', definition: definitionOf(audienceId, { steps: [{ kind: 'send', id: 'a', channel: 'wecom.broadcast', text: '{{ customer.nmae }}', confirmWithin: '2d' }] }) });
  await expect(slice.sops.publish(workspaceId, wrong)).rejects.toMatchObject({ code: 'sop_invalid' });
  expect(await isLive(workspaceId, audienceId)).toBe(false);
  const other = await slice.sops.create(workspaceId, { name: '另', definition: sop.definition });
  await slice.sops.publish(workspaceId, sop);
  await slice.sops.publish(workspaceId, other);
  await slice.sops.pause(workspaceId, sop.sopId);
  await slice.sops.end(workspaceId, other.sopId);
  expect(await isLive(workspaceId, audienceId)).toBe(true);
  const next = await slice.audiences.create(workspaceId, { name: '下一个', rule: { attribute: 'name', is: 'nobody' } });
  const { revision } = await slice.sops.find(workspaceId, sop.sopId);
  const changed = await slice.sops.change(workspaceId, { sopId: sop.sopId, name: '测', definition: definitionOf(next.id), revision });
  expect([await isLive(workspaceId, audienceId), await isLive(workspaceId, next.id)]).toEqual([true, false]);
  await slice.sops.publish(workspaceId, changed);
  expect([await isLive(workspaceId, audienceId), await isLive(workspaceId, next.id)]).toEqual([false, true]);
  await slice.sops.end(workspaceId, sop.sopId);
  expect(await isLive(workspaceId, next.id)).toBe(false);
});

test('whoever was in the audience at its earlier use and is not any more does not enter a later SOP', async () => {
  const { workspaceId } = await slice.brand({ people: 4, staff: 1 });
  await slice.runner.drain();
  const { id, version } = await slice.audiences.create(workspaceId, { name: '全部', rule: everyContact });
  const first = await slice.sops.create(workspaceId, { name: '先', definition: definitionOf(id, { holdOut: 0 }) });
  await slice.sops.publish(workspaceId, first);
  await slice.runner.drain();
  await slice.sops.end(workspaceId, first.sopId);
  const all = await countBy(slice.world, workspaceId, 'enrollment', 'sop_id');
  const { size } = await slice.audiences.change(wholeBrand(workspaceId), id, { name: '少数', rule: { attribute: 'name', is: '客户1' }, version });
  const second = await slice.sops.create(workspaceId, { name: '后', definition: definitionOf(id, { holdOut: 0 }) });
  await slice.sops.publish(workspaceId, second);
  await slice.runner.drain();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'sop_id')).toEqual({ ...all, [String(second.sopId)]: size });
  expect(size).toBeLessThan(all[String(first.sopId)] ?? 0);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCustomers } from '../../customers/index.ts';
import { hourMs, minuteMs } from '../../kernel/index.ts';
import { corpId, countBy, openSlice } from '../../sops/testing.ts';
import type { Brand, SliceWorld } from '../../sops/testing.ts';
import { createKit } from './testing.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice({ staff: { automatic: false }, channel: { limits: { retriesMax: 0 } } }); }, 60_000);
afterAll(() => slice.close());
const kit = createKit(() => slice);
const { created, hand, judgeAll, carry, goOn, states, memberOf } = kit;
beforeEach(() => kit.nextDay());

/** Handed over while WeCom refuses the secret; the right one is stored, but the broadcast is not made yet. */
async function waitingAtWecom(people: number): Promise<Brand> {
  const brand = await slice.brand({ people, staff: 1 });
  await slice.channels.connectWecom(brand.workspaceId, { corpId, secret: 'wrong', baseUrl: slice.url });
  await hand(brand);
  await carry();
  expect(await states(brand)).toEqual({ handed_over: people });
  await slice.channels.connectWecom(brand.workspaceId, { corpId, secret: 'test-secret', baseUrl: slice.url });
  return brand;
}
const holdAll = ({ workspaceId }: Brand, hold: 'paused' | 'ended' | null) => slice.world.deps.db.inWorkspace(workspaceId, (tx) => slice.messages.hold(tx, workspaceId, 1n, hold));

test('a broadcast that waits is not made while its SOP is paused, and is made after the resume', async () => {
  const brand = await waitingAtWecom(2);
  await holdAll(brand, 'paused');
  await goOn(hourMs);
  await judgeAll();
  await goOn(hourMs);
  expect(created()).toBe(0);
  expect(await states(brand)).toEqual({ planned: 2 });
  await holdAll(brand, null);
  await judgeAll();
  await carry();
  expect(created()).toBe(1);
  expect(await states(brand)).toEqual({ handed_over: 2 });
});

test('a broadcast that waits is not made for an SOP that has ended', async () => {
  const brand = await waitingAtWecom(2);
  await holdAll(brand, 'ended');
  await goOn(hourMs);
  expect(created()).toBe(0);
  expect(await states(brand)).toEqual({ 'suppressed sop_ended': 2 });
  expect((await countBy(slice.world, brand.workspaceId, 'event_log', 'name'))['message.suppressed']).toBe(2);
});

test('who said no, complained or was excluded while a broadcast waited is left out of it; the others get it', async () => {
  const brand = await waitingAtWecom(4);
  const { workspaceId, customerIds: [no = 0n, complains = 0n, colleague = 0n] } = brand;
  const { deps } = slice.world;
  await slice.messages.setConsent(workspaceId, [no], 'wecom.broadcast', false);
  await slice.messages.suppress(workspaceId, [complains], 'complaint');
  await deps.db.inWorkspace(workspaceId, (tx) => createCustomers(deps).exclude(tx, workspaceId, colleague, 'staff'));
  await goOn(hourMs);
  expect(await states(brand)).toEqual({ 'suppressed no_consent': 1, 'suppressed suppressed:complaint': 1, 'suppressed excluded': 1, handed_over: 1 });
  await goOn(minuteMs);
  const [row] = await deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ msgid: string }>('select msgid from wecom_broadcast where workspace_id = $1 and msgid is not null', [workspaceId]));
  expect(slice.sandbox.massMessages.get(row?.msgid ?? '').shares.get(memberOf(brand))?.receivers).toEqual([brand.externalUserIds[3]]);
});

test('a broadcast that could not be made by day is not made at night but in the morning', async () => {
  const brand = await waitingAtWecom(2);
  slice.world.clock.advanceTo(slice.world.clock.now() + 13 * hourMs);
  await goOn(hourMs);
  expect(created()).toBe(0);
  expect(await states(brand)).toEqual({ 'deferred quiet_hours': 2 });
  slice.world.clock.advanceTo(slice.world.clock.now() + 9 * hourMs);
  await judgeAll();
  await carry();
  expect(created()).toBe(1);
  expect(await states(brand)).toEqual({ handed_over: 2 });
});

test('a WeCom that is dead for days fails the messages, the nights in between notwithstanding', async () => {
  const brand = await slice.brand({ people: 2, staff: 1 });
  await slice.channels.connectWecom(brand.workspaceId, { corpId, secret: 'wrong', baseUrl: slice.url });
  await hand(brand);
  await carry();
  for (let hours = 0; hours < 49; hours += 1) {
    await goOn(hourMs);
    await judgeAll();
    await carry();
  }
  expect(await states(brand)).toEqual({ 'failed secret_wrong': 2 });
});

test('brands take turns: one with many broadcasts does not keep another waiting for all of them', async () => {
  const [many, one] = [await slice.brand({ people: 25, staff: 25 }), await slice.brand({ people: 1, staff: 1 })];
  for (const brand of [many, one]) await hand(brand);
  const [worker] = slice.channels.workers();
  for (let step = 0; step < 3; step += 1) await worker?.step();
  expect(await countBy(slice.world, one.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 1 });
  expect((await countBy(slice.world, many.workspaceId, 'wecom_broadcast', 'state'))['planned']).toBeGreaterThan(0);
  await carry();
  expect(await countBy(slice.world, many.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 25 });
});

test('a WeCom that nobody answers at is tried three times, then rests for growing minutes and is shown as resting; other brands go on, and so does it when it is back', async () => {
  const [dead, living] = [await slice.brand({ people: 6, staff: 6 }), await slice.brand({ people: 1, staff: 1 })];
  const connection = () => slice.channels.wecomConnection(dead.workspaceId);
  const nowMs = () => slice.world.clock.now();
  await slice.channels.connectWecom(dead.workspaceId, { corpId, secret: 'test-secret', baseUrl: 'http://127.0.0.1:1' });
  for (const brand of [dead, living]) await hand(brand);
  await carry();
  expect(await countBy(slice.world, living.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 1 });
  expect(await countBy(slice.world, dead.workspaceId, 'wecom_broadcast', 'attempts')).toEqual({ 0: 3, 1: 3 });
  expect(await connection()).toMatchObject({ failures: 3, restUntilMs: nowMs() + minuteMs, trouble: { name: 'network_failed' } });
  await goOn(minuteMs);
  expect(await connection()).toMatchObject({ failures: 4, restUntilMs: nowMs() + 2 * minuteMs });
  await slice.channels.connectWecom(dead.workspaceId, { corpId, secret: 'test-secret', baseUrl: slice.url });
  await goOn(5 * minuteMs);
  expect(await connection()).toMatchObject({ failures: 0, restUntilMs: null, trouble: null });
  expect(await countBy(slice.world, dead.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 6 });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../kernel/index.ts';
import { corpId, countBy, openSlice } from '../../sops/testing.ts';
import type { SliceWorld } from '../../sops/testing.ts';
import { createKit } from './testing.ts';

class Crash extends Error {}
let slice: SliceWorld;
let crashAt: 'attempted' | 'answered' | null = null;
beforeAll(async () => {
  slice = await openSlice({
    staff: { automatic: false }, channel: { limits: { retriesMax: 0 }, stage: (name) => { if (name !== crashAt) return; crashAt = null; throw new Crash(); } },
  });
}, 60_000);
afterAll(() => slice.close());

const kit = createKit(() => slice);
const { create, created, hand, carry, goOn, states, memberOf, confirmAll } = kit;
beforeEach(() => kit.nextDay());

test('results come by asking: sent with the time of sending, and told once', async () => {
  const brand = await slice.brand({ people: 30, staff: 3 });
  await hand(brand);
  await carry();
  expect(created()).toBe(3);
  await goOn(10 * minuteMs);
  await confirmAll(brand);
  await goOn(20 * minuteMs);
  expect(await states(brand)).toEqual({ sent: 30 });
  const [sent] = await slice.world.deps.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ age: number }>(
    `select extract(epoch from $2::timestamptz - max(occurred_at))::float8 as age from event_log where workspace_id = $1 and name = 'message.sent'`, [brand.workspaceId, new Date(slice.world.clock.now())]));
  expect(sent?.age).toBe(20 * 60);
  await goOn(5 * hourMs);
  expect((await countBy(slice.world, brand.workspaceId, 'event_log', 'name'))['message.sent']).toBe(30);
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ done: 3 });
});

test('an answer that got lost is looked for: the broadcast is not made twice', async () => {
  const brand = await slice.brand({ people: 4, staff: 1 });
  await hand(brand, '丢失的回答');
  slice.sandbox.faults.loseNext(create);
  await carry();
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ attempting: 1 });
  await goOn(minuteMs);
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 1 });
  expect(created()).toBe(1);
  await confirmAll(brand);
  await goOn(hourMs);
  expect(await states(brand)).toEqual({ sent: 4 });
});

test.each([['attempted', 1], ['answered', 1]] as const)('a process that dies when it has %s makes the broadcast exactly once', async (stage, times) => {
  const brand = await slice.brand({ people: 4, staff: 1 });
  await hand(brand, `崩溃于 ${stage}`);
  crashAt = stage;
  await expect(carry()).rejects.toThrow(Crash);
  await goOn(6 * minuteMs);
  expect(created()).toBe(times);
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 1 });
});

test('an earlier broadcast with the same text to the same customers is not taken for one that was never made', async () => {
  const brand = await slice.brand({ people: 2, staff: 1 });
  await slice.messages.changeCaps(brand.workspaceId, { perDay: 2, perWeek: 2 });
  await hand(brand, '又一次');
  await carry();
  await hand(brand, '又一次');
  crashAt = 'attempted';
  await expect(carry()).rejects.toThrow(Crash);
  await goOn(6 * minuteMs);
  expect(created()).toBe(2);
});

test('two broadcasts with the same text and member whose answers got lost are told apart by their receivers', async () => {
  const brand = await slice.brand({ people: 2, staff: 1 });
  await slice.messages.changeCaps(brand.workspaceId, { perDay: 2, perWeek: 2 });
  await hand({ ...brand, customerIds: brand.customerIds.slice(0, 1) }, '同文');
  slice.sandbox.faults.loseNext(create);
  await carry();
  await hand({ ...brand, customerIds: brand.customerIds.slice(1) }, '同文');
  slice.sandbox.faults.loseNext(create);
  await carry();
  await goOn(minuteMs);
  expect(created()).toBe(2);
  const rows = await slice.world.deps.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ msgid: string; external_user_id: string }>(
    'select b.msgid, d.external_user_id from wecom_broadcast b join wecom_delivery d using (workspace_id, broadcast_id) where workspace_id = $1', [brand.workspaceId]));
  for (const { msgid, external_user_id: receiver } of rows) expect(slice.sandbox.massMessages.get(msgid).shares.get(memberOf(brand))?.receivers).toEqual([receiver]);
  expect(new Set(rows.map(({ msgid }) => msgid)).size).toBe(2);
});

test('whom the staff have not confirmed in time counts as not confirmed, is told so, and can never get it later', async () => {
  const brand = await slice.brand({ people: 5, staff: 1 });
  await hand(brand);
  await carry();
  for (let hours = 0; hours < 48; hours += 1) await goOn(hourMs);
  expect(await states(brand)).toEqual({ not_confirmed: 5 });
  expect((await countBy(slice.world, brand.workspaceId, 'event_log', 'name'))['message.not_confirmed']).toBe(5);
  const [row] = await slice.world.deps.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ msgid: string; reminders: number }>('select msgid, reminders from wecom_broadcast where workspace_id = $1', [brand.workspaceId]));
  expect(row?.reminders).toBe(1);
  expect(slice.sandbox.massMessages.confirm(memberOf(brand), row?.msgid ?? '')).toBe(false);
});

test('a broadcast that nobody confirms costs few calls: in two days one for each of the first hours, then four a day', async () => {
  const brand = await slice.brand({ people: 5, staff: 1 });
  const asked = () => slice.sandbox.calls.get('externalcontact/get_groupmsg_task 0') ?? 0;
  await hand(brand);
  await carry();
  const before = asked();
  for (let quarters = 0; quarters < 47 * 4; quarters += 1) await goOn(15 * minuteMs);
  expect(asked() - before).toBeLessThanOrEqual(30);
  // Whoever confirms in the second hour is seen within the hour after.
  const other = await slice.brand({ people: 1, staff: 1 });
  await hand(other);
  await carry();
  for (let quarters = 0; quarters < 6; quarters += 1) await goOn(15 * minuteMs);
  await confirmAll(other);
  for (let quarters = 0; quarters < 4; quarters += 1) await goOn(15 * minuteMs);
  expect(await states(other)).toEqual({ sent: 1 });
}, 60_000);

test('who deleted the staff member fails as such, whom WeCom caps as such, whom the call refuses as such', async () => {
  const brand = await slice.brand({ people: 4, staff: 1 });
  const [gone = '', capped = '', unknown = ''] = brand.externalUserIds;
  const userid = memberOf(brand);
  slice.sandbox.world.deleteByCustomer(gone, userid);
  for (let times = 0; times < 31; times += 1) slice.sandbox.massMessages.sendPersonal(userid, [capped], { text: { content: '私人' } });
  slice.sandbox.world.deleteByStaff(unknown, userid);
  await hand(brand);
  await carry();
  expect(await states(brand)).toEqual({ 'failed not_reachable': 1, handed_over: 3 });
  await goOn(minuteMs);
  await confirmAll(brand);
  await goOn(hourMs);
  expect(await states(brand)).toEqual({ 'failed not_reachable': 1, 'failed not_a_friend': 1, 'failed wecom_cap': 1, sent: 1 });
});

test('a wrong secret is noted for the administrator; with the right one the messages go out', async () => {
  const brand = await slice.brand({ people: 2, staff: 1 });
  await slice.channels.connectWecom(brand.workspaceId, { corpId, secret: 'wrong', baseUrl: slice.url });
  await hand(brand);
  await carry();
  expect((await slice.channels.wecomConnection(brand.workspaceId))?.trouble).toMatchObject({ code: 40_001, name: 'secret_wrong' });
  expect(await states(brand)).toEqual({ handed_over: 2 });
  await slice.channels.connectWecom(brand.workspaceId, { corpId, secret: 'test-secret', baseUrl: slice.url });
  await goOn(30 * minuteMs);
  expect((await slice.channels.wecomConnection(brand.workspaceId))?.trouble).toBeNull();
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ created: 1 });
});

test('a WeCom that is busy is asked again later, and one that never comes back fails the messages in the end', async () => {
  const brand = await slice.brand({ people: 2, staff: 1 });
  await hand(brand);
  slice.sandbox.faults.refuseNext(create, -1);
  await carry();
  expect(await countBy(slice.world, brand.workspaceId, 'wecom_broadcast', 'state')).toEqual({ planned: 1 });
  slice.sandbox.faults.refuseNext(create, 45_009, 1_000);
  for (let hours = 0; hours < 49; hours += 1) {
    await goOn(hourMs);
    await kit.judgeAll();
    await carry();
  }
  while (slice.sandbox.faults.take(create));
  expect(await states(brand)).toEqual({ 'failed called_too_often': 2 });
});

test('a synchronization sees who has gone, and whose customer somebody is now', async () => {
  const brand = await slice.brand({ people: 3, staff: 2 });
  const [first = '', second = ''] = brand.externalUserIds;
  const member = memberOf(brand);
  slice.sandbox.world.deleteByStaff(first, member);
  slice.sandbox.world.addContact({ externalUserId: second, userid: member, name: '客户1', quiet: true });
  expect(await slice.channels.syncContacts(brand.workspaceId)).toMatchObject({ gone: 1 });
  const rows = await slice.world.deps.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ customer_id: bigint; is_contact: boolean; wecom_user_id: string | null }>(`
    select c.customer_id, c.is_contact, s.wecom_user_id from customer c left join staff_member s on s.workspace_id = c.workspace_id and s.staff_id = c.owner_staff_id
    where c.workspace_id = $1 and c.customer_id = any ($2) order by c.customer_id`, [brand.workspaceId, brand.customerIds]));
  const of = (index: number) => rows.find((row) => row.customer_id === brand.customerIds[index]);
  expect(of(0)).toMatchObject({ is_contact: false, wecom_user_id: null });
  expect(of(1)).toMatchObject({ is_contact: true, wecom_user_id: member });
  expect(of(2)).toMatchObject({ is_contact: true });
  await hand(brand);
  expect(await states(brand)).toEqual({ 'suppressed not_a_contact': 1, handed_over: 2 });
});

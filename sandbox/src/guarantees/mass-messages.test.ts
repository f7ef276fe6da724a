import type { MassMessageResult } from '@homefield/wecom';
import { expect, test } from 'vitest';
import { all, codeOf, DAY_MS, gain, HOUR_MS, MONDAY, stage } from './kit.ts';
import type { Stage } from './kit.ts';

const text = { content: '周五上新' };

/** Sends to these customers by their members and lets everybody confirm. */
async function sendAndPass({ client, pass }: Stage, external_userid: string[], sender?: string): Promise<string> {
  const { msgid } = await client.massMessages.create({ external_userid, text, ...(sender && { sender }) });
  await pass(DAY_MS);
  return msgid;
}

const statusOf = (rows: MassMessageResult[]) => rows.map((row) => row.status);

test('nothing goes out until the member confirms; then every customer got it once, at that time', async () => {
  const { sandbox, client, pass, clock } = await stage();
  const ids = gain(sandbox, 'lin.xia', 1_200);
  const delivered: string[] = [];
  sandbox.onDelivered(({ externalUserId, userid, at, text: got }) => {
    expect([userid, got, at > MONDAY && at <= clock.at]).toEqual(['lin.xia', '周五上新', true]);
    delivered.push(externalUserId);
  });
  const { msgid, fail_list } = await client.massMessages.create({ external_userid: [...ids, 'wmGhost'], text });
  expect(fail_list).toEqual(['wmGhost']);
  await pass(6_000);
  expect(await all(client.massMessages.eachTask(msgid))).toEqual([{ userid: 'lin.xia', status: 0 }]);
  expect(new Set(statusOf(await all(client.massMessages.eachResult(msgid, 'lin.xia'))))).toEqual(new Set([0]));
  expect(delivered).toEqual([]);
  await pass(DAY_MS);
  const [task] = await all(client.massMessages.eachTask(msgid));
  expect(task).toMatchObject({ status: 2, send_time: expect.any(Number) });
  const rows = await all(client.massMessages.eachResult(msgid, 'lin.xia'));
  expect(rows.every((row) => row.status === 1 && row.send_time === task?.send_time)).toBe(true);
  expect(rows.map((row) => row.external_userid)).toEqual(ids);
  expect(delivered).toEqual(ids);
});

test('right after creation tasks and results answer 41063; the list already shows it', async () => {
  const { sandbox, client, clock } = await stage();
  const { msgid } = await client.massMessages.create({ external_userid: gain(sandbox, 'lin.xia', 1), text });
  expect(await codeOf(client.massMessages.tasks({ msgid }))).toBe(41063);
  expect(await codeOf(client.massMessages.results({ msgid, userid: 'lin.xia' }))).toBe(41063);
  expect(await codeOf(client.massMessages.remind(msgid))).toBe(41063);
  const span = { chat_type: 'single' as const, start_time: clock.at / 1000 - 10, end_time: clock.at / 1000 };
  const [only] = await all(client.massMessages.each(span));
  expect(only).toMatchObject({ msgid, create_type: 0, text });
  expect(only).not.toHaveProperty('creator');
  clock.at += 5_000;
  expect(await codeOf(client.massMessages.tasks({ msgid }))).toBe(0);
});

test('without a sender each customer goes to the member who last chatted with them', async () => {
  const { sandbox, client, pass } = await stage();
  const [shared = '', only = ''] = gain(sandbox, 'lin.xia', 2);
  sandbox.world.addContact({ userid: 'gao.ming', externalUserId: shared, name: 'x', addedAt: MONDAY + 1, quiet: true });
  const receiversByMember = async () => {
    const { msgid } = await client.massMessages.create({ external_userid: [shared, only], text });
    await pass(DAY_MS);
    const tasks = await all(client.massMessages.eachTask(msgid));
    return Promise.all(tasks.map(async ({ userid }) => [userid, (await all(client.massMessages.eachResult(msgid, userid))).map((row) => row.external_userid)]));
  };
  expect(await receiversByMember()).toEqual([['gao.ming', [shared]], ['lin.xia', [only]]]);
  sandbox.world.chat(shared, 'lin.xia');
  expect(await receiversByMember()).toEqual([['lin.xia', [shared, only]]]);
});

test('a customer who deleted the member gets status 2; one deleted by the member is refused at creation', async () => {
  const home = await stage();
  const [stays = '', left = '', dropped = ''] = gain(home.sandbox, 'lin.xia', 3);
  home.sandbox.world.deleteByCustomer(left, 'lin.xia');
  home.sandbox.world.deleteByStaff(dropped, 'lin.xia');
  const { msgid, fail_list } = await home.client.massMessages.create({ external_userid: [stays, left, dropped], sender: 'lin.xia', text });
  expect(fail_list).toEqual([dropped]);
  await home.pass(DAY_MS);
  expect(statusOf(await all(home.client.massMessages.eachResult(msgid, 'lin.xia')))).toEqual([1, 2]);
});

test.each([
  ['per month as many as it has days', { per: 'month' as const }, 31],
  ['7 a week', { per: 'week' as const, count: 7 }, 7],
  ['1 a day', { per: 'day' as const, count: 1 }, 1],
])('the cap of %s holds per customer, then status 3, and begins anew', async (_name, cap, allowed) => {
  const { sandbox, client, pass, clock } = await stage({ rules: { massMessage: { cap } }, staff: { automatic: false } });
  const [id = ''] = gain(sandbox, 'lin.xia', 1);
  const sendOnce = async () => {
    const { msgid } = await client.massMessages.create({ external_userid: [id], text });
    clock.at += 5_000;
    expect(sandbox.massMessages.confirm('lin.xia', msgid)).toBe(true);
    return statusOf(await all(client.massMessages.eachResult(msgid, 'lin.xia')))[0];
  };
  for (let i = 0; i < allowed; i += 1) expect(await sendOnce()).toBe(1);
  expect(await sendOnce()).toBe(3);
  await pass({ month: 31, week: 7, day: 1 }[cap.per] * DAY_MS);
  expect(await sendOnce()).toBe(1);
});

test('mass messages that members send by themselves count against the same cap and show in the list as personal', async () => {
  const { sandbox, client, pass, clock } = await stage({ rules: { massMessage: { cap: { per: 'day', count: 1 } } } });
  const ids = gain(sandbox, 'lin.xia', 2);
  const [id = ''] = ids;
  sandbox.massMessages.sendPersonal('lin.xia', [id], { text: { content: 'mine' } });
  const { msgid } = await client.massMessages.create({ external_userid: ids, text });
  await pass(12 * HOUR_MS);
  expect(statusOf(await all(client.massMessages.eachResult(msgid, 'lin.xia')))).toEqual([3, 1]);
  const list = (filter_type: 0 | 1 | 2) => all(client.massMessages.each({
    chat_type: 'single', start_time: MONDAY / 1000, end_time: Math.ceil(clock.at / 1000), filter_type,
  }));
  expect((await list(1)).map((each) => [each.creator, each.create_type])).toEqual([['lin.xia', 1]]);
  expect([(await list(0)).length, (await list(2)).length]).toEqual([1, 2]);
});

test('staff who never confirm leave every receiver at status 0, reminded or not', async () => {
  const { sandbox, client, pass } = await stage({ staff: { confirmRate: 0 } });
  const { msgid } = await client.massMessages.create({ external_userid: gain(sandbox, 'lin.xia', 3), text });
  await pass(HOUR_MS);
  await client.massMessages.remind(msgid);
  await pass(30 * DAY_MS);
  expect((await all(client.massMessages.eachTask(msgid)))[0]).toEqual({ userid: 'lin.xia', status: 0 });
  expect(statusOf(await all(client.massMessages.eachResult(msgid, 'lin.xia')))).toEqual([0, 0, 0]);
});

test('a fourth reminder in 24 hours is refused with 41094, and allowed again after them', async () => {
  const { sandbox, client, pass } = await stage({ staff: { confirmRate: 0 } });
  const { msgid } = await client.massMessages.create({ external_userid: gain(sandbox, 'lin.xia', 1), text });
  const codes = [];
  for (let i = 0; i < 4; i += 1) {
    await pass(HOUR_MS);
    codes.push(await codeOf(client.massMessages.remind(msgid)));
  }
  expect(codes).toEqual([0, 0, 0, 41094]);
  await pass(DAY_MS);
  expect(await codeOf(client.massMessages.remind(msgid))).toBe(0);
});

test('a cancelled message stops who has not sent; cancelling or reminding it again is 41093', async () => {
  const { sandbox, client, pass } = await stage({ staff: { automatic: false } });
  const { msgid } = await client.massMessages.create({ external_userid: [...gain(sandbox, 'lin.xia', 1), ...gain(sandbox, 'gao.ming', 1)], text });
  await pass(HOUR_MS);
  sandbox.massMessages.confirm('lin.xia', msgid);
  await client.massMessages.cancel(msgid);
  expect(sandbox.massMessages.confirm('gao.ming', msgid)).toBe(false);
  expect(statusOf(await all(client.massMessages.eachResult(msgid, 'lin.xia')))).toEqual([1]);
  expect(statusOf(await all(client.massMessages.eachResult(msgid, 'gao.ming')))).toEqual([0]);
  expect([await codeOf(client.massMessages.cancel(msgid)), await codeOf(client.massMessages.remind(msgid))]).toEqual([41093, 41093]);
});

test('however often a member confirms, by hand, by habit or reminded, every customer gets the message once', async () => {
  const { sandbox, client, pass } = await stage();
  const ids = gain(sandbox, 'lin.xia', 2);
  const delivered: string[] = [];
  sandbox.onDelivered(({ externalUserId }) => delivered.push(externalUserId));
  const { msgid } = await client.massMessages.create({ external_userid: ids, text });
  await pass(6_000);
  await client.massMessages.remind(msgid);
  expect(sandbox.massMessages.confirm('LIN.XIA', msgid)).toBe(true);
  expect(sandbox.massMessages.confirm('lin.xia', msgid)).toBe(false);
  await pass(7 * DAY_MS);
  expect(delivered).toEqual(ids);
});

test('tags choose receivers: or inside one list, and between lists', async () => {
  const home = await stage();
  const { sandbox, client } = home;
  const [a = '', b = '', c = ''] = gain(sandbox, 'lin.xia', 3);
  const { tag } = await client.tags.add({ group_name: 'g', tag: [{ name: 'x' }, { name: 'y' }, { name: 'z' }] });
  const [x = '', y = '', z = ''] = tag.map((each) => each.id);
  const mark = (external_userid: string, add_tag: string[]) => client.tags.mark({ userid: 'lin.xia', external_userid, add_tag });
  await mark(a, [x, z]);
  await mark(b, [y, z]);
  await mark(c, [x]);
  const send = async (...lists: string[][]) => {
    const { msgid } = await client.massMessages.create({ text, tag_filter: { group_list: lists.map((tag_list) => ({ tag_list })) } });
    await home.pass(DAY_MS);
    return (await all(client.massMessages.eachResult(msgid, 'lin.xia'))).map((row) => row.external_userid);
  };
  expect(await send([x, y])).toEqual([a, b, c]);
  expect(await send([x, y], [z])).toEqual([a, b]);
  expect(await codeOf(send([y], ['etNobody']))).toBe(41048);
});

test('a sender alone reaches all of their customers; group messages list only what was sent', async () => {
  const { sandbox, client, pass } = await stage();
  gain(sandbox, 'lin.xia', 4);
  const single = await client.massMessages.create({ sender: 'lin.xia', text });
  const { chatId } = sandbox.world.addGroup({ ownerUserid: 'lin.xia', name: '福利群' });
  const group = await client.massMessages.create({ chat_type: 'group', sender: 'lin.xia', chat_id_list: [chatId, 'wrGhost'], text });
  expect(group.fail_list).toEqual(['wrGhost']);
  await pass(6_000);
  expect(await all(client.massMessages.eachResult(group.msgid, 'lin.xia'))).toEqual([]);
  await pass(DAY_MS);
  expect(await all(client.massMessages.eachResult(single.msgid, 'lin.xia'))).toHaveLength(4);
  expect(await all(client.massMessages.eachResult(group.msgid, 'lin.xia'))).toMatchObject([{ chat_id: chatId, status: 1 }]);
});

test('messages without content, receivers or room are refused by code', async () => {
  const { sandbox, client } = await stage({ rules: { massMessage: { customersMax: 2 } } });
  const ids = gain(sandbox, 'lin.xia', 3);
  const create = (request: object) => codeOf(client.massMessages.create(request));
  expect(await create({ external_userid: [ids[0]] })).toBe(41089);
  expect(await create({ text })).toBe(40058);
  expect(await create({ external_userid: ids, text })).toBe(40058);
  expect(await create({ external_userid: ['wmGhost'], text })).toBe(41048);
  expect(await create({ sender: 'nobody', text })).toBe(40003);
  expect(await create({ sender: 'lin.xia', text: { content: '字'.repeat(1_334) } })).toBe(45002);
  expect(await create({ sender: 'lin.xia', attachments: Array.from({ length: 10 }, () => ({ msgtype: 'image', image: { media_id: 'm' } })) })).toBe(41064);
  expect(await create({ sender: 'lin.xia', attachments: [{ msgtype: 'voice', voice: {} }] })).toBe(41065);
  expect(await create({ chat_type: 'group', text })).toBe(40058);
  expect(await codeOf(client.massMessages.tasks({ msgid: 'msgNope' }))).toBe(41047);
  expect(await codeOf(client.massMessages.list({ chat_type: 'single', start_time: 0, end_time: 40 * 86_400 }))).toBe(40058);
});

test('all pages of tasks, results and messages together are every row once', async () => {
  const home = await stage();
  const { sandbox, client, clock } = home;
  const ids = gain(sandbox, 'lin.xia', 2_500);
  const msgid = await sendAndPass(home, ids, 'lin.xia');
  expect((await all(client.massMessages.eachResult(msgid, 'lin.xia'))).map((row) => row.external_userid)).toEqual(ids);
  for (let i = 0; i < 120; i += 1) await client.massMessages.create({ external_userid: [ids[0] ?? ''], text });
  const messages = await all(client.massMessages.each({ chat_type: 'single', start_time: MONDAY / 1000, end_time: Math.ceil(clock.at / 1000) }));
  expect(new Set(messages.map((each) => each.msgid)).size).toBe(121);
  const { group_msg_list } = await client.massMessages.list({ chat_type: 'single', start_time: MONDAY / 1000, end_time: Math.ceil(clock.at / 1000), limit: 500 });
  expect(group_msg_list).toHaveLength(50);
});

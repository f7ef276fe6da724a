import { expect, test } from 'vitest';
import { all, codeOf, DAY_MS, gain, MONDAY, stage } from './kit.ts';

test('a customer is read with who follows them, since when, by which way and with which tags', async () => {
  const { sandbox, client } = await stage();
  const { externalUserId } = sandbox.world.addContact({ userid: 'lin.xia', name: '小雨', unionid: 'u1', gender: 2, state: 'store_007', addedAt: MONDAY - DAY_MS });
  const group = await client.tags.add({ group_name: '皮肤类型', tag: [{ name: '干性' }, { name: '油性' }] });
  const [dry, oily] = group.tag.map((tag) => tag.id);
  if (!dry || !oily) throw new Error('no tags');
  await client.tags.mark({ userid: 'LIN.XIA', external_userid: externalUserId, add_tag: [dry, oily] });
  await client.tags.mark({ userid: 'lin.xia', external_userid: externalUserId, remove_tag: [oily] });
  const detail = await client.contacts.get(externalUserId);
  expect(detail.external_contact).toMatchObject({ name: '小雨', unionid: 'u1', gender: 2, type: 1 });
  expect(detail.follow_user).toMatchObject([{
    userid: 'lin.xia', createtime: (MONDAY - DAY_MS) / 1000, state: 'store_007', add_way: 1, tags: [{ group_name: '皮肤类型', tag_name: '干性', tag_id: dry, type: 1 }],
  }]);
  const rows = await all(client.contacts.eachByUsers({ userid_list: ['lin.xia', 'gao.ming'] }));
  expect(rows).toMatchObject([{ external_contact: { external_userid: externalUserId }, follow_info: { userid: 'lin.xia', tag_id: [dry] } }]);
});

test('all pages of customers together are every customer once, also when pages come short', async () => {
  const { sandbox, client } = await stage({ rules: { shortPageShare: 0.9 }, seed: 2 });
  const ids = [...gain(sandbox, 'lin.xia', 230), ...gain(sandbox, 'gao.ming', 25)];
  const rows = await all(client.contacts.eachByUsers({ userid_list: ['lin.xia', 'gao.ming'], limit: 1000 }));
  expect(rows.map((row) => row.external_contact.external_userid)).toEqual(ids);
  expect(sandbox.calls.get('externalcontact/batch/get_by_user')).toBeGreaterThan(3);
  expect(await client.contacts.list('lin.xia')).toHaveLength(230);
});

test('a cursor ends after its life and belongs to one question', async () => {
  const { sandbox, client, clock } = await stage();
  gain(sandbox, 'lin.xia', 3);
  const { next_cursor: cursor } = await client.contacts.listByUsers({ userid_list: ['lin.xia'], limit: 2 });
  if (!cursor) throw new Error('no cursor');
  expect(await codeOf(client.contacts.listByUsers({ userid_list: ['gao.ming'], cursor }))).toBe(40058);
  expect(await codeOf(client.contacts.listByUsers({ userid_list: ['lin.xia'], cursor }))).toBe(0);
  clock.at += DAY_MS;
  expect(await codeOf(client.contacts.listByUsers({ userid_list: ['lin.xia'], cursor }))).toBe(40058);
});

test('a member without customers has an empty list', async () => {
  const { client } = await stage();
  expect(await client.contacts.list('gao.ming')).toEqual([]);
});

test('a customer deleted by the member is gone; one who deleted the member is still read', async () => {
  const { sandbox, client } = await stage();
  const [left = '', dropped = ''] = gain(sandbox, 'lin.xia', 2);
  sandbox.world.deleteByCustomer(left, 'lin.xia');
  sandbox.world.deleteByStaff(dropped, 'lin.xia');
  expect(await client.contacts.list('lin.xia')).toEqual([left]);
  expect(await codeOf(client.contacts.get(left))).toBe(0);
  expect(await codeOf(client.contacts.get(dropped))).toBe(84061);
  expect(await codeOf(client.contacts.get('wmNobody'))).toBe(40096);
  sandbox.world.addContact({ userid: 'lin.xia', externalUserId: dropped, name: 'again' });
  expect(await client.contacts.list('lin.xia')).toHaveLength(2);
});

test('remarks are kept to their lengths and only for pairs in contact', async () => {
  const { sandbox, client } = await stage();
  const [id = ''] = gain(sandbox, 'lin.xia', 1);
  await client.contacts.remark({ userid: 'lin.xia', external_userid: id, remark: '😀'.repeat(20), remark_mobiles: ['13800000000'] });
  expect((await client.contacts.get(id)).follow_user[0]).toMatchObject({ remark: '😀'.repeat(20), remark_mobiles: ['13800000000'] });
  const remark = (change: object) => codeOf(client.contacts.remark({ userid: 'lin.xia', external_userid: id, ...change }));
  expect(await remark({ remark: '字'.repeat(21) })).toBe(40058);
  expect(await remark({})).toBe(40058);
  expect(await remark({ userid: 'gao.ming', remark: 'x' })).toBe(84061);
  expect(await remark({ userid: 'nobody', remark: 'x' })).toBe(40003);
});

test('corp tags: names join an existing group, repeat once, and stay unique, short and below the cap', async () => {
  const { client } = await stage({ rules: { tags: { corpMax: 3 } } });
  const first = await client.tags.add({ group_name: '等级', tag: [{ name: '金' }, { name: '金' }] });
  expect(first.tag).toHaveLength(1);
  const second = await client.tags.add({ group_name: '等级', tag: [{ name: '银', order: 5 }] });
  expect(second).toMatchObject({ group_id: first.group_id, tag: [{ name: '银', order: 5 }] });
  const add = (name: string) => codeOf(client.tags.add({ group_id: first.group_id, tag: [{ name }] }));
  expect([await add('金'), await add(''), await add('字'.repeat(31)), await add('铜'), await add('铁')]).toEqual([40071, 40072, 40072, 0, 40126]);
  expect((await client.tags.list()).flatMap((group) => group.tag.map((tag) => tag.name))).toEqual(['金', '银', '铜']);
  expect(await client.tags.list({ tag_id: [second.tag[0]?.id ?? ''] })).toMatchObject([{ group_name: '等级', tag: [{ name: '银' }] }]);
  expect(await codeOf(client.tags.list({ tag_id: ['etNope'] }))).toBe(40068);
});

test('a contact way lives from add to remove, and who scans it arrives with its state', async () => {
  const { sandbox, client, clock } = await stage();
  const { config_id, qr_code } = await client.contactWays.add({ type: 2, scene: 2, state: 'store_007', user: ['lin.xia'], party: [7] });
  expect(config_id).toMatch(/^[0-9a-f]{32}$/);
  expect(qr_code).toMatch(/^https:/);
  const { userid, externalUserId } = sandbox.world.scan(config_id, { name: '小雪' });
  expect((await client.contacts.get(externalUserId)).follow_user[0]).toMatchObject({ userid, state: 'store_007', add_way: 1 });
  await client.contactWays.update({ config_id, state: 'store_008', user: ['gao.ming'], party: [] });
  expect(await client.contactWays.get(config_id)).toMatchObject({ state: 'store_008', user: ['gao.ming'], type: 2, scene: 2 });
  for (let i = 0; i < 4; i += 1) await client.contactWays.add({ type: 1, scene: 1, user: ['lin.xia'] });
  expect(await all(client.contactWays.each({ limit: 2 }))).toHaveLength(5);
  clock.at += 91 * DAY_MS;
  expect(await all(client.contactWays.each())).toHaveLength(0);
  await client.contactWays.remove(config_id);
  expect(await codeOf(client.contactWays.get(config_id))).toBe(41044);
});

test('contact ways refuse missing fields, too many members, members without the right, and more than the cap', async () => {
  const { sandbox, client } = await stage({ rules: { contactWay: { membersMax: 2, countMax: 1 } } });
  sandbox.world.addMember({ userid: 'wu', name: '吴', departments: [7] });
  sandbox.world.addMember({ userid: 'new', name: '新', status: 4 });
  const add = (body: object) => codeOf(client.contactWays.add(body as Parameters<typeof client.contactWays.add>[0]));
  const codes = [
    await add({ scene: 2 }), await add({ type: 1 }), await add({ type: 3, scene: 2 }), await add({ type: 1, scene: 9 }), await add({ type: 1, scene: 2, user: [] }),
    await add({ type: 2, scene: 2, party: [7] }), await add({ type: 1, scene: 2, user: ['new'] }), await add({ type: 1, scene: 2, user: ['lin.xia'], state: 'x'.repeat(31) }),
    await add({ type: 1, scene: 2, user: ['lin.xia'] }), await add({ type: 1, scene: 2, user: ['lin.xia'] }),
  ];
  expect(codes).toEqual([41037, 41038, 41039, 41040, 40058, 41041, 41054, 40058, 0, 41045]);
});

test('members and departments are read as the directory has them', async () => {
  const { sandbox, client } = await stage();
  sandbox.world.addDepartment({ id: 8, name: '上海', parentId: 7, order: 3 });
  expect((await client.organization.departments(7)).map((each) => each.id)).toEqual([7, 8]);
  expect((await client.organization.departments()).map((each) => each.id)).toEqual([1, 7, 8]);
  expect((await client.organization.users(7)).map((each) => each.userid)).toEqual(['lin.xia', 'gao.ming']);
  expect(await client.organization.user('GAO.MING')).toMatchObject({ userid: 'gao.ming', department: [1, 7], status: 1 });
  expect(await codeOf(client.organization.user('nobody'))).toBe(60111);
  expect(await codeOf(client.organization.users(99))).toBe(60003);
});

test('messages of the app reach members, name who is not one, and drop silently above the limit of a minute', async () => {
  const { sandbox, client } = await stage({ rules: { appMessage: { perMinute: 2 } } });
  const send = (touser: string, extra: object = {}) => client.sendAppMessage({ touser, agentid: 1000002, msgtype: 'text', text: { content: '请确认群发' }, ...extra });
  expect(await send('lin.xia|Ghost')).toMatchObject({ invaliduser: 'ghost', msgid: expect.any(String) });
  expect(await codeOf(send('ghost'))).toBe(81013);
  expect(await codeOf(send('lin.xia', { agentid: 5 }))).toBe(301002);
  await send('lin.xia');
  await send('lin.xia');
  expect(sandbox.appMessages.received().map((each) => each.userid)).toEqual(['lin.xia', 'lin.xia']);
  expect(sandbox.appMessages.dropped).toBe(1);
});

test('with the duplicate check the same message is received once within its interval', async () => {
  const { sandbox, client, clock } = await stage();
  const send = () => client.sendAppMessage({
    touser: 'lin.xia', agentid: 1000002, msgtype: 'text', text: { content: 'once' }, enable_duplicate_check: 1, duplicate_check_interval: 600,
  });
  await send();
  await send();
  expect(sandbox.appMessages.received()).toHaveLength(1);
  clock.at += 601_000;
  await send();
  expect(sandbox.appMessages.received()).toHaveLength(2);
});

test('a welcome message works once, within 20 seconds, before the chat begins', async () => {
  const { sandbox, client, clock } = await stage();
  const welcomed: string[] = [];
  sandbox.onWelcome(({ externalUserId, text }) => welcomed.push(`${externalUserId} ${text}`));
  const meet = (name: string) => sandbox.world.addContact({ userid: 'lin.xia', name });
  const send = (welcome_code = '') => codeOf(client.sendWelcome({ welcome_code, text: { content: '你好' } }));
  const first = meet('a');
  expect([await send(first.welcomeCode), await send(first.welcomeCode)]).toEqual([0, 41051]);
  const chatted = meet('b');
  sandbox.world.chat(chatted.externalUserId, 'lin.xia');
  expect(await send(chatted.welcomeCode)).toBe(41051);
  const late = meet('c');
  clock.at += 20_001;
  expect([await send(late.welcomeCode), await send('WCnope'), await send('')]).toEqual([41050, 41050, 41049]);
  const flight = meet('d');
  sandbox.faults.refuseNext('externalcontact/send_welcome_msg', 41096);
  expect([await send(flight.welcomeCode), await send(flight.welcomeCode)]).toEqual([41096, 0]);
  expect(welcomed).toEqual([`${first.externalUserId} 你好`, `${flight.externalUserId} 你好`]);
});

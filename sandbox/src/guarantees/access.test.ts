import { createWecomClient } from '@homefield/wecom';
import { expect, test } from 'vitest';
import { clientOf, codeOf, DAY_MS, gain, HOUR_MS, stage } from './kit.ts';

test('a token voided by the platform is fetched anew and the call succeeds', async () => {
  const { sandbox, client } = await stage();
  await client.contacts.followUsers();
  sandbox.tokens.voidAll();
  expect(await client.contacts.followUsers()).toEqual(['lin.xia', 'gao.ming']);
  expect(sandbox.calls.get('externalcontact/get_follow_user_list 40014')).toBe(1);
  expect(sandbox.calls.get('gettoken')).toBe(2);
});

test('a token that expired early is fetched anew and the call succeeds', async () => {
  const { sandbox, client, clock } = await stage();
  await client.contacts.followUsers();
  sandbox.tokens.expireAll(clock.at);
  expect(await client.contacts.followUsers()).toHaveLength(2);
  expect(sandbox.calls.get('externalcontact/get_follow_user_list 42001')).toBe(1);
});

test('two clients of one app get the same token inside its life, a new one after it', async () => {
  const { url, sandbox, client, clock } = await stage();
  const ask = async () => (await (await fetch(`${url}/cgi-bin/gettoken?corpid=wwSandbox&corpsecret=app-secret`)).json() as { access_token: string }).access_token;
  const first = await ask();
  clock.at += HOUR_MS;
  expect(await ask()).toBe(first);
  clock.at += HOUR_MS;
  expect(await ask()).not.toBe(first);
  await client.contacts.followUsers();
  expect(sandbox.calls.get('externalcontact/get_follow_user_list 42001')).toBeUndefined();
});

test('a wrong corp or secret is a fault of the configuration, and no secret or token shows in the error', async () => {
  const { url, clock } = await stage();
  const wrong = (corpId: string, secret: string) => createWecomClient({ baseUrl: url, corpId, secret, clock }).contacts.followUsers();
  expect(await codeOf(wrong('wwSandbox', 'nope'))).toBe(40001);
  expect(await codeOf(wrong('wwOther', 'app-secret'))).toBe(40013);
  await expect(wrong('wwSandbox', 'n0pe-secret')).rejects.not.toThrow(/n0pe/);
});

test('an app that is not listed for customer contact is told so', async () => {
  const { url, clock } = await stage();
  expect(await codeOf(clientOf(url, clock, 'plain-secret').contacts.followUsers())).toBe(48002);
});

test('a token outside the query string does not count, and a refused answer still carries its lists and a changing text', async () => {
  const { url } = await stage();
  const response = await fetch(`${url}/cgi-bin/externalcontact/list?userid=lin.xia`, { headers: { authorization: 'Bearer T' } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ errcode: 41001, external_userid: [], errmsg: expect.stringMatching(/hint: \[.*from ip: .*e=41001$/) });
});

test('a body that is not JSON and a wrong method are refused with HTTP 200', async () => {
  const { url } = await stage();
  const { access_token } = await (await fetch(`${url}/cgi-bin/gettoken?corpid=wwSandbox&corpsecret=app-secret`)).json() as { access_token: string };
  const send = (init: RequestInit) => fetch(`${url}/cgi-bin/externalcontact/remark?access_token=${access_token}`, init).then((each) => each.json());
  expect(await send({ method: 'POST', body: '{' })).toMatchObject({ errcode: 47001, errmsg: expect.stringContaining('wrong json format') });
  expect(await send({ method: 'GET' })).toMatchObject({ errcode: 43002 });
});

test('calls above the frequency limit answer 45009 until the block ends', async () => {
  const { client, clock } = await stage({ rules: { frequency: { perMinute: 3 } } });
  const codes = [];
  for (let i = 0; i < 4; i += 1) codes.push(await codeOf(client.organization.user('lin.xia')));
  expect(codes).toEqual([0, 0, 0, 45009]);
  expect(await codeOf(client.organization.user('lin.xia'))).toBe(45009);
  expect(await codeOf(client.organization.departments())).toBe(0);
  clock.at += 60_000;
  expect(await codeOf(client.organization.user('lin.xia'))).toBe(0);
});

test('a busy platform is asked again three times with growing waits', async () => {
  const { sandbox, client, waits } = await stage();
  sandbox.faults.refuseNext('user/get', -1, 3);
  expect(await client.organization.user('lin.xia')).toMatchObject({ name: '林夏' });
  expect(waits).toEqual([500, 1000, 2000]);
  sandbox.faults.refuseNext('user/get', -1, 4);
  expect(await codeOf(client.organization.user('lin.xia'))).toBe(-1);
});

test('a mass message whose answer was lost exists once and is not sent again by the client', async () => {
  const { sandbox, client } = await stage();
  const external_userid = gain(sandbox, 'lin.xia', 1);
  sandbox.faults.loseNext('externalcontact/add_msg_template');
  await expect(client.massMessages.create({ external_userid, text: { content: '春天' } })).rejects.toMatchObject({ name: 'network_failed' });
  const { group_msg_list } = await client.massMessages.list({
    chat_type: 'single', start_time: Date.UTC(2026, 2, 1) / 1000, end_time: (Date.UTC(2026, 2, 1) + 2 * DAY_MS) / 1000,
  });
  expect(group_msg_list).toHaveLength(1);
});

test('a call that is not answered in time ends as timed_out; a read is repeated and succeeds', async () => {
  const { url, clock, sandbox } = await stage();
  const impatient = createWecomClient({ baseUrl: url, corpId: 'wwSandbox', secret: 'app-secret', clock, limits: { timeoutMs: 150 }, wait: async () => undefined });
  await impatient.organization.user('lin.xia');
  sandbox.faults.stallNext('user/get', 400);
  expect(await impatient.organization.user('lin.xia')).toMatchObject({ userid: 'lin.xia' });
  sandbox.faults.stallNext('externalcontact/add_corp_tag', 400);
  await expect(impatient.tags.add({ group_name: 'g', tag: [{ name: 'a' }] })).rejects.toMatchObject({ name: 'timed_out' });
});

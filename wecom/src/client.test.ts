import { expect, test } from 'vitest';
import { createWecomClient } from './client.ts';
import type { WecomClientOptions } from './client.ts';
import { LOCAL_CODES } from './error-codes.ts';
import { WecomError } from './errors.ts';
import { createTokenStore } from './tokens.ts';
import type { HttpRequest } from './transport.ts';

type Reply = object | string | Error;

/** A client over a scripted wire: `answer` gets each request and the number of requests before it to the same path. */
function scripted(answer: (path: string, nth: number, request: HttpRequest) => Reply, options: Partial<WecomClientOptions> = {}) {
  const seen: HttpRequest[] = [];
  const waits: number[] = [];
  const clock = { at: 1_760_000_000_000, now: () => clock.at };
  const client = createWecomClient({
    corpId: 'ww1', secret: 'S3cret', clock, wait: async (ms) => { waits.push(ms); },
    transport: async (request) => {
      const nth = seen.filter((each) => each.call === request.call).length;
      seen.push(request);
      const reply = answer(request.call, nth, request);
      if (reply instanceof Error) throw reply;
      return typeof reply === 'string' ? reply : JSON.stringify({ errcode: 0, errmsg: 'ok', ...reply });
    },
    ...options,
  });
  const tokensAsked = () => seen.filter((each) => each.call === 'gettoken').length;
  return { client, seen, waits, clock, tokensAsked };
}

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
const token = (nth: number) => ({ access_token: `T${nth}`, expires_in: 7200 });
const rejection = (promise: Promise<unknown>) => promise.then(() => { throw new Error('was accepted'); }, (error: unknown) => error);

test('calls at the same time share one fetch of the token, and it travels only in the query string', async () => {
  const { client, seen, tokensAsked } = scripted((path, nth) => path === 'gettoken' ? token(nth) : { follow_user: ['lin.xia'] });
  await Promise.all([client.contacts.followUsers(), client.contacts.followUsers(), client.contacts.followUsers()]);
  expect(tokensAsked()).toBe(1);
  const last = seen.at(-1);
  expect(last?.url).toBe('https://qyapi.weixin.qq.com/cgi-bin/externalcontact/get_follow_user_list?access_token=T0');
  expect(last?.body).toBeUndefined();
});

test('a token is used for its life and fetched anew shortly before its end', async () => {
  const { client, clock, tokensAsked } = scripted((path, nth) => path === 'gettoken' ? token(nth) : {});
  await client.contacts.followUsers();
  clock.at += 7100 * 1000;
  await client.contacts.followUsers();
  expect(tokensAsked()).toBe(1);
  clock.at += 60 * 1000;
  await client.contacts.followUsers();
  expect(tokensAsked()).toBe(2);
});

test.each([40014, 42001])('code %d refreshes the token once, for all calls that met it together', async (errcode) => {
  const { client, tokensAsked } = scripted((path, nth, request) => {
    if (path === 'gettoken') return token(nth);
    return request.url.includes('=T0') ? { errcode } : { follow_user: ['a'] };
  });
  const answers = await Promise.all([client.contacts.followUsers(), client.contacts.followUsers()]);
  expect(answers).toEqual([['a'], ['a']]);
  expect(tokensAsked()).toBe(2);
});

test('a token that is refused again after the refresh is an error, not a loop', async () => {
  const { client, tokensAsked } = scripted((path, nth) => path === 'gettoken' ? token(nth) : { errcode: 40014 });
  expect(await rejection(client.contacts.followUsers())).toMatchObject({ code: 40014, kind: 'token' });
  expect(tokensAsked()).toBe(2);
});

test('clients that share a token store share the token of the same app', async () => {
  const tokens = createTokenStore({ now: () => 0 });
  const one = scripted((path, nth) => path === 'gettoken' ? token(nth) : {}, { tokens });
  const two = scripted((path, nth) => path === 'gettoken' ? token(nth) : {}, { tokens });
  await one.client.contacts.followUsers();
  await two.client.contacts.followUsers();
  expect(one.tokensAsked() + two.tokensAsked()).toBe(1);
});

test('a late answer about an old token does not throw away the new one', async () => {
  const tokens = createTokenStore({ now: () => 0 });
  let fetched = 0;
  const get = () => tokens.get('app', async () => ({ token: `T${(fetched += 1)}`, expiresInSeconds: 7200 }));
  await get();
  tokens.drop('app', 'T1');
  await get();
  tokens.drop('app', 'T1');
  expect(await get()).toBe('T2');
});

test('a wrong secret is tried once a minute, because many failures block an address for an hour', async () => {
  const { client, clock, tokensAsked } = scripted(() => ({ errcode: 40001, errmsg: 'invalid credential' }));
  expect(await rejection(client.contacts.followUsers())).toMatchObject({ kind: 'config', name: 'secret_wrong' });
  expect(await rejection(client.contacts.followUsers())).toMatchObject({ code: 40001 });
  expect(tokensAsked()).toBe(1);
  clock.at += 61_000;
  await rejection(client.contacts.followUsers());
  expect(tokensAsked()).toBe(2);
});

test('busy is retried three times with growing waits, then reported', async () => {
  const { client, waits } = scripted((path, nth) => path === 'gettoken' ? token(nth) : { errcode: -1 });
  expect(await rejection(client.contacts.followUsers())).toMatchObject({ code: -1, kind: 'retry', name: 'busy' });
  expect(waits).toEqual([500, 1000, 2000]);
});

test('after a time-out a read is repeated, a mass message never', async () => {
  const timedOut = () => new WecomError(LOCAL_CODES.timedOut, 'x', '');
  const { client, seen } = scripted((path, nth) => path === 'gettoken' ? token(nth) : nth === 0 ? timedOut() : { follow_user: ['a'] });
  expect(await client.contacts.followUsers()).toEqual(['a']);
  const create = client.massMessages.create({ external_userid: ['wm1'], text: { content: 'hi' } });
  expect(await rejection(create)).toMatchObject({ name: 'timed_out' });
  expect(seen.filter((each) => each.call === 'externalcontact/add_msg_template')).toHaveLength(1);
});

test('answers that are not JSON, lack a promised field or carry another type are refused by name of the field', async () => {
  const unread = (reply: Reply) => scripted((path, nth) => path === 'gettoken' ? token(nth) : reply).client;
  expect(await rejection(unread('<html>').contacts.followUsers())).toMatchObject({ name: 'answer_unreadable' });
  const noId = await rejection(unread({ fail_list: [] }).massMessages.create({ sender: 'a', text: { content: 'x' } }));
  expect(noId).toMatchObject({ code: LOCAL_CODES.unreadable, errmsg: expect.stringContaining('msgid') });
  const badRow = await rejection(unread({ task_list: [{ userid: 'a', status: 0 }, {}] }).massMessages.tasks({ msgid: 'm' }));
  expect(badRow).toMatchObject({ errmsg: expect.stringContaining('task_list[].userid') });
});

test('lists that WeCom leaves out are empty, numbers sent as text are numbers, new fields pass through', async () => {
  const { client } = scripted((path, nth) => {
    if (path === 'gettoken') return token(nth);
    if (path.endsWith('list_v2')) return { group_msg_list: [{ msgid: 'm', create_time: '1760000000', create_type: 0, brand_new: 1 }] };
    return {};
  });
  expect(await client.contacts.followUsers()).toEqual([]);
  const page = await client.massMessages.list({ chat_type: 'single', start_time: 1, end_time: 2 });
  expect(page.group_msg_list[0]).toMatchObject({ create_time: 1_760_000_000, brand_new: 1 });
});

test('a member without customers has an empty list, also where WeCom answers 84061', async () => {
  const { client } = scripted((path, nth) => path === 'gettoken' ? token(nth) : { errcode: 84061, external_userid: [] });
  expect(await client.contacts.list('lin.xia')).toEqual([]);
});

test('generators read every page, go on over an empty one, and stop when a cursor repeats', async () => {
  const pages: Record<string, object> = {
    '': { contact_way: [{ config_id: 'a' }], next_cursor: 'p2' }, p2: { contact_way: [], next_cursor: 'p3' }, p3: { contact_way: [{ config_id: 'b' }] },
  };
  const cursorOf = (request: HttpRequest) => (JSON.parse(request.body ?? '{}') as { cursor?: string }).cursor ?? '';
  const good = scripted((path, nth, request) => path === 'gettoken' ? token(nth) : pages[cursorOf(request)] ?? {});
  expect(await all(good.client.contactWays.each())).toEqual([{ config_id: 'a' }, { config_id: 'b' }]);
  const stuck = scripted((path, nth) => path === 'gettoken' ? token(nth) : { contact_way: [], next_cursor: 'same' });
  expect(await rejection(all(stuck.client.contactWays.each()))).toMatchObject({ name: 'cursor_repeats' });
});

test('no error shows the secret or the token', async () => {
  const { client } = scripted((path, nth) => path === 'gettoken' ? token(nth) : new WecomError(LOCAL_CODES.network, path, 'x'));
  const fault = await rejection(client.contacts.followUsers());
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toMatch(/S3cret|T0/);
  const refused = createWecomClient({ baseUrl: 'http://127.0.0.1:9', corpId: 'ww1', secret: 'S3cret', clock: { now: () => 0 }, wait: async () => undefined });
  const real = await rejection(refused.contacts.followUsers());
  expect(real).toMatchObject({ name: 'network_failed' });
  expect(JSON.stringify(real, Object.getOwnPropertyNames(real))).not.toMatch(/S3cret/);
});

test('a code nobody knows yet is reported with its number', async () => {
  const { client } = scripted((path, nth) => path === 'gettoken' ? token(nth) : { errcode: 999_999, errmsg: 'strange' });
  expect(await rejection(client.contacts.followUsers())).toMatchObject({ code: 999_999, kind: 'data', errmsg: 'strange' });
});

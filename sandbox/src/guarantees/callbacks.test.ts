import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallbackRefused, createCallbackCrypto, encryptedPart, parseCallback } from '@homefield/wecom';
import type { CallbackMessage } from '@homefield/wecom';
import { expect, onTestFinished, test } from 'vitest';
import { codeOf, gain, stage } from './kit.ts';
import type { Stage } from './kit.ts';

const keys = { token: 'SandboxToken01', encodingAesKey: '9MKucSS6ZO1m82EEq16NQQJarol5l6wFSUyWs1ljQ6U' };

interface Received {
  events: CallbackMessage[];
  /** Faults of bodies that were refused. */
  refused: string[];
  posts: number;
}

/** A product's callback URL, over the client's crypto; `status` chooses what the n-th post is answered. */
async function receiver(status: (nth: number) => number | 'never' = () => 200): Promise<Received & { url: string }> {
  const crypto = createCallbackCrypto({ ...keys, receiveId: 'wwSandbox' });
  const received: Received & { url: string } = { events: [], refused: [], posts: 0, url: '' };
  const server = createServer(async (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const sealed = { msgSignature: query.get('msg_signature') ?? '', timestamp: query.get('timestamp') ?? '', nonce: query.get('nonce') ?? '' };
    const echostr = query.get('echostr');
    if (echostr !== null) return response.end(crypto.verifyUrl({ ...sealed, echostr }));
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answer = status(received.posts);
    received.posts += 1;
    if (answer === 'never') return undefined;
    try {
      if (answer === 200) received.events.push(parseCallback(crypto.decrypt(sealed, encryptedPart(body))));
      response.statusCode = answer;
    } catch (error) {
      received.refused.push(error instanceof CallbackRefused ? error.fault : 'other');
      response.statusCode = 403;
    }
    return response.end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }));
  received.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback?app=1`;
  return received;
}

function connect({ sandbox }: Stage, { url }: { url: string }): void {
  sandbox.callbacks.configure({ url, ...keys });
}

test('what people do in the client arrives as signed, encrypted events', async () => {
  const home = await stage();
  const product = await receiver();
  connect(home, product);
  expect(await home.sandbox.callbacks.verifyUrl(home.clock.at)).toBe(true);
  const { world, callbacks } = home.sandbox;
  const { externalUserId, welcomeCode } = world.addContact({ userid: 'lin.xia', name: '小雨', state: 'store_007' });
  world.editInClient(externalUserId, 'lin.xia', { remark: '老客' });
  world.deleteByCustomer(externalUserId, 'lin.xia');
  world.deleteByStaff(externalUserId, 'lin.xia');
  await callbacks.drain();
  const [added, ...rest] = product.events;
  expect(added).toEqual({
    ToUserName: 'wwSandbox', FromUserName: 'sys', CreateTime: String(home.clock.at / 1000), MsgType: 'event', Event: 'change_external_contact',
    ChangeType: 'add_external_contact', UserID: 'lin.xia', ExternalUserID: externalUserId, State: 'store_007', WelcomeCode: welcomeCode,
  });
  expect(rest.map((event) => event.ChangeType)).toEqual(['edit_external_contact', 'del_follow_user', 'del_external_contact']);
  expect(callbacks.counts).toEqual({ sent: 4, retried: 0, failed: 0 });
});

test('calls made through the API and quiet history fire no callback', async () => {
  const home = await stage();
  const product = await receiver();
  connect(home, product);
  const [id = ''] = gain(home.sandbox, 'lin.xia', 1);
  await home.client.contacts.remark({ userid: 'lin.xia', external_userid: id, remark: 'x' });
  expect(await codeOf(home.client.contactWays.add({ type: 1, scene: 2, user: ['lin.xia'] }))).toBe(0);
  await home.client.massMessages.create({ external_userid: [id], text: { content: 'x' } });
  await home.pass(86_400_000);
  expect(product.posts).toBe(0);
});

test('a pair that is in contact already is not added again; after a deletion it is', async () => {
  const home = await stage();
  const product = await receiver();
  connect(home, product);
  const { world, callbacks } = home.sandbox;
  const meet = (addedAt: number) => world.addContact({ userid: 'lin.xia', externalUserId: 'wmSame', name: 'a', addedAt });
  expect(meet(home.clock.at).welcomeCode).toBeDefined();
  expect(meet(home.clock.at + 1_000)).toEqual({ externalUserId: 'wmSame' });
  world.deleteByCustomer('wmSame', 'lin.xia');
  expect(meet(home.clock.at + 2_000).welcomeCode).toBeDefined();
  await callbacks.drain();
  expect(product.events.map((event) => event.ChangeType)).toEqual(['add_external_contact', 'del_follow_user', 'add_external_contact']);
  expect(world.contact('wmSame')?.follows).toMatchObject([{ addedAt: home.clock.at + 2_000, deletedByCustomer: false }]);
});

test('an event queued just as sending ends is sent all the same', async () => {
  const home = await stage();
  const product = await receiver();
  connect(home, product);
  for (let ticks = 0; ticks < 12; ticks += 1) {
    void home.sandbox.callbacks.drain();
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    home.sandbox.world.addContact({ userid: 'lin.xia', name: `after ${ticks} ticks` });
    await expect.poll(() => product.events.length).toBe(ticks + 1);
  }
});

test('an event that is not acknowledged is sent three times in all, then given up', async () => {
  const home = await stage();
  const flaky = await receiver((nth) => (nth < 2 ? 500 : 200));
  connect(home, flaky);
  home.sandbox.world.addContact({ userid: 'lin.xia', name: 'a' });
  await home.sandbox.callbacks.drain();
  expect([flaky.posts, flaky.events.length]).toEqual([3, 1]);
  const dead = await receiver(() => 500);
  connect(home, dead);
  home.sandbox.world.addContact({ userid: 'lin.xia', name: 'b' });
  await home.sandbox.callbacks.drain();
  expect(dead.posts).toBe(3);
  expect(home.sandbox.callbacks.counts).toEqual({ sent: 1, retried: 4, failed: 1 });
});

test('an event that is not answered in time is sent again', async () => {
  const home = await stage({ rules: { callback: { timeoutMs: 100 } } });
  const slow = await receiver((nth) => (nth === 0 ? 'never' : 200));
  connect(home, slow);
  home.sandbox.world.addContact({ userid: 'lin.xia', name: 'a' });
  await home.sandbox.callbacks.drain();
  expect([slow.posts, slow.events.length]).toEqual([2, 1]);
});

test('switched on, events come twice, out of order, under wrong signatures and with a skewed clock; none is lost', async () => {
  const home = await stage();
  const product = await receiver();
  connect(home, product);
  home.sandbox.callbacks.setFaults({ duplicateShare: 1, outOfOrderShare: 1, wrongSignatureShare: 1, clockSkewMs: -3_600_000 });
  const ids = ['a', 'b', 'c', 'd'].map((name) => home.sandbox.world.addContact({ userid: 'lin.xia', name }).externalUserId);
  await home.sandbox.callbacks.drain();
  const got = product.events.map((event) => event.ExternalUserID);
  expect(product.refused).toEqual(['signature', 'signature', 'signature', 'signature']);
  expect(got).toHaveLength(8);
  expect([...new Set(got)]).not.toEqual(ids);
  expect([...new Set(got)].toSorted()).toEqual(ids.toSorted());
});

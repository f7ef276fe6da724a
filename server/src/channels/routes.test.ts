import { createSandbox } from '@homefield/sandbox';
import type { Sandbox } from '@homefield/sandbox';
import type { WecomConnection } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomers } from '../customers/index.ts';
import { dayMs, hourMs, minuteMs } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestBrand, TestServer } from '../testing/server.ts';
import { channelRoutes, createChannels } from './index.ts';
import type { Channels } from './index.ts';

let server: TestServer;
let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;
let channels: Channels;
let seen = 0;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    const customers = createCustomers(deps);
    channels = createChannels({ ...deps, directory: {
      staff: async () => undefined, mark: async () => { seen += 1; },
      customers: (workspaceId, people) => deps.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, people.map(({ externalUserId }) => ({ identities: [{ kind: 'wecom.external_user_id', value: externalUserId }] })))),
    } });
    channelRoutes(app, { channels, audit: deps.audit, clock: deps.clock });
  }] });
  sandbox = createSandbox({ clock: server.deps.clock, seed: 1, corpId: 'wwA', secrets: [{ secret: 'right', agentId: 7 }] });
  ({ url, close } = await sandbox.listen());
  sandbox.world.addMember({ userid: 'u1', name: '员工' });
  sandbox.world.addContact({ externalUserId: 'wm1', userid: 'u1', name: '客户', quiet: true });
}, 60_000);
afterAll(async () => {
  await close?.();
  await server?.close();
});

const path = '/api/channels/wecom';
const put = (brand: TestBrand, body: object) => brand.operator.call('PUT', path, { body });
const check = async (brand: TestBrand) => (await brand.operator.post(`${path}/check`)).json;

test('200: nothing is connected, then it is; the secret is kept, never shown, and the change is audited without it', async () => {
  expect((await server.operator.get(path)).json).toMatchObject({ state: 'missing', corpId: null });
  const answer = await put(server, { corpId: 'wwA', secret: 'right', agentId: 7 });
  expect([answer.status, answer.json]).toMatchObject([200, { state: 'working', corpId: 'wwA', agentId: 7, lastError: null }]);
  // Only who runs the installation chooses another address; it stays through changes of the rest.
  await channels.connectWecom(server.workspaceId, { corpId: 'wwA', baseUrl: url });
  expect((await put(server, { corpId: 'wwA' })).json).toMatchObject({ corpId: 'wwA', agentId: null });
  expect((await put(server, { corpId: 'wwA', agentId: 8 })).json).toMatchObject({ agentId: 8 });
  // The very same once more changes nothing, and nothing of it is told.
  expect((await put(server, { corpId: 'wwA', secret: 'right', agentId: 8 })).status).toBe(200);
  expect(answer.text + (await server.operator.get(path)).text).not.toContain('right');
  const entries = await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query<{ detail: object }>(`select detail from audit_entry where workspace_id = $1 and action = 'channel.connected' order by audit_id`, [server.workspaceId]));
  expect(entries.map(({ detail }) => detail)).toEqual([{ kind: 'wecom', corpId: 'wwA', agentId: 7, secretChanged: true }, { kind: 'wecom', changes: { agentId: { before: null, after: 8 } } }]);
  expect((await server.other.operator.get(path)).json).toMatchObject({ state: 'missing' });
});

test('200: a check says that all is well, or what is wrong, in a sentence of each language', async () => {
  expect(await check(server)).toMatchObject({ ok: true, code: null, sentence: { zh: expect.stringContaining('1 位员工') } });
  await put(server, { corpId: 'wwA', secret: 'wrong' });
  expect(await check(server)).toMatchObject({ ok: false, code: 40_001, sentence: { zh: expect.stringContaining('Secret'), en: expect.stringContaining('secret') } });
  // At once, although WeCom was asked in vain a moment ago.
  await put(server, { corpId: 'wwA', secret: 'right' });
  expect(await check(server)).toMatchObject({ ok: true });
  await channels.connectWecom(server.workspaceId, { corpId: 'wwA', baseUrl: 'http://127.0.0.1:1' });
  expect(await check(server)).toMatchObject({ ok: false, code: -9_002, sentence: { zh: expect.stringContaining('无法连接') } });
  await channels.connectWecom(server.workspaceId, { corpId: 'wwA', baseUrl: url });
});

test('409: there is nothing to check; 422: another corp needs its own secret, and a corp id has a shape', async () => {
  expect(await check(server.other)).toMatchObject({ status: 409, code: 'channel_missing' });
  expect((await put(server.other, { corpId: 'wwB' })).json).toMatchObject({ status: 422, code: 'channel_secret_needed' });
  expect((await put(server, { corpId: 'wwB' })).json).toMatchObject({ status: 422, code: 'channel_secret_needed' });
  expect((await put(server, { corpId: 'ww B/..', secret: 'x' })).status).toBe(422);
});

test('403, 401: staff and keys neither see nor change the connection', async () => {
  const key = await server.apiKey(['read', 'write', 'import']);
  for (const who of [server.staff, key]) {
    expect((await who.get(path)).status).toBe(403);
    expect((await who.call('PUT', path, { body: { corpId: 'wwA' } })).status).toBe(403);
    expect((await who.post(`${path}/check`)).status).toBe(403);
  }
  expect((await server.anonymous.get(path)).status).toBe(401);
});

test('contacts come by themselves: at once after a change, then every six hours; a refusal is shown and tried again when the rest is over', async () => {
  const { clock } = server.deps;
  const worker = channels.workers().at(-1);
  const run = async () => { seen = 0; while (await worker?.step() === 'more'); return seen; };
  const shown = async () => (await server.operator.get(path)).json as WecomConnection;
  expect(await run()).toBe(1);
  expect((await shown()).syncedAtMs).toBe(clock.now());
  clock.advanceTo(clock.now() + 6 * hourMs - 1);
  expect(await run()).toBe(0);
  clock.advanceTo(clock.now() + 1);
  expect(await run()).toBe(1);
  await put(server, { corpId: 'wwA', secret: 'wrong' });
  expect(await run()).toBe(0);
  expect(await shown()).toMatchObject({ state: 'resting', restUntilMs: clock.now() + minuteMs, lastError: { name: 'secret_wrong', sentence: { zh: expect.stringContaining('Secret') } } });
  await put(server, { corpId: 'wwA', secret: 'right' });
  expect(await run()).toBe(1);
  expect(await shown()).toMatchObject({ state: 'working', lastError: null });
  clock.advanceTo(clock.now() + dayMs);
  expect(await run()).toBe(1);
});

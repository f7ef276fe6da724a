import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChannels } from '../channels/index.ts';
import { createCustomers } from '../customers/index.ts';
import { dayMs, formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createMessages, createWecomDirectory, messageRoutes } from './index.ts';

let server: TestServer;
let path: string;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    const directory = createWecomDirectory({ db: deps.db, customers: createCustomers(deps), staff: deps.organization.staff });
    messageRoutes(app, { messages: createMessages({ ...deps, channels: createChannels({ ...deps, directory }) }), audit: deps.audit });
  }] });
  const { deps, workspaceId } = server;
  const [customerId = 0n] = await deps.db.inWorkspace(workspaceId, (tx) => createCustomers(deps).resolve(tx, workspaceId, [{ identities: [{ kind: 'member_no', value: '1' }] }]));
  path = `/api/customers/${formatId('customer', customerId)}/reach`;
}, 60_000);
afterAll(() => server?.close());

const actions = async () => (await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query<{ action: string }>(
  `select action from audit_entry where workspace_id = $1 and action like any (array['message%', 'customer%']) order by audit_id`, [server.workspaceId]))).map(({ action }) => action);

test('200: a brand begins with the defaults, and what is changed is kept and audited', async () => {
  expect((await server.operator.get('/api/settings/messages')).json).toEqual({ perDay: 1, perWeek: 4, quietHours: null });
  const settings = { perDay: 2, perWeek: 5, quietHours: { from: '22:00', to: '08:30' } };
  expect(await server.operator.call('PUT', '/api/settings/messages', { body: settings })).toMatchObject({ status: 200, json: settings });
  expect((await server.owner.get('/api/settings/messages')).json).toEqual(settings);
  expect((await server.other.owner.get('/api/settings/messages')).json).toEqual({ perDay: 1, perWeek: 4, quietHours: null });
  expect(await actions()).toEqual(['message_settings.changed']);
});

test('422: fewer a week than a day, and times that are none', async () => {
  const put = (change: object) => server.operator.call('PUT', '/api/settings/messages', { body: { perDay: 2, perWeek: 5, quietHours: null, ...change } });
  expect(await put({ perWeek: 1 })).toMatchObject({ status: 422, json: { code: 'message_caps_invalid' } });
  expect((await put({ quietHours: { from: '25:00', to: '08:00' } })).status).toBe(422);
});

test('200: consent and suppression of a customer are read, written down one by one, and taken back', async () => {
  const nothing = { channels: [{ channel: 'wecom.broadcast', allowed: null, atMs: null }], suppression: null };
  const nowMs = server.deps.clock.now();
  const put = async (body: object) => (await server.operator.call('PUT', path, { body })).json;
  expect((await server.operator.get(path)).json).toEqual(nothing);
  expect(await put({ channels: [{ channel: 'wecom.broadcast', allowed: false }] })).toEqual({ channels: [{ channel: 'wecom.broadcast', allowed: false, atMs: nowMs }], suppression: null });
  const suppression = { reason: 'complaint', untilMs: nowMs + dayMs };
  expect(await put({ suppression })).toEqual({ channels: [{ channel: 'wecom.broadcast', allowed: false, atMs: nowMs }], suppression });
  expect(await put({ channels: [{ channel: 'wecom.broadcast', allowed: null }], suppression: null })).toEqual(nothing);
  expect((await actions()).filter((action) => action === 'customer_reach.changed')).toHaveLength(3);
});

test('403, 404, 401: staff change nothing, a stranger finds no customer, nobody is not let in', async () => {
  expect((await server.staff.call('PUT', path, { body: {} })).status).toBe(403);
  expect((await server.staff.call('PUT', '/api/settings/messages', { body: { perDay: 1, perWeek: 4, quietHours: null } })).status).toBe(403);
  for (const method of ['GET', 'PUT'] as const) expect((await server.other.operator.call(method, path, method === 'PUT' ? { body: {} } : {})).status).toBe(404);
  expect((await server.anonymous.get('/api/settings/messages')).status).toBe(401);
});

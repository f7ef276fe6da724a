import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, hourMs } from '../kernel/index.ts';
import { clientOf, startTestServer, testPassword } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie']).split(';')[0] ?? '';
type Session = { id: string; browser: string; system: string; address: string; current: boolean; method: string };
const list = async (client: { get: TestServer['anonymous']['get'] }, query = '') => (await client.get(`/api/account/sessions${query}`)).json as { data: Session[]; nextCursor: string | null };
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile wxwork/5.0 MicroMessenger/7.0.1';

async function signIn(email: string, address: string, userAgent: string) {
  const answer = await server.anonymous.call('POST', '/api/session', { body: { email, password: testPassword }, headers: { 'x-forwarded-for': address, 'user-agent': userAgent } });
  return clientOf(server.app, { cookie: cookieOf(answer), 'x-csrf-token': (answer.json as { csrfToken: string }).csrfToken });
}

test('one sees where one is signed in: device, masked address, which is this one; of others nothing', async () => {
  const person = await server.person('operator');
  const phone = await signIn(person.email, '203.0.113.9', iphone);
  const { data } = await list(phone);
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ browser: 'wecom', system: 'ios', address: '203.0.*.*', current: true, method: 'password' });
  expect(data[1]).toMatchObject({ current: false });
  const pages = await list(phone, '?limit=1');
  expect((await list(phone, `?limit=1&cursor=${pages.nextCursor}`)).data.map(({ id }) => id)).toEqual([data[1]?.id]);
  expect(JSON.stringify(await server.engines.deps.db.asEngine((tx) => tx.query('select s::text from session s')))).not.toContain('203.0.113.9');
});

test('one ends one session or all others, never that of somebody else (404)', async () => {
  const person = await server.person('operator');
  const [phone, tablet] = [await signIn(person.email, '203.0.113.9', iphone), await signIn(person.email, '203.0.113.9', 'iPad')];
  const { data } = await list(person);
  const phoneSession = data.find(({ browser }) => browser === 'wecom');
  expect(codeOf(await server.operator.call('DELETE', `/api/account/sessions/${phoneSession?.id}`))).toBe('session_not_found');
  expect((await person.call('DELETE', `/api/account/sessions/${phoneSession?.id}`)).status).toBe(204);
  expect((await phone.get('/api/staff')).status).toBe(401);
  expect((await tablet.get('/api/staff')).status).toBe(200);
  expect((await person.post('/api/account/end-other-sessions')).json).toEqual({ ended: 1 });
  expect((await tablet.get('/api/staff')).status).toBe(401);
  expect((await person.get('/api/staff')).status).toBe(200);
});

test('an owner signs a person out everywhere; a person of another brand is not known to them', async () => {
  const person = await server.person('operator');
  const path = `/api/users/${formatId('user', person.userId)}/sign-out`;
  expect((await server.operator.post(path)).status).toBe(403);
  expect((await server.other.owner.post(path)).status).toBe(404);
  expect((await person.get('/api/staff')).status).toBe(200);
  expect((await server.owner.post(path)).status).toBe(204);
  expect((await person.get('/api/staff')).status).toBe(401);
});

test('the own name is changed by oneself, the role is not', async () => {
  const person = await server.person('operator');
  const answer = await person.call('PATCH', '/api/session', { body: { name: '苏禾', role: 'owner' } });
  expect(answer.json).toMatchObject({ user: { name: '苏禾', role: 'operator' } });
});

test('an API key with an end opens nothing from then on (401), and shows the masked address of its last call', async () => {
  const { clock } = server.engines;
  const past = await server.owner.post('/api/api-keys', { name: 'past', scopes: ['read'], expiresAtMs: clock.now() });
  expect([past.status, codeOf(past)]).toEqual([422, 'expiry_past']);
  const expiresAtMs = clock.now() + 20 * hourMs;
  const { key, id } = (await server.owner.post('/api/api-keys', { name: 'a day', scopes: ['read'], expiresAtMs })).json as { key: string; id: string };
  const use = () => server.anonymous.call('GET', '/api/staff', { headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': '203.0.113.44' } });
  expect((await use()).status).toBe(200);
  const { data } = (await server.owner.get('/api/api-keys')).json as { data: { id: string }[] };
  expect(data.find((one) => one.id === id)).toMatchObject({ expiresAtMs, lastAddress: '203.0.*.*' });
  const owner = await signIn(server.owner.email, '203.0.113.10', 'test');
  clock.advanceTo(clock.now() + 10 * hourMs);
  expect((await owner.get('/api/staff')).status).toBe(200);
  clock.advanceTo(expiresAtMs);
  expect((await use()).status).toBe(401);
});

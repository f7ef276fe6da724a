import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, formatId } from '../kernel/index.ts';
import { clientOf, startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
type Made = { id: string; token: string };
const invite = async (email: string, role = 'analyst') => (await server.owner.post('/api/invites', { email, name: '贺远', role })).json as Made;
const accept = (token: string, name = '贺远') => server.anonymous.post('/api/invites/accept', { token, name, password: 'long enough now' });
const stateOf = async (id: string) => ((await server.owner.get('/api/invites')).json as { data: { id: string; state: string }[] }).data.find((one) => one.id === id)?.state;

test('an invitation is accepted once: its person is signed in with the role that was meant for them', async () => {
  const { id, token } = await invite('He.Yuan@example.com');
  expect((await server.anonymous.post('/api/invites/look', { token })).json).toMatchObject({ email: 'he.yuan@example.com', role: 'analyst', workspaceName: 'Brand a', invitedBy: 'owner of a' });
  const answer = await accept(token, '何远');
  expect(answer.json).toMatchObject({ user: { email: 'he.yuan@example.com', name: '何远', role: 'analyst' }, workspace: { name: 'Brand a' } });
  const client = clientOf(server.app, { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' });
  expect((await client.get('/api/staff')).status).toBe(200);
  expect(await stateOf(id)).toBe('accepted');
  const again = await accept(token);
  expect([again.status, codeOf(again)]).toEqual([410, 'invite_over']);
  expect((await server.owner.call('DELETE', `/api/invites/${id}`)).status).toBe(409);
});

test('accepted by two at once, an invitation makes one account', async () => {
  const { token } = await invite('twice@example.com');
  const statuses = (await Promise.all([accept(token), accept(token)])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 410]);
});

test('a withdrawn, a replaced, an invented and an old link open nothing (410), and tell nothing', async () => {
  const withdrawn = await invite('a@example.com');
  expect((await server.owner.call('DELETE', `/api/invites/${withdrawn.id}`)).status).toBe(204);
  const replaced = await invite('b@example.com');
  const fresh = await invite('b@example.com');
  const old = await invite('c@example.com');
  for (const token of [withdrawn.token, replaced.token, 'x'.repeat(43)]) {
    expect((await accept(token)).status).toBe(410);
    const look = await server.anonymous.post('/api/invites/look', { token });
    expect(look.status).toBe(410);
    expect(look.text).not.toContain('@');
  }
  expect((await accept(fresh.token)).status).toBe(200);
  server.engines.clock.advanceTo(server.engines.clock.now() + 7 * dayMs);
  expect((await accept(old.token)).status).toBe(410);
});

test('an invitation dies with the account of who made it, and none is made for an address that has an account', async () => {
  const boss = await server.person('owner');
  const { token } = (await boss.post('/api/invites', { email: 'd@example.com', name: 'D', role: 'owner' })).json as Made;
  const keeper = await server.person('owner');
  expect((await keeper.call('PATCH', `/api/users/${formatId('user', boss.userId)}`, { body: { disabled: true } })).status).toBe(200);
  expect((await accept(token)).status).toBe(410);
  expect(codeOf(await keeper.post('/api/invites', { email: server.other.owner.email, name: 'X', role: 'staff' }))).toBe('email_taken');
});

test('only who manages users invites; tokens are stored as hashes alone', async () => {
  const keeper = await server.person('owner');
  for (const role of ['operator', 'manager', 'developer'] as const) expect((await (await server.person(role)).post('/api/invites', { email: 'e@example.com', name: 'E', role: 'owner' })).status).toBe(403);
  const { token } = (await keeper.post('/api/invites', { email: 'e@example.com', name: 'E', role: 'staff' })).json as Made;
  expect(JSON.stringify(await server.engines.deps.db.asEngine((tx) => tx.query('select i::text from invite i')))).not.toContain(token);
  expect((await keeper.get('/api/invites')).text).not.toContain(token);
});

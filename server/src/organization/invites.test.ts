import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, formatId, wholeBrand } from '../kernel/index.ts';
import { clientOf, startTestServer, testPassword } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
let store: string;
beforeAll(async () => {
  server = await startTestServer();
  const { storeId } = await server.organization.stores.create({ kind: 'user', id: server.owner.userId, role: 'owner', ...wholeBrand(server.workspaceId) }, { name: '静安店', region: '上海大区' });
  store = formatId('store', storeId);
}, 60_000);
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

test('whoever invites is told the address of the server, so that the link is not that of their own screen', async () => {
  expect(await invite('here@example.com')).toMatchObject({ publicUrl: null });
  const named = await startTestServer({ engines: server.engines, publicUrl: 'https://home.example.com' });
  const headers = { host: 'home.example.com', origin: 'https://home.example.com' };
  const signed = await named.anonymous.call('POST', '/api/session', { body: { email: named.owner.email, password: testPassword }, headers });
  const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? '';
  const { csrfToken } = signed.json as { csrfToken: string };
  const made = await named.anonymous.call('POST', '/api/invites', { body: { email: 'there@example.com', name: '贺远', role: 'analyst' }, headers: { ...headers, cookie, 'x-csrf-token': csrfToken } });
  expect(made.json).toMatchObject({ publicUrl: 'https://home.example.com' });
  await named.close();
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

test('an invitation dies with the account of who made it, and none is made for an address that has an account here', async () => {
  const boss = await server.person('owner');
  const { token } = (await boss.post('/api/invites', { email: 'd@example.com', name: 'D', role: 'owner' })).json as Made;
  const keeper = await server.person('owner');
  expect((await keeper.call('PATCH', `/api/users/${formatId('user', boss.userId)}`, { body: { disabled: true } })).status).toBe(200);
  expect((await accept(token)).status).toBe(410);
  expect(codeOf(await keeper.post('/api/invites', { email: server.operator.email, name: 'X', role: 'staff' }))).toBe('email_taken');
});

test('only who manages users invites; tokens are stored as hashes alone', async () => {
  const keeper = await server.person('owner');
  for (const role of ['operator', 'manager', 'developer'] as const) expect((await (await server.person(role)).post('/api/invites', { email: 'e@example.com', name: 'E', role: 'owner' })).status).toBe(403);
  const { token } = (await keeper.post('/api/invites', { email: 'e@example.com', name: 'E', role: 'staff' })).json as Made;
  expect(JSON.stringify(await server.engines.deps.db.asEngine((tx) => tx.query('select i::text from invite i')))).not.toContain(token);
  expect((await keeper.get('/api/invites')).text).not.toContain(token);
});

test('an invitation carries a scope and a staff member: shown in the list, audited, and the person\'s from the first click', async () => {
  const boss = await server.person('owner');
  const staffId = formatId('staff', await server.organization.staff.upsertStaff(server.workspaceId, { wecomUserId: 'anna', name: '安娜', store: '静安店' }));
  const scopes = [
    [{ kind: 'region', value: '上海大区' }, { kind: 'region', value: '上海大区', name: '上海大区' }], [{ kind: 'store', value: store }, { kind: 'store', value: store, name: '静安店' }], [{ kind: 'own' }, { kind: 'own', value: null, name: '安娜' }],
  ] as const;
  for (const [index, [asked, shown]] of scopes.entries()) {
    const made = (await boss.post('/api/invites', { email: `scoped${index}@example.com`, name: '林', role: 'manager', scope: asked, staffId })).json as Made;
    expect(made).toMatchObject({ scope: shown, staff: { id: staffId, name: '安娜' } });
    expect((await boss.get('/api/invites?limit=1')).json).toMatchObject({ data: [{ id: made.id, scope: shown }] });
    const answer = await accept(made.token, '林');
    expect(answer.json).toMatchObject({ user: { role: 'manager', scope: shown } });
  }
  expect(await server.engines.deps.db.asEngine((tx) => tx.query("select detail->'scope'->>'kind' as kind from audit_entry where action = 'invite.accepted' order by audit_id desc limit 3"))).toEqual([{ kind: 'own' }, { kind: 'store' }, { kind: 'region' }]);
  // Nobody chose a scope: the whole brand, as for an account.
  expect(await boss.post('/api/invites', { email: 'whole@example.com', name: '林', role: 'manager' })).toMatchObject({ status: 201, json: { scope: { kind: 'brand' }, staff: null } });
});

test('422: an invitation takes no scope that an account could not have', async () => {
  const boss = await server.person('owner');
  const refused = async (change: object) => codeOf(await boss.post('/api/invites', { email: 'odd@example.com', name: 'O', role: 'manager', ...change }));
  expect(await refused({ scope: { kind: 'region', value: '火星大区' } })).toBe('scope_region_unknown');
  expect(await refused({ scope: { kind: 'store', value: formatId('store', 1n) } })).toBe('scope_store_unknown');
  expect(await refused({ scope: { kind: 'own' } })).toBe('scope_staff_needed');
  expect(await refused({ staffId: formatId('staff', 1n) })).toBe('staff_not_found');
  expect(await refused({ role: 'owner', scope: { kind: 'region', value: '上海大区' } })).toBe('scope_of_owner');
});

test('nobody gives more than they have: a narrowed person invites nobody, and who is narrowed later loses the links that they had made', async () => {
  const narrowed = await server.person('manager', { scope: { kind: 'region', value: '上海大区' } });
  for (const scope of [{ kind: 'brand' }, { kind: 'region', value: '上海大区' }]) expect((await narrowed.post('/api/invites', { email: 'w@example.com', name: 'W', role: 'manager', scope })).status).toBe(403);
  const keeper = await server.person('owner');
  const leaving = await server.person('owner');
  const { id, token } = (await leaving.post('/api/invites', { email: 'backdoor@example.com', name: 'B', role: 'owner' })).json as Made;
  await keeper.call('PATCH', `/api/users/${formatId('user', leaving.userId)}`, { body: { name: 'still an owner' } });
  expect((await server.anonymous.post('/api/invites/look', { token })).status).toBe(200);
  await keeper.call('PATCH', `/api/users/${formatId('user', leaving.userId)}`, { body: { role: 'manager', scope: { kind: 'region', value: '上海大区' } } });
  expect((await accept(token)).status).toBe(410);
  expect(((await keeper.get('/api/invites')).json as { data: { id: string; state: string }[] }).data.find((one) => one.id === id)?.state).toBe('revoked');
});

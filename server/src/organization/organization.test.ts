import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, wholeBrand } from '../kernel/index.ts';
import { clientOf, startTestServer, testPassword } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const asEngine = <R extends object>(text: string, params: unknown[] = []) => server.engines.deps.db.asEngine((tx) => tx.query<R>(text, params));
const newUser = (email: string, role = 'operator') => ({ name: 'Li Wei', email, password: 'long enough now', role });

test('POST /api/users answers 201 and the user can sign in; an address that is taken in this brand answers 409 whatever its case', async () => {
  const made = await server.owner.post('/api/users', newUser('Li.Wei@Example.com'));
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ name: 'Li Wei', email: 'li.wei@example.com', role: 'operator', disabled: false });
  expect((await server.anonymous.post('/api/session', { email: 'li.wei@example.com', password: 'long enough now' })).status).toBe(200);
  const again = await server.owner.post('/api/users', newUser('LI.WEI@example.com'));
  expect([again.status, codeOf(again)]).toEqual([409, 'email_taken']);
  // Another brand's account is another one.
  expect((await server.other.owner.post('/api/users', newUser('li.wei@example.com'))).status).toBe(201);
});

test('GET and POST /api/users answer 403 to operators, staff and keys, 422 to a short password', async () => {
  const key = await server.apiKey(['read', 'write', 'import']);
  for (const client of [server.operator, server.staff, key]) {
    expect((await client.get('/api/users')).status).toBe(403);
    expect((await client.post('/api/users', newUser('x@example.com'))).status).toBe(403);
  }
  expect((await server.owner.post('/api/users', { ...newUser('x@example.com'), password: 'short' })).status).toBe(422);
});

test('GET /api/users walks every user once by pages of two, of its own brand only', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await server.owner.get(`/api/users?limit=2${cursor ? `&cursor=${cursor}` : ''}`)).json as { data: { email: string }[]; nextCursor: string | null };
    seen.push(...page.data.map(({ email }) => email));
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining([server.owner.email, server.operator.email, server.staff.email]));
  expect(seen).not.toContain(server.other.owner.email);
  expect((await server.owner.get('/api/users?cursor=abc')).status).toBe(400);
});

test('PATCH /api/users/:id that disables a user ends their sessions at once and keeps them from signing in (401)', async () => {
  const made = (await server.owner.post('/api/users', newUser('leaver@example.com'))).json as { id: string };
  const signedIn = await server.anonymous.post('/api/session', { email: 'leaver@example.com', password: 'long enough now' });
  const client = clientOf(server.app, { cookie: String(signedIn.headers['set-cookie']).split(';')[0] ?? '' });
  expect((await client.get('/api/staff')).status).toBe(200);
  const answer = await server.owner.call('PATCH', `/api/users/${made.id}`, { body: { disabled: true } });
  expect(answer.json).toMatchObject({ disabled: true });
  expect((await client.get('/api/staff')).status).toBe(401);
  expect((await server.anonymous.post('/api/session', { email: 'leaver@example.com', password: 'long enough now' })).status).toBe(401);
});

test('PATCH /api/users/:id answers 409 for the last owner, also when two owners dismiss each other at once', async () => {
  const { other } = server;
  const me = formatId('user', other.owner.userId);
  const refused = await other.owner.call('PATCH', `/api/users/${me}`, { body: { role: 'operator' } });
  expect([refused.status, codeOf(refused)]).toEqual([409, 'last_owner']);
  const second = (await other.owner.post('/api/users', newUser('second@example.com', 'owner'))).json as { id: string };
  const change = (id: string) => other.owner.call('PATCH', `/api/users/${id}`, { body: { role: 'staff' } });
  const statuses = (await Promise.all([change(second.id), change(me)])).map(({ status }) => status).sort();
  expect(statuses[1]).toBeGreaterThanOrEqual(401);
  const owners = await asEngine("select 1 from user_account where workspace_id = $1 and role = 'owner' and disabled_at is null", [other.workspaceId]);
  expect(owners).toHaveLength(1);
  expect((await server.owner.call('PATCH', `/api/users/${formatId('user', 1n)}`, { body: { name: 'x' } })).status).toBe(404);
});

test('POST /api/api-keys answers 201 with the key this once; only its hash is stored, its use is noted, and DELETE ends it (204, then 401)', async () => {
  const made = await server.owner.post('/api/api-keys', { name: 'till', scopes: ['read'] });
  expect(made.status).toBe(201);
  const { key, id, tail } = made.json as { key: string; id: string; tail: string };
  expect(key).toMatch(/^hf_[\w-]{43}$/);
  expect(tail).toBe(key.slice(-4));
  expect(JSON.stringify(await asEngine('select api_key::text from api_key'))).not.toContain(key.slice(3));
  const client = clientOf(server.app, { authorization: `Bearer ${key}` });
  expect((await client.get('/api/staff')).status).toBe(200);
  const list = (await server.owner.get('/api/api-keys')).json as { data: { id: string; lastUsedAtMs: number | null }[] };
  expect(list.data.find((entry) => entry.id === id)?.lastUsedAtMs).toBe(server.engines.clock.now());
  expect(JSON.stringify(list)).not.toContain(key);
  expect((await server.owner.call('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
  expect((await client.get('/api/staff')).status).toBe(401);
  expect((await server.owner.call('DELETE', `/api/api-keys/${id}`)).status).toBe(404);
});

test('PATCH /api/users/:id that disables a user ends the API keys that they made, audited, and nobody else\'s; the list tells who made each', async () => {
  const made = (await server.owner.post('/api/users', newUser('second-owner@example.com', 'owner'))).json as { id: string };
  const signedIn = await server.anonymous.post('/api/session', { email: 'second-owner@example.com', password: 'long enough now' });
  const leaver = clientOf(server.app, { cookie: String(signedIn.headers['set-cookie']).split(';')[0] ?? '', 'x-csrf-token': (signedIn.json as { csrfToken: string }).csrfToken });
  const theirs = (await leaver.post('/api/api-keys', { name: 'theirs', scopes: ['read'] })).json as { key: string; id: string };
  const mine = (await server.owner.post('/api/api-keys', { name: 'mine', scopes: ['read'] })).json as { key: string; createdBy: unknown };
  expect(theirs).toMatchObject({ createdBy: { id: made.id, name: 'Li Wei' } });
  const list = async () => ((await server.owner.get('/api/api-keys')).json as { data: { name: string; createdBy: { id: string } | null }[] }).data;
  expect((await list()).find(({ name }) => name === 'theirs')?.createdBy).toEqual({ id: made.id, name: 'Li Wei', role: 'owner' });
  expect((await list()).find(({ name }) => name === 'mine')?.createdBy).toEqual(mine.createdBy);
  const status = async (key: string) => (await clientOf(server.app, { authorization: `Bearer ${key}` }).get('/api/staff')).status;
  expect([await status(theirs.key), await status(mine.key)]).toEqual([200, 200]);
  await server.owner.call('PATCH', `/api/users/${made.id}`, { body: { disabled: true } });
  expect([await status(theirs.key), await status(mine.key)]).toEqual([401, 200]);
  expect((await list()).map(({ name }) => name)).not.toContain('theirs');
  expect(await asEngine("select actor_id, detail->>'why' as why from audit_entry where action = 'api_key.deleted' and object_id = $1", [theirs.id])).toEqual([{ actor_id: server.owner.userId, why: 'creator_disabled' }]);
});

test('403: a key rests while its maker may not manage keys, by role or by scope, says so in the list, and goes on when they may again', async () => {
  const maker = await server.person('owner');
  const { key, id } = (await maker.post('/api/api-keys', { name: 'of a maker', scopes: ['read', 'write'] })).json as { key: string; id: string };
  const client = clientOf(server.app, { authorization: `Bearer ${key}` });
  const rests = async () => ((await server.owner.get('/api/api-keys')).json as { data: { id: string; rests: boolean }[] }).data.find((one) => one.id === id)?.rests;
  const change = (body: object) => server.owner.call('PATCH', `/api/users/${formatId('user', maker.userId)}`, { body });
  // What every role that may manage keys may read.
  const works = async () => { const answer = await client.get('/api/workspace'); return [answer.status, codeOf(answer), await rests()]; };
  expect(await works()).toEqual([200, undefined, false]);
  await change({ role: 'operator' });
  expect(await works()).toEqual([403, 'api_key_rests', true]);
  await change({ role: 'developer' });
  expect(await works()).toEqual([200, undefined, false]);
  await server.organization.stores.create({ kind: 'user', id: server.owner.userId, role: 'owner', ...wholeBrand(server.workspaceId) }, { name: '静安店', region: '上海大区' });
  await change({ scope: { kind: 'region', value: '上海大区' } });
  expect(await works()).toEqual([403, 'api_key_rests', true]);
  await change({ scope: { kind: 'brand' } });
  expect(await works()).toEqual([200, undefined, false]);
});

test('staff known by their WeCom id are brought up to date under the same id, and GET /api/staff answers 200 to every role', async () => {
  const { staff } = server.organization;
  const first = await staff.upsertStaff(server.workspaceId, { wecomUserId: 'lin', name: 'Lin', store: 'Nanjing Road' });
  const second = await staff.upsertStaff(server.workspaceId, { wecomUserId: 'lin', name: 'Lin Yue', store: null });
  expect(second).toBe(first);
  await staff.upsertStaff(server.other.workspaceId, { wecomUserId: 'lin', name: 'Another Lin', store: null });
  const answer = await server.staff.get('/api/staff');
  expect(answer.json).toEqual({ data: [{ id: formatId('staff', first), name: 'Lin Yue', wecomUserId: 'lin', store: null, contacts: 0, active: true }], nextCursor: null });
});

test('requests cannot reach password hashes, key hashes or sessions, not even of their own brand', async () => {
  const { db } = server.engines.deps;
  for (const text of ['select password_hash from user_account', 'select * from user_account', 'select key_hash from api_key', 'select 1 from session', 'select 1 from sign_in_failure', 'select 1 from sign_in_known', 'select secret from user_totp', 'select 1 from recovery_code', 'select 1 from sign_in_ticket', 'select token_hash from invite', 'select client_secret from sso_provider', 'select 1 from sso_identity', 'update audit_entry set action = action', 'update installation set era = 1']) {
    await expect(db.inWorkspace(server.workspaceId, (tx) => tx.query(text)), text).rejects.toThrow(/permission denied/);
  }
});

test('user and key changes are in the audit log with who did them', async () => {
  const rows = await asEngine<{ action: string }>('select distinct action from audit_entry where workspace_id = $1 and actor_id = $2', [server.workspaceId, server.owner.userId]);
  expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['user.created', 'user.changed', 'api_key.created', 'api_key.deleted']));
});

test('what is over is swept: sessions, failures, kept answers', async () => {
  await server.anonymous.post('/api/session', { email: 'nobody@example.com', password: 'x' });
  server.engines.clock.advanceTo(server.engines.clock.now() + 91 * 86_400_000);
  for (const worker of server.organization.workers()) expect(await worker.step()).toBe('idle');
  expect(await asEngine('select 1 from session union all select 1 from sign_in_failure union all select 1 from sign_in_known')).toEqual([]);
  expect((await server.anonymous.post('/api/session', { email: server.owner.email, password: testPassword })).status).toBe(200);
});

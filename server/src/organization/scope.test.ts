import type { Store, User } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { clientOf, startTestServer } from '../testing/server.ts';
import type { Answer, TestServer } from '../testing/server.ts';
import { storeRoutes } from './index.ts';

let server: TestServer;
let store: Store;
let staffId: string;
let seen: Viewer | undefined;

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, { organization }) => {
    storeRoutes(app, { organization, byStore: async () => new Map([['苏州店', 9], ['静安店', 4], ['无锡店', 2]]) });
    app.get('/api/seen', { config: { access: { may: 'account.own' } }, schema: { summary: 'x', tags: ['test'] } }, ({ actor }) => {
      seen = actor;
      return {};
    });
  }] });
  store = (await server.owner.post('/api/stores', { name: ' 静安店 ', region: '上海大区' })).json as Store;
  staffId = formatId('staff', await server.organization.staff.upsertStaff(server.workspaceId, { wecomUserId: 'anna', name: '安娜', store: '静安店' }));
}, 60_000);
afterAll(() => server.close());

const codeOf = ({ status, json }: Answer) => [status, (json as { code?: string }).code];
let made = 0;
const newUser = (change: object) => server.owner.post('/api/users', { name: '李', email: `li${made += 1}@example.com`, password: 'long enough now', role: 'manager', ...change });
const signedIn = async (email: string) => {
  const answer = await server.anonymous.post('/api/session', { email, password: 'long enough now' });
  return clientOf(server.app, { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' });
};
const scopeOf = async (email: string) => {
  await (await signedIn(email)).get('/api/seen');
  return seen?.dataScope;
};
const audited = (action: string) => server.engines.deps.db.asEngine((tx) => tx.query<{ detail: Record<string, unknown> }>('select detail from audit_entry where workspace_id = $1 and action = $2 order by audit_id desc limit 1', [server.workspaceId, action]));

test('201, 409, 404: stores have a name of their own, a region that is kept with them, and every change is audited', async () => {
  expect(store).toMatchObject({ name: '静安店', region: '上海大区', active: true, customers: 4 });
  expect(codeOf(await server.owner.post('/api/stores', { name: '静安店' }))).toEqual([409, 'store_name_taken']);
  const second = (await server.owner.post('/api/stores', { name: '徐汇店' })).json as Store;
  expect(second).toMatchObject({ region: null, customers: 0 });
  expect(codeOf(await server.owner.call('PATCH', `/api/stores/${second.id}`, { body: { name: '静安店' } }))).toEqual([409, 'store_name_taken']);
  expect((await server.owner.call('PATCH', `/api/stores/${second.id}`, { body: { region: '上海大区', active: false } })).json).toMatchObject({ name: '徐汇店', region: '上海大区', active: false });
  expect(await audited('store.changed')).toMatchObject([{ detail: { name: '徐汇店', changes: { region: { before: null, after: '上海大区' }, active: { before: true, after: false } } } }]);
  const told = async () => (await server.engines.deps.db.asEngine((tx) => tx.query("select 1 from audit_entry where action = 'store.changed'"))).length;
  const before = await told();
  expect((await server.owner.call('PATCH', `/api/stores/${second.id}`, { body: { name: '徐汇店', region: '上海大区', active: false } })).status).toBe(200);
  expect(await told()).toBe(before);
  expect(codeOf(await server.owner.call('PATCH', `/api/stores/${formatId('store', 1n)}`, { body: { name: 'x' } }))).toEqual([404, 'store_not_found']);
  expect(codeOf(await server.operator.post('/api/stores', { name: 'x' }))).toEqual([403, 'not_allowed']);
});

test('200: the list goes by name in pages; names that customers carry and no store has are suggested, the largest first', async () => {
  const first = (await server.staff.get('/api/stores?limit=1')).json as { data: Store[]; nextCursor: string };
  const second = (await server.staff.get(`/api/stores?limit=1&cursor=${first.nextCursor}`)).json as { data: Store[]; nextCursor: null };
  expect([...first.data, ...second.data].map(({ name }) => name).sort()).toEqual(['静安店', '徐汇店'].sort());
  expect(second.nextCursor).toBeNull();
  expect((await server.staff.get('/api/stores/suggestions')).json).toEqual({ data: [{ name: '苏州店', customers: 9 }, { name: '无锡店', customers: 2 }], nextCursor: null });
});

test('201: an account is given a scope, which its requests carry, its screens show and the audit log keeps', async () => {
  const region = (await newUser({ scope: { kind: 'region', value: '上海大区' } })).json as User;
  expect(region.scope).toEqual({ kind: 'region', value: '上海大区', name: '上海大区' });
  expect(await audited('user.created')).toMatchObject([{ detail: { scope: region.scope } }]);
  expect(await scopeOf(region.email)).toMatchObject({ kind: 'stores', stores: expect.arrayContaining(['静安店', '徐汇店']) });
  const one = (await newUser({ scope: { kind: 'store', value: store.id } })).json as User;
  expect(one.scope).toEqual({ kind: 'store', value: store.id, name: '静安店' });
  expect(await scopeOf(one.email)).toEqual({ kind: 'stores', stores: ['静安店'] });
  const own = (await newUser({ scope: { kind: 'own' }, staffId })).json as User;
  expect([own.scope, own.staff]).toEqual([{ kind: 'own', value: null, name: '安娜' }, { id: staffId, name: '安娜' }]);
  expect(await scopeOf(own.email)).toMatchObject({ kind: 'own' });
  expect((await (await signedIn(own.email)).get('/api/session')).json).toMatchObject({ user: { scope: { kind: 'own', name: '安娜' } } });
  const linked = (await newUser({ staffId })).json as User;
  expect([linked.scope, linked.staff]).toEqual([{ kind: 'brand', value: null, name: null }, { id: staffId, name: '安娜' }]);
});

test('422: a scope that is not known, does not fit the role, or has nobody whose own customers it could be', async () => {
  const refused = [
    await newUser({ scope: { kind: 'region', value: '火星大区' } }), await newUser({ scope: { kind: 'store', value: 'no such store' } }), await newUser({ scope: { kind: 'store', value: formatId('store', 1n) } }),
    await newUser({ scope: { kind: 'own' } }), await newUser({ scope: { kind: 'own' }, staffId: formatId('staff', 1n) }), await newUser({ role: 'owner', scope: { kind: 'own' }, staffId }),
  ];
  expect(refused.map((answer) => codeOf(answer))).toEqual([
    [422, 'scope_region_unknown'], [422, 'scope_store_unknown'], [422, 'scope_store_unknown'], [422, 'scope_staff_needed'], [422, 'staff_not_found'], [422, 'scope_of_owner'],
  ]);
});

test('another scope signs a person out and is audited; the same one again does not; who becomes an owner sees the whole brand', async () => {
  const user = (await newUser({ scope: { kind: 'store', value: store.id } })).json as User;
  const change = (body: object) => server.owner.call('PATCH', `/api/users/${user.id}`, { body });
  const client = await signedIn(user.email);
  await change({ scope: { kind: 'store', value: store.id }, name: '李娜' });
  expect((await client.get('/api/seen')).status).toBe(200);
  expect((await change({ scope: { kind: 'region', value: '上海大区' } })).json).toMatchObject({ name: '李娜', scope: { kind: 'region', name: '上海大区' } });
  expect((await client.get('/api/seen')).status).toBe(401);
  expect(await audited('user.changed')).toMatchObject([{ detail: { changes: { scope: { before: { kind: 'store', name: '静安店' }, after: { kind: 'region', value: '上海大区' } } } } }]);
  const linked = (await change({ scope: { kind: 'own' }, staffId })).json as User;
  expect([linked.scope.kind, codeOf(await change({ staffId: null }))]).toEqual(['own', [422, 'scope_staff_needed']]);
  expect((await change({ role: 'owner' })).json).toMatchObject({ role: 'owner', scope: { kind: 'brand' } });
});

test('a region whose last store leaves it shows nothing, not everything', async () => {
  const alone = (await server.owner.post('/api/stores', { name: '西湖店', region: '杭州大区' })).json as Store;
  const user = (await newUser({ scope: { kind: 'region', value: '杭州大区' } })).json as User;
  await server.owner.call('PATCH', `/api/stores/${alone.id}`, { body: { region: '华东大区' } });
  expect(await scopeOf(user.email)).toEqual({ kind: 'stores', stores: [] });
});

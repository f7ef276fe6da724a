import type { SessionState, SsoSettings } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, minuteMs } from '../kernel/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { clientOf, startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { startTestProvider } from './testing/provider.ts';
import type { Person, TestProvider, Wrong } from './testing/provider.ts';

let engines: TestEngines;
let server: TestServer;
let provider: TestProvider;
beforeAll(async () => {
  // Id tokens are judged by the machine's own time: the virtual one stands where it is.
  engines = await startTestEngines({ startMs: Date.now() });
  server = await startTestServer({ engines });
  provider = await startTestProvider(() => Date.now());
}, 60_000);
afterAll(async () => {
  await provider?.close();
  await server?.close();
  await engines?.close();
});

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const save = (change: object = {}) => server.owner.call('PUT', '/api/settings/sso', {
  body: { enabled: true, label: '公司账号', issuer: provider.issuer, clientId: provider.client.id, clientSecret: provider.client.secret, domains: ['brand.example'], newRole: null, ...change },
});
const cookiesOf = (answer: { headers: Record<string, unknown> }) => [answer.headers['set-cookie'] ?? []].flat().map((cookie) => String(cookie).split(';')[0] ?? '');
const offered = async () => ((await server.anonymous.get('/api/session')).json as SessionState).providers ?? [];

/** A whole journey: leave, be known there, come back. Answers where one ends and the session's cookie. */
async function journey(person: Person | 'refuses', { wrong, to, tamper = (address) => address, cookie }: { wrong?: Wrong; to?: string; tamper?: (address: string) => string; cookie?: string } = {}) {
  const [button] = await offered();
  const start = await server.anonymous.get(`/api/sso/${button?.id}/start${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`);
  const back = new URL(tamper(await provider.visit(String(start.headers['location']), person, wrong)));
  const callback = await server.anonymous.call('GET', `${back.pathname}${back.search}`, { headers: { cookie: cookie ?? cookiesOf(start).join('; ') } });
  const session = cookiesOf(callback).find((one) => one.startsWith('homefield_session='));
  return { start, back, location: String(callback.headers['location']), session: session === undefined ? undefined : clientOf(server.app, { cookie: session }) };
}
const emailOf = async (client: { get: TestServer['anonymous']['get'] } | undefined) => ((await client?.get('/api/session'))?.json as SessionState | undefined)?.user?.email;
const brandUser = async (email: string, role = 'analyst') => (await server.owner.post('/api/users', { email, name: 'Known', password: 'long enough now', role })).json as { id: string };

test('settings: the provider is asked before it is stored, the secret is never shown again and stays with its issuer and client alone', async () => {
  expect((await server.operator.get('/api/settings/sso')).status).toBe(403);
  expect((await server.owner.get('/api/settings/sso')).json).toMatchObject({ enabled: false, hasSecret: false, redirectUri: expect.stringMatching(/\/api\/sso\/callback$/) as string });
  expect(codeOf(await save({ issuer: `${provider.issuer}/nothing-here` }))).toBe('sso_unreachable');
  expect(codeOf(await save({ issuer: 'http://login.brand.example' }))).toBe('sso_issuer_insecure');
  expect(codeOf(await save({ clientSecret: undefined }))).toBe('sso_secret_needed');
  expect(codeOf(await save({ domains: [], newRole: 'staff' }))).toBe('sso_domains_needed');
  const saved = await save();
  expect(saved.json).toMatchObject({ enabled: true, hasSecret: true, domains: ['brand.example'] } satisfies Partial<SsoSettings>);
  expect(saved.text + (await server.owner.get('/api/settings/sso')).text).not.toContain(provider.client.secret);
  const stored = JSON.stringify(await engines.deps.db.asEngine((tx) => tx.query('select p::text from sso_provider p')));
  expect(stored).not.toContain(Buffer.from(provider.client.secret).toString('hex'));
  expect((await save({ clientSecret: undefined })).status).toBe(200);
  expect(codeOf(await save({ clientSecret: undefined, clientId: 'another' }))).toBe('sso_secret_needed');
  expect(await offered()).toEqual([{ id: expect.stringMatching(/^prv_/) as string, label: '公司账号', brand: null }]);
});

test('a person with an account comes in by their address, and afterwards by who they are at the provider', async () => {
  await save();
  await brandUser('ann@brand.example');
  const first = await journey({ sub: 'ann', email: 'Ann@brand.example', email_verified: true }, { to: '/customers?q=x' });
  expect(first.location).toBe('/customers?q=x');
  expect(await emailOf(first.session)).toBe('ann@brand.example');
  expect((await first.session?.get('/api/account/sessions'))?.json).toMatchObject({ data: [{ method: 'sso' }] });
  // The provider gave her another address of the company.
  expect(await emailOf((await journey({ sub: 'ann', email: 'ann.li@brand.example' })).session)).toBe('ann@brand.example');
  // Somebody else got her old one.
  expect((await journey({ sub: 'another ann', email: 'ann@brand.example' })).location).toBe('/?sso=other_account');
});

test('who is not known is turned away, or gets an account with the role that the owner chose', async () => {
  await save();
  const stranger: Person = { sub: 'new', email: 'new@brand.example', name: '新同事' };
  expect((await journey(stranger)).location).toBe('/?sso=unknown_person');
  await save({ newRole: 'content' });
  const made = await journey(stranger);
  expect((await made.session?.get('/api/session'))?.json).toMatchObject({ user: { name: '新同事', role: 'content' }, workspace: { name: 'Brand a' } });
  expect((await made.session?.get('/api/account'))?.json).toMatchObject({ hasPassword: false });
  // Whoever asks everybody for a second factor is told whom it concerns.
  const { data } = (await server.owner.get('/api/users?limit=200')).json as { data: { email: string; password: boolean }[] };
  expect([data.find(({ email }) => email === 'new@brand.example')?.password, data.find(({ email }) => email === server.owner.email)?.password]).toEqual([false, true]);
  // Without a password nobody signs in with one.
  expect((await server.anonymous.post('/api/session', { email: 'new@brand.example', password: 'undefined' })).status).toBe(401);
});

test('an address of another domain, an unverified one and none at all open nothing', async () => {
  await save({ newRole: 'staff' });
  expect((await journey({ sub: 'f', email: 'f@elsewhere.example' })).location).toBe('/?sso=foreign_domain');
  expect((await journey({ sub: 'g', email: 'g@brand.example.evil.example' })).location).toBe('/?sso=foreign_domain');
  expect((await journey({ sub: 'h', email: 'h@brand.example', email_verified: false })).location).toBe('/?sso=no_email');
  expect((await journey({ sub: 'i' })).location).toBe('/?sso=no_email');
});

test('a disabled person and one of another brand stay out', async () => {
  await save();
  const { id } = await brandUser('gone@brand.example');
  await server.owner.call('PATCH', `/api/users/${id}`, { body: { disabled: true } });
  expect((await journey({ sub: 'gone', email: 'gone@brand.example' })).location).toBe('/?sso=disabled');
  await save({ domains: [] });
  expect((await journey({ sub: 'theirs', email: server.other.owner.email })).location).toBe('/?sso=unknown_person');
});

test('an address that another brand knows is a new person here, and their browser keeps both brands; somebody else\'s keeps nothing', async () => {
  await save({ domains: ['brand.example'], newRole: 'content' });
  const { organization, other, app } = server;
  const email = 'both@brand.example';
  const theirs = await organization.users.create(null, other.workspaceId, { email, name: 'Both', password: 'long enough now', role: 'analyst' });
  const cookie = async () => `homefield_session=${(await organization.sessions.open(theirs)).token}`;
  const brandsAfter = async (person: Person) => {
    const start = await server.anonymous.get(`/api/sso/${(await offered())[0]?.id}/start`);
    const back = new URL(await provider.visit(String(start.headers['location']), person));
    const callback = await server.anonymous.call('GET', `${back.pathname}${back.search}`, { headers: { cookie: [...cookiesOf(start), await cookie()].join('; ') } });
    const { user, workspace, others } = (await clientOf(app, { cookie: cookiesOf(callback).filter((one) => !one.endsWith('=')).join('; ') }).get('/api/session')).json as SessionState;
    return [user?.role, workspace?.name, others.map(({ workspaceName, role }) => [workspaceName, role])];
  };
  expect(await brandsAfter({ sub: 'both', email })).toEqual(['content', 'Brand a', [['Brand b', 'analyst']]]);
  // To who is in, the buttons of the brands are offered that they are not in yet.
  const offeredTo = async (person: typeof server.owner) => ((await person.get('/api/session')).json as SessionState).providers?.map(({ label }) => label);
  expect([await offeredTo(server.owner), await offeredTo(other.owner)]).toEqual([undefined, ['公司账号']]);
  expect(await brandsAfter({ sub: 'else', email: 'else@brand.example' })).toEqual(['content', 'Brand a', []]);
});

test('an id token with a wrong nonce, signature, audience, issuer or time is refused', async () => {
  await save();
  await brandUser('token@brand.example');
  for (const wrong of ['nonce', 'signature', 'audience', 'issuer', 'expired'] as const) {
    const { location, session } = await journey({ sub: 'token', email: 'token@brand.example' }, { wrong });
    expect([wrong, location, session]).toEqual([wrong, '/?sso=provider', undefined]);
  }
  expect((await journey({ sub: 'token', email: 'token@brand.example' })).location).toBe('/');
});

test('another state, another browser, an old journey and a code used twice are refused', async () => {
  await save();
  const person: Person = { sub: 'token', email: 'token@brand.example' };
  expect((await journey(person, { tamper: (address) => address.replace(/state=[^&]+/, 'state=another') })).location).toBe('/?sso=provider');
  expect((await journey(person, { cookie: '' })).location).toBe('/?sso=over');
  expect((await journey(person, { cookie: 'homefield_sso=invented' })).location).toBe('/?sso=over');
  const { start, back, location } = await journey(person);
  expect(location).toBe('/');
  const again = () => server.anonymous.call('GET', `${back.pathname}${back.search}`, { headers: { cookie: cookiesOf(start).join('; ') } });
  expect((await again()).headers['location']).toBe('/?sso=provider');
  expect(provider.refused).toContain('code');
  engines.clock.advanceTo(engines.clock.now() + 10 * minuteMs);
  expect((await again()).headers['location']).toBe('/?sso=over');
  expect((await journey('refuses')).location).toBe('/?sso=refused');
});

test('the buttons of several brands say to which one they lead', async () => {
  await save();
  const body = { enabled: true, label: '公司账号', issuer: provider.issuer, clientId: provider.client.id, clientSecret: provider.client.secret, domains: ['brand.example'], newRole: null };
  expect((await server.other.owner.call('PUT', '/api/settings/sso', { body })).status).toBe(200);
  expect((await offered()).map(({ label, brand }) => [label, brand])).toEqual([['公司账号', 'Brand a'], ['公司账号', 'Brand b']]);
  expect((await server.other.owner.call('DELETE', '/api/settings/sso')).status).toBe(204);
});

test('one comes back to a page of this console and to no other site', async () => {
  await save();
  for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%0d%0aset-cookie:x', '/api/session']) {
    const { location } = await journey({ sub: 'token', email: 'token@brand.example' }, { to });
    expect([to, location.startsWith('/') && !/evil|\s/.test(location.slice(0, 2)) && new URL(location, 'http://here.example').origin === 'http://here.example' && !location.startsWith('/api/')]).toEqual([to, true]);
  }
});

test('a provider that is switched off or removed lets nobody in, and its button is gone', async () => {
  await save();
  const [button] = await offered();
  await save({ enabled: false });
  expect(await offered()).toEqual([]);
  expect((await server.anonymous.get(`/api/sso/${button?.id}/start`)).headers['location']).toBe('/?sso=over');
  expect((await server.owner.call('DELETE', '/api/settings/sso')).status).toBe(204);
  expect((await server.owner.call('DELETE', '/api/settings/sso')).status).toBe(404);
  expect((await server.anonymous.get(`/api/sso/${formatId('provider', 1n)}/start`)).headers['location']).toBe('/?sso=over');
});

import type { AuditLine, SessionState } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../kernel/index.ts';
import { browserOf } from '../testing/browser.ts';
import type { TestBrowser } from '../testing/browser.ts';
import { startTestServer, testPassword } from '../testing/server.ts';
import type { Answer, TestServer } from '../testing/server.ts';
import { workspacesMax } from './next-workspace.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: Answer) => (answer.json as { code: string }).code;
const stateOf = (answer: Answer) => answer.json as SessionState;
const brandsOf = ({ workspace, others }: SessionState) => [workspace?.name ?? null, ...others.map(({ workspaceName }) => workspaceName)];
const asEngine = <R extends object>(text: string, params: unknown[] = []) => server.engines.deps.db.asEngine((tx) => tx.query<R>(text, params));
let addresses = 0;
async function browserIn(email: string, password = testPassword): Promise<TestBrowser> {
  const browser = browserOf(server.app, { address: `203.0.113.${addresses += 1}` });
  expect((await browser.post('/api/session', { email, password })).status).toBe(200);
  return browser;
}
const actionsOf = async (browser: TestBrowser) => ((await browser.get('/api/audit?action=workspace')).json as { data: AuditLine[] }).data.map(({ action, actor, object }) => [action, actor.name, object?.id]);

test('an owner opens another brand: the same name, e-mail, language and password, the brand\'s zone and currency, told in both brands, and the browser is in it', async () => {
  const { email } = server.owner;
  const browser = await browserIn(email);
  await browser.call('PATCH', '/api/session', { body: { language: 'en' } });
  await asEngine("update workspace set zone = 'Asia/Tokyo', currency = 'JPY' where workspace_id = $1", [server.workspaceId]);
  const before = (await browser.session()).user;
  const answer = await browser.post('/api/workspaces', { name: ' 山茶家居 ' });
  expect(answer.status).toBe(201);
  expect(stateOf(answer)).toMatchObject({ user: { name: before?.name, email, role: 'owner', scope: { kind: 'brand' } }, workspace: { name: '山茶家居', zone: 'Asia/Tokyo', currency: 'JPY' }, others: [{ workspaceName: 'Brand a', role: 'owner' }] });
  const { user, workspace } = stateOf(answer);
  expect(user?.id).not.toBe(before?.id);
  expect((await browser.get('/api/account')).json).toMatchObject({ language: 'en', hasPassword: true, totp: { onSinceMs: null } });
  expect((await browser.get('/api/users')).json).toMatchObject({ data: [{ id: user?.id }], nextCursor: null });
  expect(await actionsOf(browser)).toEqual([['workspace.created', user?.name, workspace?.id]]);
  expect((await browser.post('/api/session/switch', { workspaceId: formatId('workspace', server.workspaceId) })).status).toBe(200);
  expect(await actionsOf(browser)).toEqual([['workspace.opened', before?.name, workspace?.id]]);
  // Elsewhere the one password opens both; changed in one brand, it opens the other alone.
  expect(brandsOf(await (await browserIn(email)).session())).toEqual(['Brand a', '山茶家居']);
  expect((await browser.call('PATCH', '/api/session', { body: { password: { present: testPassword, next: 'of brand a from now on' } } })).status).toBe(200);
  expect(brandsOf(await (await browserIn(email)).session())).toEqual(['山茶家居']);
});

test('zone and currency may be another\'s, and are refused (422) when they do not exist; nothing is opened then', async () => {
  const browser = await browserIn(server.other.owner.email);
  const count = async () => (await asEngine<{ count: number }>('select count(*)::int as count from workspace'))[0]?.count;
  const before = await count();
  expect(codeOf(await browser.post('/api/workspaces', { name: 'A', zone: 'Mars/Base' }))).toBe('zone_unknown');
  expect(codeOf(await browser.post('/api/workspaces', { name: 'A', currency: 'XYZ' }))).toBe('currency_unknown');
  expect((await browser.post('/api/workspaces', { name: ' ' })).status).toBe(422);
  expect(await count()).toBe(before);
  expect(stateOf(await browser.post('/api/workspaces', { name: 'Abroad', zone: 'Europe/Paris', currency: 'eur' })).workspace).toMatchObject({ zone: 'Europe/Paris', currency: 'EUR' });
});

test('403 for everybody but owners, 409 for who has no password, and a call under the same key opens one brand', async () => {
  for (const role of ['operator', 'manager', 'developer'] as const) expect((await (await server.person(role)).post('/api/workspaces', { name: 'Mine' })).status).toBe(403);
  const bare = await server.person('owner');
  await asEngine('update user_account set password_hash = null where user_id = $1', [bare.userId]);
  const refused = await bare.post('/api/workspaces', { name: 'Mine' });
  expect([refused.status, codeOf(refused)]).toEqual([409, 'own_password_needed']);
  const careful = await server.person('owner');
  const once = () => careful.call('POST', '/api/workspaces', { body: { name: 'Once' }, headers: { 'idempotency-key': 'one-brand' } });
  expect([(await once()).status, (await once()).status]).toEqual([201, 201]);
  expect(await asEngine("select 1 from workspace where name = 'Once'")).toHaveLength(1);
});

test('an installation holds fifty brands, however many are asked for at once', async () => {
  const owner = await server.person('owner');
  const [{ count } = { count: 0 }] = await asEngine<{ count: number }>('select count(*)::int as count from workspace');
  for (let index = count; index < workspacesMax - 1; index += 1) await server.organization.workspaces.create({ name: `Filler ${index}` });
  const answers = await Promise.all(['X', 'Y', 'Z'].map((name) => owner.post('/api/workspaces', { name })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(answers.filter(({ status }) => status === 409).map(codeOf)).toEqual(['too_many_workspaces', 'too_many_workspaces']);
});

test('an invitation to another brand makes an account of its own, and stays beside the brand of the same e-mail alone', async () => {
  const person = await server.person('analyst');
  const tokenFor = async (email: string) => ((await server.other.owner.post('/api/invites', { email, name: 'Guest', role: 'content' })).json as { token: string }).token;
  const accept = async (browser: TestBrowser, email: string) => stateOf(await browser.post('/api/invites/accept', { token: await tokenFor(email), name: 'Guest', password: 'password of the guest' }));
  const same = await browserIn(person.email);
  const state = await accept(same, person.email);
  expect([state.user?.role, brandsOf(state)]).toEqual(['content', ['Brand b', 'Brand a']]);
  expect(brandsOf(await (await browserIn(person.email, 'password of the guest')).session())).toEqual(['Brand b']);
  const another = await browserIn(person.email);
  expect(brandsOf(await accept(another, 'somebody.else@example.com'))).toEqual(['Brand b']);
  expect(another.cookies.has('homefield_others')).toBe(false);
});

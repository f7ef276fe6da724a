import type { WorkspaceSettings } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOf, startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const read = async () => (await server.owner.get('/api/workspace')).json as WorkspaceSettings;
const change = async (body: object) => server.owner.call('PATCH', '/api/workspace', { body: { revision: (await read()).revision, ...body } });
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
const putLogo = (body: Buffer, type = 'image/png', client: Pick<TestServer['owner'], 'call'> = server.owner) => client.call('PUT', '/api/workspace/logo', { body, headers: { 'content-type': type } });

test('everybody who is signed in reads the brand, only who manages it changes it', async () => {
  expect((await server.staff.get('/api/workspace')).json).toMatchObject({ name: 'Brand a', zone: 'Asia/Shanghai', currency: 'CNY', revision: 1 });
  expect((await server.operator.call('PATCH', '/api/workspace', { body: { revision: 1, name: 'Mine' } })).status).toBe(403);
  expect((await server.anonymous.get('/api/workspace')).status).toBe(401);
  const changed = await change({ name: '山茶护肤', zone: 'Asia/Urumqi', mission: '让敏感肌安心', positioning: '医研共创', voice: '像懂行的朋友' });
  expect(changed.json).toMatchObject({ name: '山茶护肤', zone: 'Asia/Urumqi', mission: '让敏感肌安心', revision: 2 });
  expect((await server.staff.get('/api/session')).json).toMatchObject({ workspace: { name: '山茶护肤', zone: 'Asia/Urumqi' } });
});

test('a change upon an older revision is refused (409) with what the settings are now; of two at once one is kept', async () => {
  const { revision } = await read();
  const both = await Promise.all(['One', 'Two'].map((name) => server.owner.call('PATCH', '/api/workspace', { body: { revision, name } })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = both.find(({ status }) => status === 409);
  const kept = await read();
  expect(refused?.json).toMatchObject({ code: 'workspace_changed', present: kept });
  expect(kept.revision).toBe(revision + 1);
});

test('a zone or a currency that does not exist is refused (422)', async () => {
  expect(codeOf(await change({ zone: 'Asia/Atlantis' }))).toBe('zone_unknown');
  expect(codeOf(await change({ currency: 'XXY' }))).toBe('currency_unknown');
  expect((await change({ currency: 'usd' })).json).toMatchObject({ currency: 'USD' });
  expect((await change({ currency: 'CNY' })).status).toBe(200);
});

test('the currency stays once there is an order (409)', async () => {
  const { deps: { db, ids, clock } } = server.engines;
  await db.inWorkspace(server.workspaceId, (tx) => tx.query(`
    insert into customer_order (workspace_id, order_id, source, order_number, customer_id, state, amount, ordered_at) values ($1, $2, 'test', '1', 1, 'paid', 100, $3)`, [server.workspaceId, ids.next('order'), new Date(clock.now())]));
  const refused = await change({ currency: 'USD' });
  expect([refused.status, codeOf(refused)]).toEqual([409, 'currency_fixed']);
  expect(await read()).toMatchObject({ currency: 'CNY', currencyFixed: true });
  expect((await change({ name: 'Still free' })).status).toBe(200);
});

test('a logo is told by its bytes, kept up to 512 kB, and served with its own type, nosniff and a version that browsers may keep', async () => {
  const set = (await putLogo(png, 'application/octet-stream')).json as WorkspaceSettings;
  expect(set.logoUrl).toMatch(/^\/api\/workspace\/logo\?v=[0-9a-f]{16}$/);
  const shown = await server.staff.get(set.logoUrl ?? '');
  expect(shown.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'cache-control': 'private, max-age=31536000, immutable' });
  expect((await server.staff.get('/api/workspace/logo')).headers['cache-control']).toBe('private, no-cache');
  expect((await server.staff.call('GET', '/api/workspace/logo', { headers: { 'if-none-match': String(shown.headers['etag']) } })).status).toBe(304);
  expect((await server.staff.get('/api/session')).json).toMatchObject({ workspace: { logoUrl: set.logoUrl } });
  expect((await server.other.owner.get(set.logoUrl ?? '')).status).toBe(404);
  expect((await clientOf(server.app, {}).get(set.logoUrl ?? '')).status).toBe(401);
  expect((await putLogo(Buffer.concat([png, Buffer.alloc(524_288 - png.length)]))).status).toBe(200);
  expect(codeOf(await putLogo(Buffer.concat([png, Buffer.alloc(524_289 - png.length)])))).toBe('logo_too_large');
  expect((await server.owner.call('DELETE', '/api/workspace/logo')).json).toMatchObject({ logoUrl: null });
  expect((await server.staff.get('/api/workspace/logo')).status).toBe(404);
});

test('an SVG, a page and a text are no logo (422), whatever they call themselves', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  expect(codeOf(await putLogo(svg, 'image/svg+xml'))).toBe('logo_not_picture');
  expect(codeOf(await putLogo(svg, 'image/png'))).toBe('logo_not_picture');
  expect(codeOf(await server.owner.call('PUT', '/api/workspace/logo', { body: { picture: 'x' } }))).toBe('logo_not_picture');
  expect((await putLogo(png, 'image/png', server.operator)).status).toBe(403);
});

test('changes are in the audit log by what they were and became, those of long texts by their names alone', async () => {
  const rows = await server.engines.deps.db.asEngine((tx) => tx.query<{ detail: object }>("select detail from audit_entry where action = 'workspace.changed' order by audit_id"));
  expect(rows[0]?.detail).toEqual({ changes: { name: expect.anything(), zone: { before: 'Asia/Shanghai', after: expect.any(String) } }, fields: ['mission', 'positioning', 'voice'] });
});

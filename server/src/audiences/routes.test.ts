import type { AudiencePreview, Audience, CustomerRow, Role } from '@homefield/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayMs, formatId } from '../kernel/index.ts';
import { testStartMs } from '../testing/engines.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { audienceRoutes, createAudiences } from './index.ts';
import { putCustomers, putEvents } from './testing.ts';

let server: TestServer;
const bought = { event: 'order.paid', within: '30d' };

/** Stands in for whoever keeps customers: the rows of the given ids. */
const customerRows = async (_viewer: unknown, ids: readonly bigint[]): Promise<CustomerRow[]> => ids.map((id) => ({
  id: formatId('customer', id), name: `Customer ${id}`, phoneMasked: null, city: null, source: null, store: null, ownerStaff: null, isContact: false,
  orders: 0, netSalesMinor: 0, lastOrderAtMs: null, rfmClass: null, excluded: false, createdAtMs: 0,
}));

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => audienceRoutes(app, { audiences: createAudiences(deps), customerRows })] });
  const ids = Array.from({ length: 30 }, (_, index) => index + 1);
  await putCustomers(server.engines.engines, server.workspaceId, ids.map((customerId) => ({ customerId, city: '上海' })));
  await putEvents(server.engines.engines, server.workspaceId, ids.slice(0, 12).map((customerId) => ({ customerId, name: 'order.paid', atMs: testStartMs - dayMs, amount: 100 })));
}, 60_000);
afterAll(() => server?.close());

const make = async (name: string, rule: unknown = bought) => (await server.operator.post('/api/audiences', { name, rule })).json as Audience;

it('201: an operator makes an audience, everybody reads it', async () => {
  const { status, json } = await server.operator.post('/api/audiences', { name: '买家', rule: bought });
  expect([status, json]).toMatchObject([201, { name: '买家', rule: bought, size: 12, version: 1, live: false, sentence: { zh: '近 30 天有下单的客户' } }]);
  const { id } = json as Audience;
  expect((await server.operator.get(`/api/audiences/${id}`)).json).toEqual(json);
  expect((await server.operator.get('/api/audiences')).json).toMatchObject({ nextCursor: null, data: expect.arrayContaining([json]) });
});

it('200: a preview counts and shows a sample, the catalog names what exists', async () => {
  const preview = await server.operator.post('/api/audiences/preview', { rule: { not: bought } });
  expect([preview.status, preview.json]).toMatchObject([200, { count: 18, base: 30 }]);
  expect((preview.json as AudiencePreview).sample).toHaveLength(10);
  expect((await server.operator.get('/api/audiences/catalog')).json).toMatchObject({ models: [{ name: 'rfm' }] });
});

it('previews are for whoever may see customers (200), and for nobody else (403)', async () => {
  const asked = async (role: Role) => (await (await server.person(role)).post('/api/audiences/preview', { rule: bought })).status;
  expect([await asked('manager'), await asked('staff'), await asked('content'), await asked('developer')]).toEqual([200, 200, 403, 403]);
});

it('200: members come in pages, and each can be asked why', async () => {
  const { id } = await make('pages');
  const first = (await server.staff.get(`/api/audiences/${id}/members?limit=8`)).json as { data: CustomerRow[]; nextCursor: string };
  const second = (await server.staff.get(`/api/audiences/${id}/members?limit=8&cursor=${first.nextCursor}`)).json as typeof first;
  expect([first.data.length, second.data.length, second.nextCursor]).toEqual([8, 4, null]);
  const why = await server.staff.get(`/api/audiences/${id}/members/${formatId('customer', 13n)}`);
  expect(why.json).toMatchObject({ inPopulation: true, matches: false, conditions: [{ pointer: '', holds: false, found: '0' }] });
});

it('200 and 204: an audience is changed, and archived', async () => {
  const { id } = await make('change me');
  const changed = await server.operator.call('PUT', `/api/audiences/${id}`, { body: { name: 'changed', rule: { not: bought }, version: 1 } });
  expect([changed.status, changed.json]).toMatchObject([200, { name: 'changed', size: 18, version: 2 }]);
  expect((await server.operator.call('DELETE', `/api/audiences/${id}`)).status).toBe(204);
  expect((await server.operator.get(`/api/audiences/${id}`)).status).toBe(404);
});

it('422: a wrong rule is answered with each place and what was probably meant', async () => {
  const { status, json } = await server.operator.post('/api/audiences/preview', { rule: { all: [bought, { event: 'order.payed' }] } });
  expect([status, json]).toMatchObject([422, { code: 'rule_invalid', errors: [{ pointer: '/all/1/event', detail: '没有“order.payed”这个事件。您要的是“order.paid”吗？' }] }]);
});

it('422: an id that no audience can have is a mistake of the rule, with its place', async () => {
  const { status, json } = await server.operator.post('/api/audiences/preview', { rule: { audience: 'aud_zzzzzzzzzzzzz' } });
  expect([status, json]).toMatchObject([422, { code: 'rule_invalid', errors: [{ pointer: '/audience' }] }]);
});

it('409: a name that is taken, and a version that is old', async () => {
  const { id } = await make('taken');
  expect((await server.operator.post('/api/audiences', { name: 'Taken', rule: bought })).status).toBe(409);
  const old = await server.operator.call('PUT', `/api/audiences/${id}`, { body: { name: 'taken', rule: bought, version: 7 } });
  expect([old.status, old.json]).toMatchObject([409, { code: 'audience_changed' }]);
});

it('403: staff make no audiences', async () => {
  expect((await server.staff.post('/api/audiences', { name: 'x', rule: bought })).status).toBe(403);
});

it('404: another brand\'s audience does not exist', async () => {
  const { id } = await make('mine');
  expect((await server.other.operator.get(`/api/audiences/${id}`)).status).toBe(404);
  expect((await server.other.operator.get(`/api/audiences/${id}/members`)).status).toBe(404);
});

it('200: the list is searched by name and by what the rule says, filtered, counted, sorted and paged without a gap', async () => {
  const { json: other } = await server.other.operator.post('/api/audiences', { name: '别家', rule: bought });
  const { client, list, count } = { client: server.other.operator, list: async (query: string) => (await server.other.operator.get(`/api/audiences?${query}`)).json as { data: Audience[]; nextCursor: string | null }, count: async (query: string) => (await server.other.operator.get(`/api/audiences/count?${query}`)).json };
  for (const [name, rule] of [['第 10 批', bought], ['第 2 批', bought], ['爱', { not: bought }]] as const) await client.post('/api/audiences', { name, rule });
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name);
  expect(await names('')).toEqual(['爱', '第 2 批', '第 10 批', '别家']);
  expect(await names('sort=name')).toEqual(['爱', '别家', '第 2 批', '第 10 批']);
  expect(await names('sort=-name')).toEqual(['第 10 批', '第 2 批', '别家', '爱']);
  expect([await names('q=%E6%89%B9'), await count('q=%E6%89%B9')]).toEqual([['第 2 批', '第 10 批'], { count: 2 }]);
  // 「没有下单」 stands in no name: it is what one rule says.
  expect(await names(`q=${encodeURIComponent('没有下单')}`)).toEqual(['爱']);
  expect([await names('live=yes'), (await names('live=no')).length, await count('live=yes'), await count('')]).toEqual([[], 4, { count: 0 }, { count: 4 }]);
  for (const sort of ['name', '-name', 'size', '-size', 'countedAt', '-createdAt', 'createdAt']) {
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
      walked.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(walked, sort).toEqual(await names(`sort=${sort}`));
  }
  const { nextCursor } = await list('sort=name&limit=1');
  expect((await client.get(`/api/audiences?sort=-name&cursor=${nextCursor}`)).status).toBe(400);
  expect((await server.operator.get('/api/audiences?limit=200')).text).not.toContain((other as Audience).id);
});

it('200: an archived audience comes back with its rule and count, unless its name is taken by now; both are in the audit log', async () => {
  const { id } = await make('comes back');
  expect((await server.operator.post(`/api/audiences/${id}/restore`)).status).toBe(404);
  await server.operator.call('DELETE', `/api/audiences/${id}`);
  expect((await server.staff.post(`/api/audiences/${id}/restore`)).status).toBe(403);
  expect((await server.other.operator.post(`/api/audiences/${id}/restore`)).status).toBe(404);
  expect((await server.operator.post(`/api/audiences/${id}/restore`)).json).toMatchObject({ id, name: 'comes back', rule: bought, size: 12, live: false });
  await server.operator.call('DELETE', `/api/audiences/${id}`);
  await make('comes back');
  expect((await server.operator.post(`/api/audiences/${id}/restore`)).json).toMatchObject({ code: 'audience_name_taken' });
  const told = await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("select action, actor_id, object_id, detail from audit_entry where object_kind = 'audience' and object_id = $1 order by audit_id", [id]));
  const by = { actor_id: server.operator.userId, detail: { name: 'comes back' } };
  expect(told).toMatchObject([{ action: 'audience.created', ...by }, { action: 'audience.archived', ...by }, { action: 'audience.restored', ...by }, { action: 'audience.archived', ...by }]);
});

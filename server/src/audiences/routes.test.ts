import type { AudiencePreview, Audience, CustomerRow } from '@homefield/contract';
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
  orders: 0, netSalesMinor: 0, lastOrderAtMs: null, rfmClass: null, createdAtMs: 0,
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

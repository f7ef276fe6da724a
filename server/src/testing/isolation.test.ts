import { roles } from '@homefield/contract';
import type { Audience, Sop } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routesOf } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Product } from '../wiring.ts';
import { testStartMs } from './engines.ts';
import { fingerprint, walkAsRole, walkAsStranger } from './isolation.ts';
import type { Planted } from './isolation.ts';
import { startTestProduct } from './product.ts';
import type { TestProduct } from './product.ts';
import { makeBrand } from './server.ts';
import type { TestBrand } from './server.ts';

/** The product as it is wired: a new route with a parameter fails here until somebody plants an object for it. */
let running: TestProduct;
let product: Product;
let app: HttpServer;
let [ours, stranger]: TestBrand[] = [];

beforeAll(async () => {
  running = await startTestProduct();
  ({ product, app } = running);
  [ours, stranger] = [await makeBrand(app, product.organization, 'a'), await makeBrand(app, product.organization, 'b')];
}, 60_000);
afterAll(() => running?.close());

/** One of everything that the first brand can own. */
async function plant({ owner, operator, workspaceId, staff }: TestBrand): Promise<Planted> {
  const { db, customers, organization } = product;
  const [customerId = 0n] = await db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, [{ identities: [{ kind: 'phone', value: '13812345678' }], profile: { name: '甲方客户' } }]));
  await organization.staff.upsertStaff(workspaceId, { wecomUserId: 'staff-of-a', name: '甲方导购', store: '甲方门店' });
  const rule = { event: 'order.paid', within: '30d' };
  const audience = (await operator.post('/api/audiences', { name: '甲方人群', rule })).json as Audience;
  const definition = {
    trigger: { kind: 'audience_entry', audienceId: audience.id }, goal: { event: 'order.paid', withinDays: 7 },
    steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '你好 {{ customer.name }}' }],
  };
  const sop = (await operator.post('/api/sops', { name: '甲方流程', definition })).json as Sop;
  const key = (await owner.post('/api/api-keys', { name: '甲方密钥', scopes: ['read'] })).json as { id: string };
  const job = (await operator.post('/api/models/rfm/snapshots', {})).json as { id: string };
  const store = (await owner.post('/api/stores', { name: '甲方门店', region: '甲方大区' })).json as { id: string };
  const bulk = (await operator.post('/api/customers/bulk', { action: 'exclude', reason: '甲方测试', ids: [formatId('customer', customerId)] })).json as { id: string };
  const invite = (await owner.post('/api/invites', { email: 'invited-by-a@example.com', name: '甲方来人', role: 'staff' })).json as { id: string };
  const session = ((await staff.get('/api/account/sessions')).json as { data: { id: string }[] }).data[0] ?? { id: '' };
  const view = (await operator.post('/api/views', { page: 'customers', name: '甲方视图', state: {}, shared: true })).json as { id: string };
  for (const made of [audience, sop, key, job, store, bulk, invite, session, view]) expect(made.id).toBeTruthy();
  await product.runner.drain();
  const customer = formatId('customer', customerId);
  const queries = { 'GET /api/views': 'page=customers', 'GET /api/views/layout': 'page=customers', 'GET /api/search': 'q=13812345678', 'GET /api/sops/figures': 'ids=sop_0000000000000' };
  return {
    queries,
    ids: {
      users: formatId('user', staff.userId), 'api-keys': key.id, jobs: job.id, files: 'customers.csv', bulk: bulk.id, customers: customer, audiences: audience.id, members: customer, sops: sop.id, stores: store.id,
      views: view.id, invites: invite.id, sessions: session.id,
    },
    secrets: ['甲方', 'Brand a', owner.email, audience.id, sop.id, customer, job.id, formatId('workspace', workspaceId)],
    bodies: {
      'PATCH /api/users/:id': { name: 'Taken over', password: 'a new password' },
      'PATCH /api/stores/:id': { name: 'Taken over' },
      'POST /api/users': { name: 'X', email: 'x@example.com', password: 'a new password', role: 'staff', scope: { kind: 'store', value: store.id } },
      'PUT /api/audiences/:id': { name: 'Taken over', rule, version: audience.version },
      'POST /api/audiences/preview': { rule: { audience: audience.id } },
      'POST /api/audiences': { name: 'Built on theirs', rule: { audience: audience.id } },
      'PUT /api/sops/:id': { name: 'Taken over', definition, revision: sop.revision },
      'PUT /api/customers/:id/reach': { channels: [{ channel: 'wecom.broadcast', allowed: false }], suppression: { reason: 'taken over', untilMs: null } },
      'POST /api/sops/:id/publish': { revision: sop.revision },
      'POST /api/sops/:id/discard': { revision: sop.revision },
      'POST /api/sops/:id/copy': { name: 'Taken over' },
      'PATCH /api/views/:id': { name: 'Taken over', shared: false },
    },
  };
}

test('no route of the product shows or changes anything of another brand, neither to its owner nor to a key with every scope', async () => {
  if (!ours || !stranger) throw new Error('no brands');
  const planted = await plant(ours);
  const db = product.engines.postgres.db;
  const before = await fingerprint(db, ours.workspaceId);
  expect(before['customer']).not.toMatch(/^0:/);
  expect(await walkAsStranger(routesOf(app), [stranger.owner, await stranger.apiKey(['read', 'write', 'import'])], planted)).toEqual([]);
  await product.runner.drain();
  expect(await fingerprint(db, ours.workspaceId)).toEqual(before);
}, 60_000);

test('an SOP of one brand over an audience of another cannot be published', async () => {
  if (!ours || !stranger) throw new Error('no brands');
  const audience = ((await ours.operator.get('/api/audiences')).json as { data: Audience[] }).data[0];
  const made = await stranger.operator.post('/api/sops', {
    name: 'over theirs',
    definition: {
      trigger: { kind: 'audience_entry', audienceId: audience?.id }, goal: { event: 'order.paid', withinDays: 7 },
      steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: 'hello' }],
    },
  });
  const published = made.status >= 400 ? made : await stranger.operator.post(`/api/sops/${(made.json as Sop).id}/publish`, { revision: (made.json as Sop).revision });
  expect(published.status).toBeGreaterThanOrEqual(400);
  expect(published.status).toBeLessThan(500);
});

test('an audience that an SOP uses cannot be archived, and the refusal names the SOP', async () => {
  if (!ours) throw new Error('no brands');
  const audiences = ((await ours.operator.get('/api/audiences')).json as { data: Audience[] }).data;
  const used = audiences.find(({ name }) => name === '甲方人群');
  const refused = await ours.operator.call('DELETE', `/api/audiences/${used?.id}`);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('甲方流程');
});

test('staff are shown with their contacts, relations that ended left out', async () => {
  if (!ours) throw new Error('no brands');
  const { workspaceId } = ours;
  await product.db.inWorkspace(workspaceId, (tx) => tx.query(`
    insert into wecom_contact (workspace_id, external_user_id, staff_user_id, customer_id, added_at, sync_number, gone_at)
    select $1, 'wm' || n, 'staff-of-a', n, $2, 1, case when n = 3 then $2::timestamptz end from generate_series(1, 3) as n`, [workspaceId, new Date(testStartMs)]));
  const { data } = (await ours.operator.get('/api/staff')).json as { data: { name: string; contacts: number }[] };
  expect(data.map(({ name, contacts }) => [name, contacts])).toEqual([['甲方导购', 2]]);
});

test('every route lets in exactly the roles that have its permission', async () => {
  if (!stranger) throw new Error('no brands');
  const findings: string[] = [];
  for (const role of roles) findings.push(...await walkAsRole(routesOf(app), role, await stranger.person(role)));
  expect(findings).toEqual([]);
}, 60_000);

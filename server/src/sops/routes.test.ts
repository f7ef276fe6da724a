import type { Sop } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAudiences } from '../audiences/index.ts';
import { createChannels } from '../channels/index.ts';
import { createInsights, insightRoutes } from '../insights/index.ts';
import { formatId, wholeBrand } from '../kernel/index.ts';
import { createMessages, createWecomDirectory } from '../messages/index.ts';
import { createCustomers } from '../customers/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createSops, sopRoutes } from './index.ts';
import type { Sops } from './index.ts';
import { appendEvents, definitionOf, enteredEvent } from './testing.ts';

let server: TestServer;
let sops: Sops;
let audienceId: bigint;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => {
    const directory = createWecomDirectory({ db: deps.db, customers: createCustomers(deps), staff: deps.organization.staff });
    const messages = createMessages({ ...deps, channels: createChannels({ ...deps, directory }) });
    sops = createSops({ ...deps, audiences: createAudiences(deps), messages });
    sopRoutes(app, { sops });
    insightRoutes(app, { insights: createInsights(deps) });
  }] });
  audienceId = (await createAudiences(server.deps).create(server.workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } })).id;
}, 60_000);
afterAll(() => server?.close());

const body = () => ({ name: '上新', definition: definitionOf(audienceId) });
const make = async () => (await server.operator.post('/api/sops', body())).json as Sop;

test('201, 200: an SOP is made, listed, changed and published; its result has both groups', async () => {
  const { status, json } = await server.operator.post('/api/sops', body());
  expect([status, json]).toMatchObject([201, { name: '上新', state: 'draft', revision: 1, publishedVersion: null }]);
  const { id } = json as Sop;
  expect((await server.operator.get('/api/sops')).json).toMatchObject({ data: [{ id }], nextCursor: null });
  expect((await server.operator.call('PUT', `/api/sops/${id}`, { body: { ...body(), name: '二', revision: 1 } })).json).toMatchObject({ name: '二', revision: 2 });
  expect((await server.operator.post(`/api/sops/${id}/publish`)).json).toMatchObject({ state: 'live', publishedVersion: 1 });
  await appendEvents(server.engines, server.workspaceId, Array.from({ length: 30 }, (_, index) => enteredEvent(audienceId, BigInt(index + 1), server.deps.clock.now())));
  for (const worker of sops.workers()) while (await worker.step() === 'more');
  const result = (await server.staff.get(`/api/sops/${id}/result`)).json as { enrolled: number; heldOut: number };
  expect(result).toMatchObject({ enrolled: 30, sent: 0, liftPerCustomerMinor: 0, liftLow: null, windowsOpen: 30, definition: { zh: expect.stringContaining('Welch') } });
  const first = (await server.staff.get(`/api/sops/${id}/enrollments?limit=20`)).json as { data: { customer: { id: string } }[]; nextCursor: string };
  const second = (await server.staff.get(`/api/sops/${id}/enrollments?limit=20&cursor=${first.nextCursor}`)).json as typeof first;
  expect(new Set([...first.data, ...second.data].map(({ customer }) => customer.id)).size).toBe(30);
  expect(second.nextCursor).toBeNull();
  const here = (await server.staff.get(`/api/sops/${id}/enrollments?step=hello&limit=200`)).json as typeof first;
  expect(here.data).toHaveLength(30 - result.heldOut);
  for (const [move, state] of [['pause', 'paused'], ['resume', 'live'], ['end', 'ended']]) {
    expect((await server.operator.post(`/api/sops/${id}/${move}`)).json).toMatchObject({ state });
  }
});

test('403: who sees a part of the brand drafts SOPs but publishes, holds and ends none, because they reach customers of every store', async () => {
  await server.organization.stores.create({ kind: 'user', id: server.owner.userId, role: 'owner', ...wholeBrand(server.workspaceId) }, { name: '静安店', region: '上海大区' });
  const narrowed = await server.person('operator', { scope: { kind: 'region', value: '上海大区' } });
  const { id } = (await narrowed.post('/api/sops', body())).json as Sop;
  for (const move of ['publish', 'pause', 'resume', 'end']) {
    const answer = await narrowed.post(`/api/sops/${id}/${move}`);
    expect([answer.status, (answer.json as { code: string }).code]).toEqual([403, 'whole_brand_needed']);
  }
  expect((await server.operator.get(`/api/sops/${id}`)).json).toMatchObject({ state: 'draft', publishedVersion: null });
  expect((await server.operator.post(`/api/sops/${id}/publish`)).json).toMatchObject({ state: 'live' });
});

test('200: the home page answers for a brand without anything', async () => {
  const { status, json } = await server.other.staff.get('/api/insights/home');
  expect([status, json]).toMatchObject([200, { customers: 0, liveSops: 0 }]);
});

test('409: an old revision is refused', async () => {
  const { id } = await make();
  await server.operator.call('PUT', `/api/sops/${id}`, { body: { ...body(), revision: 1 } });
  const { status, json } = await server.operator.call('PUT', `/api/sops/${id}`, { body: { ...body(), revision: 1 } });
  expect([status, json]).toMatchObject([409, { code: 'sop_changed' }]);
});

test('422: a text with an unknown variable is refused at publication with its place', async () => {
  const definition = definitionOf(audienceId, { steps: [{ kind: 'send', id: 's', channel: 'wecom.broadcast', text: '{{ customer.phone }}', confirmWithin: '2d' }] });
  const { id } = (await server.operator.post('/api/sops', { name: '错', definition })).json as Sop;
  const { status, json } = await server.operator.post(`/api/sops/${id}/publish`, {});
  expect([status, json]).toMatchObject([422, { code: 'sop_invalid', errors: [{ pointer: '/definition/steps/0/text' }] }]);
});

test('422: a definition of another shape is refused', async () => {
  expect((await server.operator.post('/api/sops', { ...body(), definition: { ...definitionOf(audienceId), holdOut: 2 } })).status).toBe(422);
});

test('403, 404, 401: staff change nothing, another brand sees nothing, nobody is not let in', async () => {
  const { id } = await make();
  expect((await server.staff.post('/api/sops', body())).status).toBe(403);
  for (const path of ['', '/result', '/enrollments']) expect((await server.other.operator.get(`/api/sops/${id}${path}`)).status).toBe(404);
  expect((await server.other.operator.post(`/api/sops/${id}/end`)).status).toBe(404);
  expect((await server.operator.get(`/api/sops/${formatId('audience', 1n)}`)).status).toBe(404);
  expect((await server.anonymous.get('/api/insights/home')).status).toBe(401);
});

import type { Sop, SopRow } from '@homefield/contract';
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
    sops = createSops({ ...deps, audiences: createAudiences(deps), messages, audit: deps.organization.audit });
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
  expect((await server.operator.post(`/api/sops/${id}/publish`, { revision: 2 })).json).toMatchObject({ state: 'live', publishedVersion: 1 });
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
  const queued = (await server.staff.get(`/api/sops/${id}/enrollments?step=hello&outcome=queued&limit=200`)).json as typeof first;
  expect(queued.data.map(({ customer }) => customer.id)).toEqual(here.data.map(({ customer }) => customer.id));
  expect((await server.staff.get(`/api/sops/${id}/enrollments?step=hello&outcome=missed`)).json).toEqual({ data: [], nextCursor: null });
  for (const [move, state] of [['pause', 'paused'], ['resume', 'live'], ['end', 'ended']]) {
    expect((await server.operator.post(`/api/sops/${id}/${move}`)).json).toMatchObject({ state });
  }
});

test('403: who sees a part of the brand drafts SOPs but publishes, holds and ends none, because they reach customers of every store', async () => {
  await server.organization.stores.create({ kind: 'user', id: server.owner.userId, role: 'owner', ...wholeBrand(server.workspaceId) }, { name: '静安店', region: '上海大区' });
  const narrowed = await server.person('operator', { scope: { kind: 'region', value: '上海大区' } });
  const { id } = (await narrowed.post('/api/sops', body())).json as Sop;
  for (const move of ['publish', 'pause', 'resume', 'end']) {
    const answer = await narrowed.post(`/api/sops/${id}/${move}`, { revision: 1 });
    expect([answer.status, (answer.json as { code: string }).code]).toEqual([403, 'whole_brand_needed']);
  }
  expect((await server.operator.get(`/api/sops/${id}`)).json).toMatchObject({ state: 'draft', publishedVersion: null });
  expect((await server.operator.post(`/api/sops/${id}/publish`, { revision: 1 })).json).toMatchObject({ state: 'live' });
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

test('409: words that somebody else saved meanwhile are not published unseen; 422: nor without saying which were seen', async () => {
  const { id } = await make();
  const colleague = await server.person('operator');
  await colleague.call('PUT', `/api/sops/${id}`, { body: { ...body(), name: '别人的话', revision: 1 } });
  for (const asked of [undefined, {}, { enterPresent: true }]) expect((await server.operator.post(`/api/sops/${id}/publish`, asked)).status).toBe(422);
  const { status, json } = await server.operator.post(`/api/sops/${id}/publish`, { revision: 1 });
  expect([status, json]).toMatchObject([409, { code: 'sop_changed' }]);
  const now = (await server.operator.get(`/api/sops/${id}`)).json as Sop;
  expect(now).toMatchObject({ state: 'draft', publishedVersion: null, revision: 2, changedBy: expect.any(String), changedAtMs: expect.any(Number) });
  expect((await server.operator.post(`/api/sops/${id}/publish`, { revision: now.revision })).json).toMatchObject({ publishedVersion: 1 });
});

test('what runs is told beside a draft that was changed since, to all who see the SOP; the changes can be discarded, which is in the audit log; 409, 403: not unseen, not by readers, not when there is nothing to go back to', async () => {
  const { id, definition } = await make();
  const { operator, owner } = server;
  const analyst = await server.person('analyst');
  const told = async () => (await analyst.get(`/api/sops/${id}`)).json as Sop;
  expect(await told()).toMatchObject({ published: null, unpublishedChanges: false });
  expect((await operator.post(`/api/sops/${id}/discard`, { revision: 1 })).json).toMatchObject({ status: 409, code: 'sop_state_refused' });
  expect((await operator.post(`/api/sops/${id}/publish`, { revision: 1 })).json).toMatchObject({ published: definition, unpublishedChanges: false });
  const changed = { ...definition, holdOut: 0.16, steps: definition.steps.map((step) => (step.kind === 'send' ? { ...step, text: '还没有发布的话' } : step)) };
  expect((await operator.call('PUT', `/api/sops/${id}`, { body: { name: '新名字', definition: changed, revision: 1 } })).json).toMatchObject({ definition: changed, published: definition, unpublishedChanges: true });
  expect(await told()).toMatchObject({ definition: changed, published: definition, publishedVersion: 1, unpublishedChanges: true });
  expect((await operator.post(`/api/sops/${id}/discard`, { revision: 1 })).json).toMatchObject({ status: 409, code: 'sop_changed' });
  expect((await analyst.post(`/api/sops/${id}/discard`, { revision: 2 })).status).toBe(403);
  expect((await operator.post(`/api/sops/${id}/discard`, { revision: 2 })).json).toMatchObject({ name: '新名字', definition, published: definition, unpublishedChanges: false, revision: 3, publishedVersion: 1 });
  expect((await operator.post(`/api/sops/${id}/discard`, { revision: 3 })).json).toMatchObject({ revision: 3 });
  const audit = await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("select actor_id, detail from audit_entry where object_id = $1 and action = 'sop.discarded'", [id]));
  expect(audit).toEqual([{ actor_id: operator.userId, detail: { name: '新名字', fields: ['holdOut', 'words'], version: 1, revision: 3 } }]);
  await operator.post(`/api/sops/${id}/end`);
  const { json } = await owner.call('POST', `/api/sops/${id}/discard`, { body: { revision: 3 }, headers: { 'accept-language': 'zh' } });
  expect(json).toMatchObject({ code: 'sop_state_refused', detail: '该 SOP 已经结束，不能再修改。' });
});

test('201: a copy is a new draft with the words of the one it is of, also of one that has ended', async () => {
  const { id } = await make();
  await server.operator.post(`/api/sops/${id}/publish`, { revision: 1 });
  await server.operator.post(`/api/sops/${id}/end`);
  const ended = (await server.operator.get(`/api/sops/${id}`)).json as Sop;
  const { status, json } = await server.operator.post(`/api/sops/${id}/copy`, { name: '上新（副本）' });
  expect([status, json]).toMatchObject([201, { name: '上新（副本）', state: 'draft', publishedVersion: null, endedAtMs: null, revision: 1, definition: ended.definition }]);
  expect((json as Sop).id).not.toBe(id);
  expect((await server.staff.post(`/api/sops/${id}/copy`, { name: 'x' })).status).toBe(403);
});

test('422: a text with an unknown variable is refused at publication with its place', async () => {
  const definition = definitionOf(audienceId, { steps: [{ kind: 'send', id: 's', channel: 'wecom.broadcast', text: '{{ customer.phone }}', confirmWithin: '2d' }] });
  const { id } = (await server.operator.post('/api/sops', { name: '错', definition })).json as Sop;
  const { status, json } = await server.operator.post(`/api/sops/${id}/publish`, { revision: 1 });
  expect([status, json]).toMatchObject([422, { code: 'sop_invalid', errors: [{ pointer: '/definition/steps/0/text' }] }]);
});

test('200: what is wrong is told while it is written, in both languages; 422: a reason is asked for without its outcome', async () => {
  const definition = definitionOf(audienceId, { steps: [{ kind: 'send', id: 's', channel: 'wecom.broadcast', text: '{{ customer.nam }}', confirmWithin: '2d' }] });
  expect((await server.operator.post('/api/sops/check', { definition })).json).toMatchObject({ mistakes: [{ pointer: '/definition/steps/0/text', sentence: { zh: expect.stringContaining('customer.name'), en: expect.stringContaining('customer.name') } }] });
  expect((await server.operator.post('/api/sops/check', { definition: definitionOf(audienceId) })).json).toEqual({ mistakes: [] });
  expect((await server.staff.post('/api/sops/check', { definition })).status).toBe(403);
  const { id } = await make();
  expect((await server.operator.get(`/api/sops/${id}/reach`)).json).toMatchObject({ channel: 'wecom.broadcast', customers: 0, reachable: 0 });
  for (const query of ['outcome=sent', 'step=hello&reason=cap', 'step=hello&outcome=nothing']) expect((await server.operator.get(`/api/sops/${id}/enrollments?${query}`)).status, query).toBe(422);
});

test('422: a definition of another shape is refused', async () => {
  expect((await server.operator.post('/api/sops', { ...body(), definition: { ...definitionOf(audienceId), holdOut: 2 } })).status).toBe(422);
});

test('403, 404, 401: staff change nothing, another brand sees nothing, nobody is not let in', async () => {
  const { id } = await make();
  expect((await server.staff.post('/api/sops', body())).status).toBe(403);
  for (const path of ['', '/result', '/enrollments', '/reach']) expect((await server.other.operator.get(`/api/sops/${id}${path}`)).status).toBe(404);
  expect((await server.other.operator.post(`/api/sops/${id}/end`)).status).toBe(404);
  expect((await server.operator.get(`/api/sops/${formatId('audience', 1n)}`)).status).toBe(404);
  expect((await server.anonymous.get('/api/insights/home')).status).toBe(401);
});

test('200: the list is searched, filtered by state and audience, counted, sorted and paged without a gap', async () => {
  const { workspaceId, operator } = server.other;
  const audiences = createAudiences(server.deps);
  const nobody = { attribute: 'name', is: 'nobody' };
  const [first, second] = [(await audiences.create(workspaceId, { name: '老客', rule: nobody })).id, (await audiences.create(workspaceId, { name: '新客', rule: nobody })).id];
  const add = async (name: string, audience: bigint) => ((await operator.post('/api/sops', { name, definition: definitionOf(audience) })).json as Sop).id;
  const [a, b, c] = [await add('唤醒 A', first), await add('欢迎', second), await add('爱回购', first)];
  await operator.post(`/api/sops/${a}/publish`, { revision: 1 });
  await operator.post(`/api/sops/${b}/publish`, { revision: 1 });
  await operator.post(`/api/sops/${b}/pause`);
  // The published version still begins with the first audience, the draft with the second.
  await operator.call('PUT', `/api/sops/${a}`, { body: { name: '唤醒 A', definition: definitionOf(second), revision: 1 } });
  const list = async (query: string) => (await operator.get(`/api/sops?${query}`)).json as { data: SopRow[]; nextCursor: string | null };
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name);
  const count = async (query: string) => (await operator.get(`/api/sops/count?${query}`)).json;
  expect(await list('')).toMatchObject({ data: [{ id: c, audienceName: '老客', unpublishedChanges: false }, { id: b, audienceName: '新客', unpublishedChanges: false }, { id: a, audienceName: '老客', unpublishedChanges: true }], nextCursor: null });
  expect([await names('sort=name'), await names('sort=-name')]).toEqual([['爱回购', '欢迎', '唤醒 A'], ['唤醒 A', '欢迎', '爱回购']]);
  expect((await names('sort=publishedAt'))[0]).toBe('爱回购');
  expect([await names('q=%E5%94%A4%E9%86%92+a'), await count('q=%E5%94%A4%E9%86%92+a')]).toEqual([['唤醒 A'], { count: 1 }]);
  expect([await names('state=live,paused'), await count('state=draft'), await count('')]).toEqual([['欢迎', '唤醒 A'], { count: 1 }, { count: 3 }]);
  expect(await names(`audience=${formatId('audience', first)}`)).toEqual(['爱回购', '唤醒 A']);
  expect(await names(`audience=${formatId('audience', second)}&state=live`)).toEqual(['唤醒 A']);
  expect(await names('audience=aud_nothing')).toEqual([]);
  expect((await operator.get('/api/sops?state=gone')).status).toBe(422);
  for (const sort of ['name', '-name', 'publishedAt', '-publishedAt', 'createdAt', '-createdAt']) {
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
      walked.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(walked, sort).toEqual(await names(`sort=${sort}`));
  }
  expect((await operator.get(`/api/sops?sort=name&cursor=${(await list('limit=1')).nextCursor}`)).status).toBe(400);
  expect(await server.operator.get('/api/sops?limit=200')).not.toMatchObject({ text: expect.stringContaining(a) });
});

test('every saved change, copy, publication, pause and end is in the audit log, with who did it and what was changed', async () => {
  const { id, definition } = await make();
  const { operator } = server;
  const steps = [...definition.steps.map((step) => (step.kind === 'send' ? { ...step, text: '另一句话' } : step)), { kind: 'wait', id: 'pause', for: '1d' }];
  for (const revision of [1, 2]) expect((await operator.call('PUT', `/api/sops/${id}`, { body: { name: '上新', definition: { ...definition, steps }, revision } })).status).toBe(200);
  await operator.post(`/api/sops/${id}/publish`, { revision: 3 });
  for (const move of ['pause', 'resume', 'end']) await operator.post(`/api/sops/${id}/${move}`);
  expect((await operator.post(`/api/sops/${id}/pause`)).status).toBe(409);
  const copy = (await operator.post(`/api/sops/${id}/copy`, { name: '副本' })).json as Sop;
  const told = (ofId: string) => server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query<{ action: string; actor_id: bigint; detail: unknown }>("select action, actor_id, detail from audit_entry where object_kind = 'sop' and object_id = $1 order by audit_id", [ofId]));
  const rows = await told(id);
  // What was saved as it was is no change.
  expect(rows.map(({ action, actor_id }) => [action, actor_id])).toEqual(['created', 'changed', 'published', 'paused', 'resumed', 'ended'].map((done) => [`sop.${done}`, operator.userId]));
  expect(rows[1]?.detail).toEqual({ name: '上新', fields: ['words', 'stepsAdded'], revision: 2 });
  expect(rows[2]?.detail).toMatchObject({ version: 1, revision: 3 });
  expect(await told(copy.id)).toMatchObject([{ action: 'sop.created', actor_id: operator.userId, detail: { copyOf: '上新' } }]);
});

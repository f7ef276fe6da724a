import type { Audience, HomeNumbers, Job, SampleState, Sop, SopResult, TodayNumbers } from '@homefield/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, parseId } from '../kernel/index.ts';
import { startTestProduct } from '../testing/product.ts';
import type { TestProduct } from '../testing/product.ts';
import { makeBrand } from '../testing/server.ts';
import type { TestBrand } from '../testing/server.ts';

let running: TestProduct;
let brand: TestBrand;
beforeAll(async () => {
  running = await startTestProduct();
  brand = await makeBrand(running.app, running.product.organization, 'a');
}, 60_000);
afterAll(() => running?.close());

/** Jobs, SOPs and the projector side by side, as in the product, until a question has its answer. */
async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await ask();
    if (holds(answer)) return answer;
    await sleep(100);
  }
  throw new Error(`Still ${JSON.stringify(await ask()).slice(0, 300)}.`);
}

test('the sample\'s brand has contacts, and an SOP that ran to its end with a result; its customers are written to by nobody', async () => {
  const { product } = running;
  const { owner, operator, workspaceId } = brand;
  product.runner.start();
  expect((await owner.post('/api/sample')).status).toBe(202);
  const { sopId } = await until(async () => (await operator.get('/api/sample')).json as SampleState, (sample) => sample.state === 'loaded');
  const home = (await operator.get('/api/insights/home')).json as HomeNumbers;
  expect(home.contacts / home.customers).toBeCloseTo(0.6, 1);
  const result = (await operator.get(`/api/sops/${sopId}/result`)).json as SopResult;
  expect(result).toMatchObject({ waiting: 0, windowsOpen: 0, steps: [{ stepId: 'greeting', here: 0, entered: result.enrolled - result.heldOut }] });
  expect(result.enrolled).toBeGreaterThan(300);
  expect(result.sent + result.notConfirmed).toBe(result.enrolled - result.heldOut);
  // What it sold lies well above what the held out bought: it is there to be seen.
  expect(result.liftLow).toBeGreaterThan(0);
  // Its orders count once: as many as were paid in the window.
  const [orders] = await product.db.inWorkspace(workspaceId, (tx) => tx.query<{ told: bigint; there: bigint }>(`
    select (select sum(paid_minor)::bigint from goal_order where workspace_id = $1) as told, (select sum(o.amount)::bigint from enrollment e join customer_order o
      on o.workspace_id = $1 and o.customer_id = e.customer_id and o.ordered_at > e.entered_at and o.ordered_at <= e.goal_until where e.workspace_id = $1) as there`, [workspaceId]));
  expect(orders?.told).toBe(orders?.there);
  const today = (await operator.get('/api/insights/today')).json as TodayNumbers;
  // Its layers are there at once, and are a step that is done when somebody has looked at them.
  expect(today.steps).toEqual({ data: true, layers: false, audience: false, sop: false, result: false });
  expect((await (await brand.apiKey(['read'])).get('/api/models/rfm')).status).toBe(200);
  expect(((await operator.get('/api/insights/today')).json as TodayNumbers).steps.layers).toBe(false);
  expect((await operator.get('/api/models/rfm')).status).toBe(200);
  expect(((await operator.get('/api/insights/today')).json as TodayNumbers).steps).toEqual({ data: true, layers: true, audience: false, sop: false, result: false });
  const audience = (await operator.post('/api/audiences', { name: '好友', rule: { attribute: 'isContact', is: true } })).json as Audience;
  const definition = { trigger: { kind: 'audience_entry', audienceId: audience.id }, goal: { event: 'order.paid', withinDays: 7 }, holdOut: 0, steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '你好' }] };
  const sop = (await operator.post('/api/sops', { name: '问候', definition })).json as Sop;
  expect((await operator.post(`/api/sops/${sop.id}/publish`, { revision: sop.revision, enterPresent: true })).status).toBe(200);
  const own = await until(async () => (await operator.get(`/api/sops/${sop.id}/result`)).json as SopResult, ({ suppressed }) => suppressed >= home.contacts);
  expect(own).toMatchObject({ enrolled: home.contacts, sent: 0, waiting: 0 });
  const reasons = await product.db.inWorkspace(workspaceId, (tx) => tx.query("select distinct reason from message where workspace_id = $1 and state = 'suppressed'", [workspaceId]));
  expect(reasons).toEqual([{ reason: 'suppressed:sample' }]);
  expect((await operator.post(`/api/sops/${sop.id}/end`)).status).toBe(200);
  // What keeps the sample from being written to is neither taken back nor replaced.
  const [{ customer_id: one }] = await product.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint }>('select customer_id from wecom_contact where workspace_id = $1 limit 1', [workspaceId])) as [{ customer_id: bigint }];
  for (const suppression of [null, { reason: 'complaint', untilMs: running.clock.now() + 1_000 }]) {
    expect((await operator.call('PUT', `/api/customers/${formatId('customer', one)}/reach`, { body: { channels: [], suppression } })).json).toMatchObject({ suppression: { reason: 'sample', untilMs: null } });
  }
}, 120_000);

test('an SOP of one\'s own over people of the sample has nobody left when the sample goes, though its audience is counted in the middle of it', async () => {
  const { product } = running;
  const { owner, operator, workspaceId } = brand;
  // What one has made one's own stays: an audience that was changed, a member of staff whom an invitation names.
  const listed = ((await operator.get('/api/audiences?limit=50')).json as { data: Audience[] }).data.find(({ name }) => name.startsWith('样例')) as Audience;
  expect((await operator.call('PUT', `/api/audiences/${listed.id}`, { body: { name: '我的好友', rule: { attribute: 'isContact', is: true }, version: listed.version } })).status).toBe(200);
  const [invited] = ((await operator.get('/api/staff')).json as { data: { id: string; name: string }[] }).data;
  expect((await owner.post('/api/invites', { email: 'staff@example.com', name: '小林', role: 'staff', scope: { kind: 'own' }, staffId: invited?.id })).status).toBe(201);
  const audience = (await operator.post('/api/audiences', { name: '上海', rule: { attribute: 'city', is: '上海' } })).json as Audience;
  const definition = {
    trigger: { kind: 'audience_entry', audienceId: audience.id }, goal: { event: 'order.paid', withinDays: 7 }, holdOut: 0.1,
    steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '你好' }],
  };
  const sop = (await operator.post('/api/sops', { name: '回访', definition })).json as Sop;
  expect((await operator.post(`/api/sops/${sop.id}/publish`, { revision: sop.revision, enterPresent: true })).status).toBe(200);
  await until(async () => (await operator.get(`/api/sops/${sop.id}/result`)).json as SopResult, ({ enrolled }) => enrolled > 400);
  const rows = (table: string) => product.db.inWorkspace(workspaceId, (tx) => tx.query(`select customer_id from ${table} where workspace_id = $1`, [workspaceId]));
  // The audience is counted anew when PostgreSQL has forgotten them and ClickHouse has not.
  const { analytics } = product.engines.clickhouse;
  const write = analytics.write.bind(analytics);
  let again = 0;
  analytics.write = async (...statement) => {
    if (again === 0) {
      await product.audiences.refreshNow(workspaceId, parseId('audience', audience.id));
      again = (await until(() => rows('enrollment'), (found) => found.length > 0)).length;
    }
    return write(...statement);
  };
  expect((await owner.call('DELETE', '/api/sample')).status).toBe(202);
  await until(async () => (await operator.get('/api/jobs')).json as { data: Job[] }, ({ data }) => data.some((job) => job.kind === 'sample.remove' && job.state === 'done'));
  expect(again).toBeGreaterThan(0);
  await product.runner.stop();
  await product.runner.drain();
  expect([await rows('audience_member'), await rows('enrollment')]).toEqual([[], []]);
  // The sample's own work is gone with it, one's own has stayed.
  expect(((await operator.get('/api/sops?sort=createdAt')).json as { data: Sop[] }).data.map(({ name }) => name)).toEqual(['问候', '回访']);
  expect(((await operator.get('/api/staff')).json as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([invited?.id]);
  expect(((await operator.get('/api/audiences?limit=50&sort=createdAt')).json as { data: Audience[] }).data.map(({ name }) => name)).toEqual(['我的好友', '好友', '上海']);
  expect((await operator.get('/api/sample')).json).toMatchObject({ state: 'none', sopId: null });
  expect((await operator.get(`/api/sops/${sop.id}/result`)).json).toMatchObject({ enrolled: 0, heldOut: 0 });
}, 120_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, dayStart, hourMs, localDate, wholeBrand } from '../kernel/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createInsights } from './index.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); }, 60_000);
afterAll(() => world.close());

test('a brand without anything has done none of the first steps, and nothing needs a hand', async () => {
  expect(await createInsights(world.deps).today(wholeBrand(await world.workspace()))).toMatchObject({
    today: { orders: 0, salesMinor: 0, newCustomers: 0 }, people: { active30d: 0, lapsed: 0, lapsedIn30d: 0 }, running: { liveSops: 0, jobs: 0 },
    hands: { messagesWaiting: 0, failedJobs7d: 0, rejectedImports7d: 0, pausedSops: 0, wecomMissing: false }, steps: { data: false, layers: false, audience: false, sop: false, result: false },
  });
});

test('the numbers are those counted by hand, to the millisecond, in the zone of the brand, yesterday until the same time of day', async () => {
  const workspaceId = await world.workspace();
  const nowMs = world.clock.now();
  const midnight = dayStart(localDate(nowMs, 'Asia/Shanghai'), 'Asia/Shanghai');
  let seed = 11;
  const draw = (below: number) => { seed = (seed * 48_271) % 2_147_483_647; return seed % below; };
  const names = ['order.paid', 'order.paid', 'order.refunded', 'message.sent', 'audience.entered', 'class.changed', 'customer.updated', 'page.viewed'];
  const froms = ['no_purchase', 'key_value', 'general_retain'];
  const edges = [nowMs, nowMs + 1, midnight, midnight - 1, midnight - dayMs, midnight - dayMs - 1, nowMs - dayMs, nowMs - dayMs + 1, nowMs - 30 * dayMs, nowMs - 30 * dayMs + 1, nowMs - 365 * dayMs, nowMs - 365 * dayMs + 1, nowMs - 395 * dayMs, nowMs - 395 * dayMs + 1];
  const events = Array.from({ length: 1_500 }, (_, index) => ({
    customerId: BigInt(1 + draw(400)), name: index < 2 * edges.length ? 'order.paid' : names[draw(names.length)] ?? '', amountMinor: BigInt(draw(10_000)),
    occurredAtMs: edges[index % (2 * edges.length)] !== undefined && index < 2 * edges.length ? edges[index % edges.length] ?? nowMs : nowMs - draw(index % 3 === 0 ? 2 : 700) * dayMs - draw(24) * hourMs, source: 'test', subject: `s${index % 2}`, properties: { from: froms[index % 3] ?? '' },
  }));
  await world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, events));
  await world.project();
  const { today, yesterday, people } = await createInsights(world.deps).today(wholeBrand(workspaceId));
  const count = (from: number, to: number, name: string) => events.filter((event) => event.name === name && event.occurredAtMs >= from && event.occurredAtMs <= to);
  for (const [answer, from, to] of [[today, midnight, nowMs], [yesterday, midnight - dayMs, nowMs - dayMs]] as const) {
    const paid = count(from, to, 'order.paid');
    expect(answer).toEqual({
      orders: paid.length, salesMinor: paid.reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0), newCustomers: 0,
      sent: count(from, to, 'message.sent').length, 
      // Out of an audience and in again on one day is once in it.
      entered: new Set(count(from, to, 'audience.entered').map(({ customerId, subject }) => `${customerId} ${subject}`)).size,
      // Whoever was in no class before has got one, and changed none.
      classChanges: count(from, to, 'class.changed').filter(({ properties }) => properties.from !== 'no_purchase').length,
    });
  }
  const past = events.filter((event) => event.occurredAtMs <= nowMs);
  const last = [...Map.groupBy(past.filter(({ name }) => name === 'order.paid'), ({ customerId }) => customerId).values()].map((list) => Math.max(...list.map(({ occurredAtMs }) => occurredAtMs)));
  const acts = past.filter(({ name, occurredAtMs }) => (name === 'order.paid' || name === 'page.viewed') && occurredAtMs > nowMs - 30 * dayMs);
  expect(people).toEqual({
    active30d: new Set(acts.map(({ customerId }) => customerId)).size,
    lapsed: last.filter((ms) => ms <= nowMs - 365 * dayMs).length, lapsedIn30d: last.filter((ms) => ms <= nowMs - 365 * dayMs && ms > nowMs - 395 * dayMs).length,
  });
});

test('what needs a hand is what ended badly within a week and was not tried again, of the jobs that one may see', async () => {
  const workspaceId = await world.workspace();
  const nowMs = world.clock.now();
  const rows: readonly (readonly [id: number, state: string, daysAgo: number, createdBy: number, result: string | null, retryOf: number | null])[] = [
    [1, 'failed', 1, 7, null, null], [2, 'failed', 8, 7, null, null], [3, 'failed', 2, 8, null, null], [4, 'done', 1, 8, '{"rejected":0}', 3],
    [5, 'done', 1, 7, '{"rejected":0,"incomplete":12}', null], [6, 'done', 9, 7, '{"rejected":3}', null], [7, 'failed', 3, 8, null, null], [8, 'canceled', 1, 7, null, null], [9, 'done', 1, 7, '{"exported":4}', null],
  ];
  await world.deps.db.inWorkspace(workspaceId, async (tx) => {
    for (const [id, state, daysAgo, createdBy, result, retryOf] of rows) {
      await tx.query("insert into job (workspace_id, job_id, kind, state, result, created_by, created_at, ended_at, retry_of) values ($1, $2, 'test', $3, $4, $5, $6, $6, $7)", [workspaceId, BigInt(id), state, result, BigInt(createdBy), new Date(nowMs - daysAgo * dayMs), retryOf]);
    }
  });
  const insights = createInsights(world.deps);
  expect((await insights.today(wholeBrand(workspaceId))).hands).toMatchObject({ failedJobs7d: 2, rejectedImports7d: 1 });
  expect((await insights.today(wholeBrand(workspaceId), 8n)).hands).toMatchObject({ failedJobs7d: 1, rejectedImports7d: 0 });
});

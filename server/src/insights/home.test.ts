import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, hourMs, localDate, wholeBrand } from '../kernel/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createInsights } from './index.ts';
import { lastMonths } from './home.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); }, 60_000);
afterAll(() => world.close());

test('the last months are named over the turn of the year', () => {
  expect(lastMonths('2026-02-03', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

test('a brand without anything sees zeros and 24 months', async () => {
  const home = await createInsights(world.deps).home(wholeBrand(await world.workspace()));
  expect(home).toMatchObject({ customers: 0, orders30d: 0, repurchaseRate365d: null, liveSops: 0, messages: { waitingForStaff: 0, sent30d: 0, capped30d: 0 } });
  expect(home.months).toHaveLength(24);
  expect(home.months.at(-1)?.month).toBe('2026-11');
});

test('the numbers of the home page are those counted by hand, to the millisecond and in the zone of the brand', async () => {
  const workspaceId = await world.workspace();
  const nowMs = world.clock.now();
  let seed = 5;
  const draw = (below: number) => { seed = (seed * 48_271) % 2_147_483_647; return seed % below; };
  const names = ['order.paid', 'order.paid', 'order.paid', 'order.refunded', 'order.canceled', 'message.sent', 'message.capped'];
  const edges = [nowMs, nowMs - 30 * dayMs, nowMs - 30 * dayMs + 1, nowMs - 60 * dayMs, nowMs - 365 * dayMs, nowMs - 365 * dayMs + 1, Date.UTC(2026, 9, 31, 16), Date.UTC(2026, 9, 31, 16) - 1];
  const events = Array.from({ length: 2_000 }, (_, index) => ({
    customerId: BigInt(1 + draw(300)), name: names[draw(names.length)] ?? '', amountMinor: BigInt(draw(100_000)),
    occurredAtMs: edges[index] ?? nowMs - draw(800) * dayMs - draw(24) * hourMs, source: 'test', subject: `s${index}`,
  }));
  await world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, events));
  await world.project();
  const home = await createInsights(world.deps).home(wholeBrand(workspaceId));
  const within = (days: number, from = 0) => events.filter((event) => event.occurredAtMs > nowMs - days * dayMs && event.occurredAtMs <= nowMs - from * dayMs);
  const sum = (list: typeof events) => list.reduce((total, event) => total + Number(event.amountMinor), 0);
  const paid = (list: typeof events) => list.filter((event) => event.name === 'order.paid');
  const year = Map.groupBy(paid(within(365)), (event) => event.customerId);
  const away = within(30).filter((event) => event.name === 'order.refunded' || event.name === 'order.canceled');
  expect(home).toMatchObject({
    orders30d: paid(within(30)).length, ordersPrevious30d: paid(within(60, 30)).length, salesMinor30d: sum(paid(within(30))), salesMinorPrevious30d: sum(paid(within(60, 30))),
    netSalesMinor30d: sum(paid(within(30))) - sum(away), activeBuyers365d: year.size,
    repurchaseRate365d: [...year.values()].filter((list) => list.length >= 2).length / year.size,
    messages: { waitingForStaff: 0, sent30d: within(30).filter((event) => event.name === 'message.sent').length, capped30d: within(30).filter((event) => event.name === 'message.capped').length },
  });
  const months = Map.groupBy(paid(events), (event) => localDate(event.occurredAtMs, 'Asia/Shanghai').slice(0, 7));
  for (const { month, ...numbers } of home.months) {
    const list = months.get(month) ?? [];
    expect({ month, ...numbers }).toEqual({ month, orders: list.length, salesMinor: sum(list), buyers: new Set(list.map((event) => event.customerId)).size });
  }
});

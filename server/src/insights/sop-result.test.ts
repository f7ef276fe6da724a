import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomers } from '../customers/index.ts';
import { dayMs, formatId, hourMs, wholeBrand } from '../kernel/index.ts';
import { isHeldOut } from '../sops/index.ts';
import { appendEvents, definitionOf, enteredEvent, openSlice, orderEvent } from '../sops/testing.ts';
import type { SliceWorld } from '../sops/testing.ts';
import { createInsights } from './index.ts';
import { studentQuantile } from './student.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice(); }, 60_000);
afterAll(() => slice.close());

type Order = { customer: number; order: number; kind: 'order.paid' | 'order.refunded' | 'order.canceled'; amount: number; hour: number; stray: boolean };

const orderArbitrary: fc.Arbitrary<Order> = fc.record({
  customer: fc.nat(29), order: fc.nat(2), kind: fc.constantFrom('order.paid', 'order.paid', 'order.paid', 'order.refunded', 'order.canceled'),
  amount: fc.nat(100_000), hour: fc.integer({ min: -20, max: 8 * 24 }), stray: fc.boolean(),
});

/** The same question by hand, one customer and one order at a time. */
function naive(sopId: bigint, orders: readonly Order[], windowHours: number) {
  const groups = { treated: [] as number[], heldOut: [] as number[] };
  let [converted, heldOutConverted] = [0, 0];
  for (let customer = 0; customer < 30; customer += 1) {
    const heldOut = isHeldOut(sopId, BigInt(customer + 1), 0.4);
    let [sales, bought] = [0, false];
    for (let number = 0; number <= 2; number += 1) {
      const mine = orders.filter((each) => each.customer === customer && each.order === number);
      const paid = mine.filter((each) => each.kind === 'order.paid' && each.hour > 0 && each.hour <= windowHours).reduce((total, each) => total + each.amount, 0);
      if (!mine.some((each) => each.kind === 'order.paid' && each.hour > 0 && each.hour <= windowHours)) continue;
      if (mine.some((each) => each.kind === 'order.canceled' && each.hour > 0)) continue;
      const refunded = mine.filter((each) => each.kind === 'order.refunded' && each.hour > 0).reduce((total, each) => total + each.amount, 0);
      sales += Math.max(paid - refunded, 0);
      bought ||= refunded === 0 || paid > refunded;
    }
    groups[heldOut ? 'heldOut' : 'treated'].push(sales);
    converted += bought && !heldOut ? 1 : 0;
    heldOutConverted += bought && heldOut ? 1 : 0;
  }
  const mean = (sales: readonly number[]) => sales.reduce((total, each) => total + each, 0) / sales.length;
  const squares = (sales: readonly number[]) => sales.reduce((total, each) => total + (each - mean(sales)) ** 2, 0);
  const { treated, heldOut } = groups;
  const [n, m] = [treated.length, heldOut.length];
  // Each group borrows the spread of both like as many customers more as the other group has.
  const both = (squares(treated) + squares(heldOut)) / (n + m - 2);
  const first = ((n * squares(treated)) / (n - 1) + m * both) / (n + m) / n;
  const second = ((m * squares(heldOut)) / (m - 1) + n * both) / (n + m) / m;
  const spread = first + second;
  const degrees = Math.min(spread ** 2 / (first ** 2 / (n - 1 + m) + second ** 2 / (m - 1 + n)), n + m - 2);
  const lift = mean(treated) - mean(heldOut);
  const half = spread === 0 ? null : studentQuantile(0.975, degrees) * Math.sqrt(spread);
  return { converted, heldOutConverted, treatedSales: mean(treated) * treated.length, heldOutSales: mean(heldOut) * heldOut.length, lift, low: half === null ? null : lift - half, treated: treated.length };
}

test('the result in SQL is the one counted by hand, whatever the order in which payments, refunds and cancellations arrive', async () => {
  const { world, sops, audiences } = slice;
  const insights = createInsights(world.deps);
  await fc.assert(fc.asyncProperty(fc.array(orderArbitrary, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), async (orders, parts) => {
    const workspaceId = await world.workspace();
    const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
    const sop = await sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut: 0.4, goal: { event: 'order.paid', withinDays: 5 } }) });
    await sops.publish(workspaceId, sop);
    const startMs = world.clock.now();
    await appendEvents(world, workspaceId, Array.from({ length: 30 }, (_, index) => enteredEvent(audience.id, BigInt(index + 1), startMs)));
    await slice.runner.drain();
    for (let part = 0; part < parts; part += 1) {
      await appendEvents(world, workspaceId, orders.filter((_, index) => index % parts === part).map((each) => (
        orderEvent(each.kind, BigInt(each.customer + 1), {
          // The orders 0 and 2 have one number in two sources. A refund that was told before its order knows the number alone.
          number: `o${each.customer}-${each.order % 2}`, amountMinor: BigInt(each.amount), atMs: startMs + each.hour * hourMs,
          ...(each.kind !== 'order.paid' && each.order === 1 && each.stray ? {} : { id: `${each.customer + 1}00${each.order}` }),
        }))));
      await slice.runner.drain();
    }
    const result = await insights.sopResult(wholeBrand(workspaceId), sop.sopId);
    const expected = naive(sop.sopId, orders, 5 * 24);
    expect(result).toMatchObject({ enrolled: 30, treatedCustomers: expected.treated, converted: expected.converted, heldOutConverted: expected.heldOutConverted });
    expect(result.treatedSalesMinor).toBeCloseTo(expected.treatedSales, 5);
    expect(result.heldOutSalesMinor).toBeCloseTo(expected.heldOutSales, 5);
    expect(result.liftPerCustomerMinor).toBeCloseTo(expected.lift, 6);
    if (expected.low === null) expect(result.liftLow).toBeNull();
    else expect(result.liftLow).toBeCloseTo(expected.low, 4);
  }), { numRuns: process.env['HOMEFIELD_LONG'] === undefined ? 8 : 50 });
}, 180_000);

test('an order of amount 0 converts, a goal is told once, and windows close', async () => {
  const { world, sops, audiences } = slice;
  const insights = createInsights(world.deps);
  const workspaceId = await world.workspace();
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const sop = await sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut: 0, goal: { event: 'order.paid', withinDays: 2 } }) });
  await sops.publish(workspaceId, sop);
  const startMs = world.clock.now();
  await appendEvents(world, workspaceId, [1n, 2n, 3n].map((customerId) => enteredEvent(audience.id, customerId, startMs)));
  await slice.runner.drain();
  await slice.goTo(startMs + 3 * hourMs);
  await appendEvents(world, workspaceId, [
    orderEvent('order.paid', 1n, { number: 'a', amountMinor: 0n, atMs: startMs + hourMs }), orderEvent('order.paid', 1n, { number: 'b', amountMinor: 500n, atMs: startMs + 2 * hourMs }),
    orderEvent('order.paid', 2n, { number: 'c', amountMinor: 900n, atMs: startMs }),
  ]);
  await slice.runner.drain();
  const reached = await world.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint; amount: bigint }>(`select customer_id, amount from event_log where workspace_id = $1 and name = 'sop.goal_reached'`, [workspaceId]));
  expect(reached).toEqual([{ customer_id: 1n, amount: 0n }]);
  expect(await insights.sopResult(wholeBrand(workspaceId), sop.sopId)).toMatchObject({ converted: 1, treatedSalesMinor: 500, windowsOpen: 3, suppressed: 3, liftPerCustomerMinor: null, firstPublishedAtMs: startMs, endedAtMs: null, measuredFromMs: startMs, measuredUntilMs: world.clock.now() });
  await slice.goTo(startMs + 3 * dayMs, 12 * hourMs);
  expect(await insights.sopResult(wholeBrand(workspaceId), sop.sopId)).toMatchObject({ converted: 1, windowsOpen: 0, measuredFromMs: startMs, measuredUntilMs: startMs + 2 * dayMs, steps: [{ stepId: 'hello', entered: 3, here: 0, passed: 3 }] });
}, 60_000);

test('who is excluded after entering counts in neither group', async () => {
  const { world, sops, audiences } = slice;
  const { deps } = world;
  const { workspaceId, customerIds: [colleague = 0n, buyer = 0n] } = await slice.brand({ people: 2, staff: 1 });
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const sop = await sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut: 0 }) });
  await sops.publish(workspaceId, sop);
  const startMs = world.clock.now();
  await appendEvents(world, workspaceId, [colleague, buyer].map((customerId) => enteredEvent(audience.id, customerId, startMs)));
  await slice.runner.drain();
  await appendEvents(world, workspaceId, [colleague, buyer].map((customerId) => orderEvent('order.paid', customerId, { number: `x${customerId}`, amountMinor: 700n, atMs: startMs + hourMs })));
  await slice.goTo(startMs + 2 * hourMs);
  await deps.db.inWorkspace(workspaceId, (tx) => createCustomers(deps).exclude(tx, workspaceId, colleague, 'staff'));
  expect(await createInsights(deps).sopResult(wholeBrand(workspaceId), sop.sopId)).toMatchObject({ treatedCustomers: 1, converted: 1, treatedSalesMinor: 700 });
}, 60_000);

test('versions with different hold-outs are compared each for itself: a season that none of them caused is no lift', async () => {
  const { world, sops, audiences } = slice;
  const workspaceId = await world.workspace();
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const definition = (holdOut: number) => definitionOf(audience.id, { holdOut, goal: { event: 'order.paid', withinDays: 5 } });
  const sop = await sops.create(workspaceId, { name: '两季', definition: definition(0.1) });
  const season = async (draft: typeof sop, from: number, spend: number) => {
    await sops.publish(workspaceId, draft);
    const startMs = world.clock.now();
    const customerIds = Array.from({ length: 400 }, (_, index) => BigInt(from + index));
    await appendEvents(world, workspaceId, customerIds.map((id) => enteredEvent(audience.id, id, startMs)));
    await slice.runner.drain();
    await appendEvents(world, workspaceId, customerIds.map((id) => orderEvent('order.paid', id, { number: `o${id}`, id: String(id), amountMinor: BigInt(spend) + (id % 7n) * 100n, atMs: startMs + hourMs })));
    await slice.runner.drain();
  };
  await season(sop, 1, 5_000);
  await season(await sops.change(workspaceId, { sopId: sop.sopId, name: '两季', definition: definition(0.5), revision: sop.revision }), 10_001, 50_000);
  const result = await createInsights(world.deps).sopResult(wholeBrand(workspaceId), sop.sopId);
  // Spending inside a season varies by at most 600.
  expect(Math.abs(result.liftPerCustomerMinor ?? Infinity)).toBeLessThan(100);
  expect([(result.liftLow ?? 0) < 0, (result.liftHigh ?? 0) > 0]).toEqual([true, true]);
  expect(result.treatedCustomers + result.heldOutCustomers).toBe(800);
}, 60_000);

test('who was held out stays so when the share is lowered, and who was treated when it is raised', async () => {
  const { world, sops, audiences } = slice;
  const workspaceId = await world.workspace();
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const definition = (holdOut: number) => definitionOf(audience.id, { holdOut, goal: { event: 'order.paid', withinDays: 1 }, entry: { again: 'after_exit' } });
  let { sopId, revision } = await sops.create(workspaceId, { name: '再来', definition: definition(0.5) });
  for (const share of [0.5, 0, 0.9]) {
    ({ revision } = await sops.change(workspaceId, { sopId, name: '再来', definition: definition(share), revision }));
    await sops.publish(workspaceId, { sopId, revision });
    await appendEvents(world, workspaceId, Array.from({ length: 40 }, (_, index) => enteredEvent(audience.id, BigInt(index + 1), world.clock.now())));
    await slice.runner.drain();
    await slice.goTo(world.clock.now() + 3 * dayMs, 12 * hourMs);
  }
  const rows = await world.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ entries: number; sides: number; held_out: boolean }>(`
    select count(*)::int as entries, count(distinct held_out)::int as sides, bool_or(held_out) as held_out from enrollment where workspace_id = $1 and sop_id = $2 group by customer_id order by customer_id`, [workspaceId, sopId]));
  expect(rows.map(({ entries, sides }) => [entries, sides])).toEqual(Array.from({ length: 40 }, () => [3, 1]));
  expect(rows.map(({ held_out }) => held_out)).toEqual(Array.from({ length: 40 }, (_, index) => isHeldOut(sopId, BigInt(index + 1), 0.5)));
}, 60_000);

test('the figures of a list are those of each result, and nought for who sees nobody of them', async () => {
  const { world, sops, audiences } = slice;
  const insights = createInsights(world.deps);
  const { workspaceId, customerIds } = await slice.brand({ people: 8, staff: 2 });
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const make = async (holdOut: number) => (await sops.publish(workspaceId, await sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut }) }))).sopId;
  const ids = [await make(0.5), await make(0)];
  const startMs = world.clock.now();
  await appendEvents(world, workspaceId, customerIds.map((customerId) => enteredEvent(audience.id, customerId, startMs)));
  await slice.runner.drain();
  await slice.goTo(startMs + 2 * dayMs, 6 * hourMs);
  const results = await Promise.all(ids.map((sopId) => insights.sopResult(wholeBrand(workspaceId), sopId)));
  const shown = [...ids.map((sopId) => formatId('sop', sopId)), 'sop_0000000000000'];
  const { data } = await insights.sopFigures(wholeBrand(workspaceId), shown);
  expect(data).toEqual([...results.map(({ enrolled, sent }, index) => ({ id: shown[index], entered: enrolled, sent })), { id: shown[2], entered: 0, sent: 0 }]);
  expect(data.map(({ entered }) => entered)).toEqual([8, 8, 0]);
  expect(data[0]?.sent).toBeGreaterThan(0);
  expect((await insights.sopFigures({ workspaceId, dataScope: { kind: 'stores', stores: ['别处'] } }, shown)).data.map(({ entered, sent }) => entered + sent)).toEqual([0, 0, 0]);
}, 60_000);

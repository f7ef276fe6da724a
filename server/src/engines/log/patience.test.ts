import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngines } from '../../testing/engines.ts';
import type { TestEngines } from '../../testing/engines.ts';
import { createPatience, untilTold } from './index.ts';
import type { NewEvent } from './index.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); }, 60_000);
afterAll(() => world.close());

const event: NewEvent = { customerId: 1n, name: 'page.viewed', occurredAtMs: Date.UTC(2026, 10, 1), source: 'test' };
const append = (workspaceId: bigint, count = 1) => world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, Array.from({ length: count }, () => event)));
const one = [{ key: 'one', stamp: '' }];

test('a waiter is ready when the projector has passed the end of the log as it was when the waiter came, not a later one', async () => {
  const workspaceId = await world.workspace();
  const patience = createPatience(world.deps.log);
  await append(workspaceId, 3);
  expect(await patience.ready(one)).toEqual(new Set());
  await world.project();
  await append(workspaceId);
  expect(await patience.ready([...one, { key: 'late', stamp: '' }])).toEqual(new Set(['one']));
  await world.project();
  expect(await patience.ready([{ key: 'late', stamp: '' }])).toEqual(new Set(['late']));
});

test('another stamp, and a waiter that was away, begin to wait anew', async () => {
  const workspaceId = await world.workspace();
  const patience = createPatience(world.deps.log);
  await world.project();
  expect(await patience.ready(one)).toEqual(new Set(['one']));
  await append(workspaceId);
  expect(await patience.ready(one)).toEqual(new Set(['one']));
  expect(await patience.ready([{ key: 'one', stamp: 'import 2' }])).toEqual(new Set());
  await world.project();
  await append(workspaceId);
  await patience.ready([]);
  expect(await patience.ready([{ key: 'one', stamp: 'import 2' }])).toEqual(new Set());
});

test('what is committed behind an open transaction is waited for: the projector cannot read it yet', async () => {
  const workspaceId = await world.workspace();
  const patience = createPatience(world.deps.log);
  await world.deps.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('select pg_current_xact_id()');
    await append(workspaceId);
    await world.project();
    expect(await patience.ready(one)).toEqual(new Set());
  });
  await world.project();
  expect(await patience.ready(one)).toEqual(new Set(['one']));
});

test('a request waits for the projector, and gives up when it stays behind', async () => {
  const workspaceId = await world.workspace();
  await append(workspaceId);
  expect(await untilTold(world.deps.log, { waitMs: 0 })).toBe(false);
  const told = untilTold(world.deps.log, { waitMs: 60_000 });
  await world.project();
  expect(await told).toBe(true);
});

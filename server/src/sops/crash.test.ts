import { afterAll, beforeAll, expect, test } from 'vitest';
import { minuteMs } from '../kernel/index.ts';
import { createSops } from './index.ts';
import type { SopDeps } from './index.ts';
import { messageCheckMs } from './sop.ts';
import { appendEvents, countBy, definitionOf, enteredEvent, openSlice } from './testing.ts';
import type { SliceWorld } from './testing.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice(); }, 60_000);
afterAll(() => slice.close());

class Crash extends Error {}

/** An engine of its own over the same database, as another process would be. */
function engineOf(stage: SopDeps['stage']) {
  const { world: { deps }, audiences, messages } = slice;
  const [, , engine] = createSops({ ...deps, audiences, messages, ...(stage && { stage }) }).workers();
  if (!engine) throw new Error('no engine');
  return engine;
}

/** A brand with runs that are all due; nobody steps but the test. */
async function dueRuns(people: number): Promise<{ workspaceId: bigint; sopId: bigint }> {
  const { world, audiences, sops } = slice;
  const workspaceId = await world.workspace();
  const audience = await audiences.create(workspaceId, { name: '空', rule: { attribute: 'name', is: 'nobody' } });
  const sop = await sops.create(workspaceId, { name: '测', definition: definitionOf(audience.id, { holdOut: 0 }) });
  await sops.publish(workspaceId, sop);
  await appendEvents(world, workspaceId, Array.from({ length: people }, (_, index) => enteredEvent(audience.id, BigInt(index + 1), world.clock.now())));
  const [reader] = sops.workers();
  while (await reader?.step() === 'more');
  expect(await countBy(world, workspaceId, 'enrollment', 'phase')).toEqual({ arriving: people });
  return { workspaceId, sopId: sop.sopId };
}

async function expectDoneOnce(workspaceId: bigint, people: number): Promise<void> {
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'phase')).toEqual({ awaiting: people });
  expect(await countBy(slice.world, workspaceId, 'message', 'state')).toEqual({ planned: people });
  expect(await countBy(slice.world, workspaceId, 'event_log', 'name')).toMatchObject({ 'sop.enrolled': people, 'message.planned': people });
}

// The first test: only its own runs are due a day later.
test('a message that ends while an engine looks at its run wakes the run all the same', async () => {
  const { world, sops } = slice;
  const { workspaceId } = await dueRuns(3);
  await engineOf(undefined).step();
  const [reader] = sops.workers();
  world.clock.advanceTo(world.clock.now() + messageCheckMs);
  await engineOf(async (name) => {
    if (name !== 'asked') return;
    // Nobody here is a contact: the verdict ends every message, and the reader hears of it before the engine writes.
    const [judge] = slice.messages.workers();
    while (await judge?.step() === 'more');
    while (await reader?.step() === 'more');
  }).step();
  await engineOf(undefined).step();
  expect(await countBy(world, workspaceId, 'enrollment', 'state')).toEqual({ watching: 3 });
});

test.each(['claimed', 'asked', 'writing'] as const)('an engine that dies when it has %s loses nothing and does nothing twice', async (where) => {
  const { workspaceId } = await dueRuns(300);
  const dying = engineOf((name) => { if (name === where) throw new Crash(); });
  await expect(dying.step()).rejects.toThrow(Crash);
  expect(await countBy(slice.world, workspaceId, 'message', 'state')).toEqual({});
  const living = engineOf(undefined);
  expect(await living.step()).toBe('idle');
  slice.world.clock.advanceTo(slice.world.clock.now() + minuteMs);
  expect(await living.step()).toBe('more');
  await expectDoneOnce(workspaceId, 300);
});

test('an engine that was away too long finds its lease taken and writes nothing', async () => {
  const { workspaceId } = await dueRuns(50);
  const slow = engineOf(async (name) => {
    if (name !== 'asked') return;
    slice.world.clock.advanceTo(slice.world.clock.now() + minuteMs);
    expect(await engineOf(undefined).step()).toBe('more');
  });
  await slow.step();
  await expectDoneOnce(workspaceId, 50);
});

test('a lease that was taken over but not used yet still stops the one who lost it', async () => {
  const { workspaceId } = await dueRuns(20);
  const slow = engineOf(async (name) => {
    if (name !== 'asked') return;
    slice.world.clock.advanceTo(slice.world.clock.now() + minuteMs);
    await expect(engineOf(() => { throw new Crash(); }).step()).rejects.toThrow(Crash);
  });
  await slow.step();
  expect(await countBy(slice.world, workspaceId, 'message', 'state')).toEqual({});
  slice.world.clock.advanceTo(slice.world.clock.now() + minuteMs);
  await engineOf(undefined).step();
  await expectDoneOnce(workspaceId, 20);
});

test('two engines at once, both dying at random moments, do every step exactly once', async () => {
  const { workspaceId } = await dueRuns(6_000);
  let seed = 42;
  const dies = () => { seed = (seed * 48_271) % 2_147_483_647; return seed % 3 === 0; };
  const engines = [1, 2].map(() => engineOf(() => { if (dies()) throw new Crash(); }));
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(engines.map((engine) => engine.step().catch((error: unknown) => { if (!(error instanceof Crash)) throw error; })));
    slice.world.clock.advanceTo(slice.world.clock.now() + minuteMs);
  }
  await expectDoneOnce(workspaceId, 6_000);
}, 60_000);

test('a pause between claim and write holds everything; after the resume it goes on once', async () => {
  const { workspaceId, sopId } = await dueRuns(40);
  await engineOf(async (name) => { if (name === 'asked') await slice.sops.pause(workspaceId, sopId); }).step();
  slice.world.clock.advanceTo(slice.world.clock.now() + 5 * minuteMs);
  expect(await engineOf(undefined).step()).toBe('idle');
  expect(await countBy(slice.world, workspaceId, 'message', 'state')).toEqual({});
  await slice.sops.resume(workspaceId, sopId);
  await engineOf(undefined).step();
  await expectDoneOnce(workspaceId, 40);
});

test('an ended SOP closes its runs and takes back what was not handed over', async () => {
  const { workspaceId, sopId } = await dueRuns(40);
  await engineOf(undefined).step();
  await slice.sops.end(workspaceId, sopId);
  await engineOf(undefined).step();
  expect(await countBy(slice.world, workspaceId, 'enrollment', 'end_reason')).toEqual({ sop_ended: 40 });
  expect(await countBy(slice.world, workspaceId, 'message', 'reason')).toEqual({ sop_ended: 40 });
});

test('an entry that is told twice, or of a customer who is in, begins one run', async () => {
  const { world, sops } = slice;
  const { workspaceId, sopId } = await dueRuns(5);
  const { definition } = await sops.find(workspaceId, sopId);
  await world.deps.db.inWorkspace(workspaceId, (tx) => world.deps.log.append(tx, workspaceId, [1n, 2n, 2n, 9n].map((customerId) => (
    { ...enteredEvent(0n, customerId, world.clock.now()), subject: definition.trigger.audienceId }))));
  const [reader] = sops.workers();
  while (await reader?.step() === 'more');
  expect(await countBy(world, workspaceId, 'enrollment', 'entry')).toEqual({ 0: 6 });
});

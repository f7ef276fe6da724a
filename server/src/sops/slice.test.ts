import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs, hourMs } from '../kernel/index.ts';
import { countBy, definitionOf, everyContact, openSlice } from './testing.ts';
import type { SliceWorld } from './testing.ts';

let slice: SliceWorld;
beforeAll(async () => { slice = await openSlice(); }, 60_000);
afterAll(() => slice.close());

test('an SOP reaches every treated contact through the staff, and no held-out one', async () => {
  const { world, sandbox } = slice;
  const { workspaceId } = await slice.brand({ people: 300, staff: 3 });
  const audience = await slice.audiences.create(workspaceId, { name: '全部好友', rule: everyContact });
  const sop = await slice.sops.create(workspaceId, { name: '上新', definition: definitionOf(audience.id) });
  await slice.sops.publish(workspaceId, sop);
  const startMs = world.clock.now();
  await slice.runner.drain();
  const held = (await countBy(world, workspaceId, 'enrollment', 'held_out'))['true'] ?? 0;
  expect(held).toBeGreaterThan(30);
  expect(held).toBeLessThan(95);
  expect(await countBy(world, workspaceId, 'message', 'state')).toEqual({ handed_over: 300 - held });
  // One text, three staff members: three tasks.
  expect(sandbox.calls.get('externalcontact/add_msg_template')).toBe(3);
  await slice.goTo(startMs + 2 * dayMs, hourMs);
  expect(await countBy(world, workspaceId, 'message', 'state')).toEqual({ sent: 300 - held });
  expect(await countBy(world, workspaceId, 'enrollment', 'state')).toEqual({ watching: 300 });
  const events = await countBy(world, workspaceId, 'event_log', 'name');
  expect(events).toMatchObject({ 'sop.enrolled': 300 - held, 'sop.held_out': held, 'message.planned': 300 - held, 'message.sent': 300 - held });
  await slice.goTo(startMs + 15 * dayMs, 12 * hourMs);
  expect(await countBy(world, workspaceId, 'enrollment', 'state')).toEqual({ ended: 300 });
}, 60_000);

import { createSeededRandomness, dayMs, hourMs, minuteMs } from '../../kernel/index.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecretBox } from '../secret-box.ts';
import { planBroadcasts, receiversMax } from './plan.ts';
import type { Unplanned } from './plan.ts';
import { faultOf, restMs } from './turns.ts';
import { backoffMs, checkReminders, nextPollMs, reminderDue } from './schedule.ts';

const row = (messageId: number, change: Partial<Unplanned> = {}): Unplanned => (
  { workspaceId: 1n, messageId: BigInt(messageId), staffUserId: 'u1', textHash: 'h', confirmWithinMs: 1n, externalUserId: `wm${messageId}`, tryUntilMs: 1_000 - messageId, ...change });

test('one task for each member, text and time to confirm', () => {
  const planned = planBroadcasts([row(1), row(2), row(3, { staffUserId: 'u2' }), row(4, { textHash: 'x' }), row(5, { confirmWithinMs: 2n }), row(6, { workspaceId: 2n })], false);
  expect(planned.map(({ messageIds }) => messageIds)).toEqual([[1n, 2n], [3n], [4n], [5n], [6n]]);
});

test('a broadcast is tried as long as the message that ends first', () => {
  expect(planBroadcasts([row(1), row(3), row(2)], false).map(({ tryUntilMs }) => tryUntilMs)).toEqual([997]);
});

test('a group that may be incomplete waits for the next round, a full one does not', () => {
  expect(planBroadcasts([row(1), row(2, { staffUserId: 'u2' })], true).map(({ staffUserId }) => staffUserId)).toEqual(['u1']);
  expect(planBroadcasts(Array.from({ length: receiversMax }, (_, index) => row(index)), true)[0]?.messageIds).toHaveLength(receiversMax);
});

test('a call names each customer once: the second message waits', () => {
  expect(planBroadcasts([row(1), row(2, { externalUserId: 'wm1' })], false).map(({ messageIds }) => messageIds)).toEqual([[1n]]);
});

test('no message is planned twice, none of a complete read with distinct customers is left out', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 100 }), (pairs) => {
    const rows = pairs.map(([staff, text], index) => row(index, { staffUserId: `u${staff}`, textHash: `t${text}` }));
    const ids = planBroadcasts(rows, false).flatMap(({ messageIds }) => messageIds);
    expect(ids.toSorted()).toEqual(rows.map(({ messageId }) => messageId).toSorted());
  }));
});

test('polls after 1, 5, 15 and 60 minutes, then hourly, after a day every six hours, and exactly at the end of the time to confirm', () => {
  const broadcast = { createdMs: 0, confirmUntilMs: 2 * dayMs };
  expect([0, 1, 5, 30].map((minutes) => nextPollMs(broadcast, minutes * minuteMs) / minuteMs)).toEqual([1, 5, 15, 60]);
  expect(nextPollMs(broadcast, 26 * hourMs)).toBe(32 * hourMs);
  expect(nextPollMs(broadcast, 5 * hourMs)).toBe(6 * hourMs);
  expect(nextPollMs(broadcast, 2 * dayMs - minuteMs)).toBe(2 * dayMs);
});

test('staff are reminded once after four hours, by day, while there is time', () => {
  const createdMs = Date.parse('2026-11-22T10:00:00+08:00');
  const broadcast = { createdMs, confirmUntilMs: createdMs + 2 * dayMs, reminders: 0 };
  const due = (ms: number, change = {}) => reminderDue({ ...broadcast, ...change }, [4 * hourMs], { ms, zone: 'Asia/Shanghai' });
  expect(due(createdMs + 4 * hourMs - 1)).toBe(false);
  expect(due(createdMs + 4 * hourMs)).toBe(true);
  expect(due(createdMs + 12 * hourMs)).toBe(false);
  expect(due(createdMs + 4 * hourMs, { reminders: 1 })).toBe(false);
  expect(due(createdMs + 2 * dayMs)).toBe(false);
  expect(() => checkReminders([1, 2, 3, 4].map((hours) => hours * hourMs))).toThrow(/3 reminders/);
  expect(backoffMs(0)).toBe(minuteMs);
  expect(backoffMs(99)).toBe(hourMs);
});

test('a sealed secret opens in its own workspace only, and not after a change', () => {
  const box = createSecretBox({ secretKey: Buffer.alloc(32, 7), randomness: createSeededRandomness(1) });
  const sealed = box.seal(1n, 'the secret');
  expect(sealed.includes('the secret')).toBe(false);
  expect(box.open(1n, sealed)).toBe('the secret');
  expect(() => box.open(2n, sealed)).toThrow(/cannot be read/);
  expect(() => box.open(1n, Buffer.concat([sealed.subarray(0, -1), Buffer.from([1])]))).toThrow(/cannot be read/);
  expect(box.seal(1n, 'the secret').equals(sealed)).toBe(false);
});

test('a connection rests longer after every fault in a row, at most half an hour; lost answers are forgiven twice, refused credentials never', () => {
  expect([1, 2, 3, 4, 9].map((failures) => restMs('silent', failures) / minuteMs)).toEqual([0, 0, 1, 2, 30]);
  expect([1, 2, 3, 6].map((failures) => restMs('refused', failures) / minuteMs)).toEqual([1, 2, 4, 30]);
});

test('what one member or one text is refused for is no fault of the connection', () => {
  expect([40_001, 60_020, -9_001, -9_002].map((code) => faultOf({ code }))).toEqual(['refused', 'refused', 'silent', 'silent']);
  expect([84_074, 41_054, 60_011, 45_009, -1, -9_003].map((code) => faultOf({ code }))).toEqual([null, null, null, null, null, null]);
});

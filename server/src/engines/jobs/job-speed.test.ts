import { expect, test } from 'vitest';
import { createJobSpeed, leftMsOf } from './job-speed.ts';

function measuring() {
  let atMs = 0;
  const speed = createJobSpeed({ elapsedMs: () => atMs });
  return { speed, at: (ms: number, done?: number, unit = 'rows') => { atMs = ms; if (done !== undefined) speed.sample({ done, total: 1_000_000, unit }); } };
}

test('the speed is that of the last ten seconds, the overall one that of the whole attempt', () => {
  const { speed, at } = measuring();
  for (let second = 0; second <= 20; second += 1) at(second * 1_000, second * 100);
  for (let second = 21; second <= 40; second += 1) at(second * 1_000, 2_000 + (second - 20) * 1_000);
  expect(speed.now()).toBe(1_000);
  expect(speed.overall()).toBe(22_000 / 40);
});

test('nothing is said before a second of progress was seen, and what an earlier attempt did is not counted', () => {
  const { speed, at } = measuring();
  at(0, 50_000);
  at(900, 50_100);
  expect([speed.now(), speed.overall()]).toEqual([null, null]);
  at(2_000, 50_200);
  expect([speed.now(), speed.overall()]).toEqual([100, 100]);
});

test('the speed of a job that halts sinks, and a new stage in another unit is counted anew', () => {
  const { speed, at } = measuring();
  for (let second = 0; second <= 10; second += 1) at(second * 1_000, second * 100);
  at(40_000);
  expect(speed.now()).toBeLessThan(5);
  at(41_000, 10, 'steps');
  expect(speed.now()).toBeNull();
  at(43_000, 30, 'steps');
  expect(speed.now()).toBe(10);
});

test('time left follows from what is left and the speed, and is not said without either', () => {
  expect(leftMsOf({ done: 400, total: 1_000, unit: 'rows', perSecond: 200 })).toBe(3_000);
  expect(leftMsOf({ done: 400, total: 0, unit: 'rows', perSecond: 200 })).toBeNull();
  expect(leftMsOf({ done: 400, total: 1_000, unit: 'rows', perSecond: null })).toBeNull();
  expect(leftMsOf({ done: 400, total: 1_000, unit: 'rows', perSecond: 0 })).toBeNull();
});

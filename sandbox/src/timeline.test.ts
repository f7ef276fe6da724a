import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { Timeline } from './timeline.ts';

test('things happen in time order, at one instant in the order they were planned, and never before they are due', () => {
  const random = createRandom(1, 'timeline');
  const timeline = new Timeline({ now: () => 0 });
  const done: Array<[number, number]> = [];
  for (let i = 0; i < 2_000; i += 1) {
    const due = random.int(300);
    timeline.plan(due, () => { expect(timeline.now()).toBe(due); done.push([due, i]); });
  }
  timeline.advanceTo(149);
  expect(done.every(([due]) => due <= 149)).toBe(true);
  timeline.advanceTo(1_000);
  expect(done).toHaveLength(2_000);
  expect(done).toEqual(done.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
});

test('what is planned while things happen is carried out in the same run when due', () => {
  const timeline = new Timeline({ now: () => 0 });
  const done: string[] = [];
  timeline.plan(10, () => { done.push('a'); timeline.plan(15, () => done.push('b')); timeline.plan(99, () => done.push('late')); });
  expect(timeline.advanceTo(20)).toBe(2);
  expect(done).toEqual(['a', 'b']);
  expect(timeline.nextAt()).toBe(99);
});

test('a step that fails leaves the clock usable and the rest in place', () => {
  const timeline = new Timeline({ now: () => 7 });
  timeline.plan(1, () => { throw new Error('broken'); });
  timeline.plan(2, () => undefined);
  expect(() => timeline.advanceTo(5)).toThrow('broken');
  expect(timeline.now()).toBe(7);
  expect(timeline.advanceTo(5)).toBe(1);
});

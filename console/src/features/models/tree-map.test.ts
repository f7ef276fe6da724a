import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areasOf, type Area } from './tree-map.ts';

it('areas are in proportion to their sizes, fill the map and do not overlap', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 }), fc.double({ min: 0.5, max: 3, noNaN: true }), (sizes, ratio) => {
    const areas = areasOf(sizes, ratio);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    areas.forEach((area, index) => (sizes[index] === 0 ? expect(area).toBeUndefined() : expect(area && area.width * area.height).toBeCloseTo((sizes[index] ?? 0) / total, 9)));
    const there = areas.filter((area) => area !== undefined);
    for (const { x, y, width, height } of there) for (const edge of [x, y, 1 - x - width, 1 - y - height]) expect(edge).toBeGreaterThan(-1e-9);
    const overlap = (one: Area, other: Area) => Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > 1e-9 && Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) > 1e-9;
    there.forEach((one, index) => expect(there.slice(index + 1).some((other) => overlap(one, other))).toBe(false));
  }));
});

it('the example of its authors comes out as they draw it', () => {
  // 6, 6, 4, 3, 2, 2, 1 on a map of 6 by 4: the first two stand at the left, 3 wide and 2 high each.
  const [first, second, third] = areasOf([6, 6, 4, 3, 2, 2, 1], 6 / 4);
  const close = (area: Area | undefined, [x, y, width, height]: readonly number[]) => expect([area?.x, area?.y, area?.width, area?.height].map((value) => value?.toFixed(6))).toEqual([x, y, width, height].map((value) => value?.toFixed(6)));
  close(first, [0, 0, 0.5, 0.5]);
  close(second, [0, 0.5, 0.5, 0.5]);
  close(third, [0.5, 0, 12 / 7 / 6, 7 / 3 / 4]);
});

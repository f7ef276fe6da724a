import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIds, formatId, idInstantMs, parseId, workerMax } from './id.ts';
import { Problem } from './problem.ts';

describe('ids', () => {
  test('what is shown reads back as the same number, and sorts as the numbers do', () => {
    const id = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n });
    fc.assert(fc.property(id, id, (a, b) => {
      expect(parseId('customer', formatId('customer', a))).toBe(a);
      expect(formatId('customer', a) < formatId('customer', b)).toBe(a < b);
    }));
  });

  test('the id of another kind, or a text that is none, is refused as not found', () => {
    for (const text of [formatId('order', 5n), 'cus_', 'cus_000000000000u', '', 'cus_zzzzzzzzzzzzz', 'cus_0000000000001x']) {
      expect(() => parseId('customer', text)).toThrow(Problem);
    }
  });

  test('ids of one process rise strictly, even when the clock stands still or goes back', () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const ids = createIds({ now: () => nowMs, worker: 3 });
    const made: bigint[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      if (index === 5_000) nowMs -= 60_000;
      made.push(ids.next('customer'));
    }
    for (let index = 1; index < made.length; index += 1) expect(made[index]! > made[index - 1]!).toBe(true);
    expect(idInstantMs(made[0]!)).toBe(Date.UTC(2026, 0, 1));
  });

  test('a block has the ids that would have come one by one, and the next one comes after it', () => {
    const [one, other] = [createIds({ now: () => 5, worker: 1 }), createIds({ now: () => 5, worker: 1 })];
    const single = Array.from({ length: 9_001 }, () => one.next('customer'));
    other.next('customer');
    const block = other.block('customer', 8_999);
    expect(Array.from({ length: 8_999 }, (_, place) => block(place))).toEqual(single.slice(1, 9_000));
    expect(other.next('customer')).toBe(single[9_000]);
  });

  test('two workers never make the same id', () => {
    const made = [0, 1, workerMax].flatMap((worker) => {
      const ids = createIds({ now: () => Date.UTC(2026, 0, 1), worker });
      return Array.from({ length: 5_000 }, () => ids.next('order'));
    });
    expect(new Set(made).size).toBe(15_000);
  });

  test('extra ids of one kind leave those of another as they were', () => {
    const plain = createIds({ now: () => Date.UTC(2026, 0, 1), worker: 0 });
    const busy = createIds({ now: () => Date.UTC(2026, 0, 1), worker: 0 });
    for (let index = 0; index < 100; index += 1) busy.next('job');
    expect(busy.next('customer')).toBe(plain.next('customer'));
  });
});

import { describe, expect, it } from 'vitest';
import { isMoment, measureRule, RuleShape, windowSeconds } from './rule.ts';

const good: unknown[] = [
  { attribute: 'city', in: ['上海', '杭州'] },
  { attribute: 'createdAt', within: '30d' },
  { event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 },
  { event: 'product.viewed', where: { category: { is: '精华' } }, count: { atLeast: 3 }, within: '14d' },
  { not: { event: 'order.paid', within: '30d' } },
  { event: 'order.paid', absent: true, between: ['2026-06-01', '2026-06-18'] },
  { model: 'rfm', class: 'key_win_back' },
  { model: 'rfm', class: ['key_value', 'key_growth'] },
  { audience: 'aud_0b3k5m7n9p1q2' },
  { all: [{ any: [{ attribute: 'city', is: '上海' }, { attribute: 'city', exists: false }] }, { event: 'order.paid' }] },
];
const bad: [string, unknown][] = [
  ['an empty all', { all: [] }],
  ['no kind', {}],
  ['two kinds', { attribute: 'city', is: '上海', event: 'order.paid' }],
  ['an attribute without a test', { attribute: 'city' }],
  ['an unknown test', { attribute: 'city', equals: '上海' }],
  ['a key that could leave its quotes', { attribute: 'a`b', is: 'x' }],
  ['a window without a unit', { event: 'order.paid', within: '90' }],
  ['a window beyond ten years', { event: 'order.paid', within: '9999d' }],
  ['a day that no calendar has', { event: 'order.paid', between: ['2026-02-30', '2026-03-01'] }],
  ['two periods', { event: 'order.paid', within: '9d', between: ['2026-02-01', '2026-03-01'] }],
  ['a sum without a limit', { event: 'order.paid', sum: 'amount' }],
  ['a limit without a sum', { event: 'order.paid', atLeast: 5 }],
  ['a count and a sum', { event: 'order.paid', sum: 'amount', atLeast: 5, count: { atLeast: 1 } }],
  ['a range that nothing can meet', { event: 'order.paid', count: { atLeast: 3, atMost: 2 } }],
  ['a list of 1,001 values', { attribute: 'city', in: Array.from({ length: 1_001 }, (_, index) => `c${index}`) }],
  ['51 conditions', { all: [{ all: Array(26).fill({ event: 'order.paid' }) }, { all: Array(25).fill({ event: 'order.paid' }) }] }],
  ['nine levels', nested(8)],
];

function nested(levels: number): unknown {
  return levels === 0 ? { event: 'order.paid' } : { not: nested(levels - 1) };
}

describe('the rule shape', () => {
  it.each(good.map((rule) => [JSON.stringify(rule), rule]))('accepts %s', (_text, rule) => {
    expect(RuleShape.safeParse(rule).success).toBe(true);
    expect(RuleShape.parse(rule)).toEqual(rule);
  });

  it.each(bad)('refuses %s', (_title, rule) => {
    expect(RuleShape.safeParse(rule).success).toBe(false);
  });

  it('accepts eight levels and refuses a depth of 100,000 without exhausting the stack', () => {
    expect(RuleShape.safeParse(nested(7)).success).toBe(true);
    let deep: unknown = { event: 'order.paid' };
    for (let level = 0; level < 100_000; level += 1) deep = { not: deep };
    expect(measureRule(deep).depth).toBe(9);
    expect(RuleShape.safeParse(deep).success).toBe(false);
  });
});

it('windows are read to the second', () => {
  expect(['45s', '30m', '24h', '90d', '2w'].map(windowSeconds)).toEqual([45, 1_800, 86_400, 7_776_000, 1_209_600]);
  expect(['0d', '-1d', '1.5d', '1y', '', '3650d'].map(windowSeconds)).toEqual([null, null, null, null, null, 315_360_000]);
});

it('a moment is a real day or an instant with its offset', () => {
  expect(['2026-02-28', '2026-06-18T20:00+08:00', '2026-06-18T20:00:00.5Z'].map(isMoment)).toEqual([true, true, true]);
  expect(['2026-02-29', '2026-06-18T20:00', '2026-6-8', '618'].map(isMoment)).toEqual([false, false, false, false]);
});

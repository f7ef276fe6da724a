import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const zh = createFormat({ language: 'zh', zone: 'Asia/Shanghai', currency: 'CNY' });
const en = createFormat({ language: 'en', zone: 'Asia/Shanghai', currency: 'CNY' });
const at = (text: string) => new Date(text).getTime();

describe('numbers and money', () => {
  it('say 万 and 亿 in Chinese, never 10,000万', () => {
    expect([9_999, 10_000, 48_216, 1_234_567, 23_456_789, 99_994_999, 99_995_000, 123_456_789].map(zh.compactCount)).toEqual(['9,999', '1万', '4.82万', '123.5万', '2,346万', '9,999万', '1亿', '1.23亿']);
    expect([-4_870_000, 103_284_760, 999_940, 298_394, 12_345].map(zh.compactMoney)).toEqual(['-¥4.87万', '¥103.3万', '¥9,999', '¥2,984', '¥123.45']);
    expect([10_169_000, 4_813_400, 99_999_400, 103_284_760, 123_456].map(en.compactMoney)).toEqual(['¥101.7K', '¥48.1K', '¥1M', '¥1.03M', '¥1,235']);
  });

  it('show money with its minor units, and the currency decides how many there are', () => {
    expect([zh.money(123_450), en.money(123_450), zh.money(0), zh.money(null)]).toEqual(['¥1,234.50', '¥1,234.50', '¥0.00', '–']);
    expect(createFormat({ language: 'en', zone: 'Asia/Tokyo', currency: 'JPY' }).money(1_234)).toBe('¥1,234');
  });

  it('count days by the calendar of the brand, and hours within a day', () => {
    const now = at('2026-11-23T01:12:00Z');
    expect(['2026-11-23T00:30:00Z', '2026-11-22T16:30:00Z', '2026-11-22T15:30:00Z', '2026-11-21T07:02:00Z', '2026-11-20T03:30:00Z', '2026-11-24T15:00:00Z', '2026-09-01T00:00:00Z'].map((text) => zh.relative(at(text), now)))
      .toEqual(['42 分钟前', '8 小时前', '昨天', '前天', '3 天前', '明天', '9月1日']);
  });

  it('give a change its sign, and none where there is nothing to compare with', () => {
    expect([zh.change(4_467, 3_920), zh.change(90, 100), zh.change(5, 0)]).toEqual(['+14%', '-10%', null]);
  });
});

describe('days and times', () => {
  it('are those of the brand, whatever the browser is set to', () => {
    expect([zh.day(at('2026-11-22T16:30:00Z'), at('2026-12-01T00:00:00Z')), zh.time(at('2026-11-22T16:30:00Z')), zh.dayKey(at('2026-11-22T16:30:00Z'))]).toEqual(['11月23日', '00:30', '2026-11-23']);
    expect([zh.day(at('2025-11-22T02:00:00Z'), at('2026-11-22T02:00:00Z')), en.day(at('2025-11-22T02:00:00Z'), at('2026-11-22T02:00:00Z')), zh.month('2026-09'), en.month('2026-09')]).toEqual(['2025年11月22日', 'Nov 22, 2025', '2026年9月', 'Sep 2026']);
  });

  it('tell distances up to a month, then the day', () => {
    const now = at('2026-11-22T06:00:00Z');
    expect([30_000, 300_000, 7_200_000, 86_400_000, 40 * 86_400_000].map((ago) => zh.relative(now - ago, now))).toEqual(['现在', '5 分钟前', '2 小时前', '昨天', '10月13日']);
    expect([34_000, 125_000, 3_700_000, 100].map(zh.duration)).toEqual(['34 秒', '2 分 5 秒', '1 小时 1 分', '< 1 秒']);
  });
});

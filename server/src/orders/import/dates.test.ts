import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, localTime } from '../../kernel/index.ts';
import { createInstants, openOrder, readDate } from './dates.ts';

const zone = 'Asia/Shanghai';
const toInstant = createInstants(zone);
const at = (text: string, order?: 'day-first' | 'month-first') => {
  const reading = readDate(text, order);
  return reading && new Date(toInstant(reading)).toISOString();
};
const midnight = '2024-01-30T16:00:00.000Z';
const morning = '2024-01-31T00:05:00.000Z';

describe('dates are read as shops, Excel and programs write them, in the zone of the workspace', () => {
  it.each([
    ['2024-01-31', midnight], ['2024/1/31', midnight], ['2024.01.31', midnight], ['31.01.2024', midnight], ['31.1.24', midnight], ['2024年1月31日', midnight],
    ['20240131', midnight], ['45322', midnight], ['2024-01-31 08:05', morning], ['2024/1/31 8:05', morning], ['2024/1/31 8:05:00', morning], ['2024-01-31T08:05:00', morning],
    ['2024年1月31日 8:05', morning], ['2024年1月31日 8时05分', morning], ['2024年1月31日 8点05分00秒', morning], ['20240131 08:05', morning], ['20240131080500', morning], ['31.01.2024 08:05', morning],
    ['2024/1/31 上午 8:05', morning], ['2024/1/31 上午8:05', morning], ['2024-01-31 8:05 AM', morning], ['２０２４－０１－３１　０８：０５', morning],
    ['2024-01-31T00:05:00Z', morning], ['2024-01-31T08:05:00+08:00', morning], ['2024-01-30 19:05:00-0500', morning], ['2024-01-31T00:05:00.000Z', morning],
    ['1706659500', morning], ['1706659500000', morning], ['45322.3368055556', morning],
    ['2024/1/31 下午 8:05', '2024-01-31T12:05:00.000Z'], ['2024-01-31 12:05 AM', '2024-01-30T16:05:00.000Z'], ['2024-01-31 12:05 PM', '2024-01-31T04:05:00.000Z'],
  ])('%s', (text, expected) => expect(at(text)).toBe(expected));

  it('31/1/2024 and 1/31/2024 by the order that the column decided, and not at all without one', () => {
    expect([at('31/1/2024', 'day-first'), at('1/31/2024', 'month-first'), at('31/1/2024'), at('1/31/2024'), at('3/4/2024')]).toEqual([midnight, midnight, undefined, undefined, undefined]);
    expect(at('12/1/2010 8:26', 'month-first')).toBe('2010-12-01T00:26:00.000Z');
    expect(at('31/1/2024', 'month-first')).toBeUndefined();
  });

  it.each(['', ' ', '2024-02-30', '2024-13-01', '2023-02-29', '2024-01-31 24:00', '2024-01-31 08:60', '2024-1', '31.13.2024', '0', '-1', '12345', '1e5', '合计', 'NaN', '2024-01-31 13:05 AM', '2024-01-31x', '99999999'])(
    'refuses "%s"', (text) => expect(readDate(text, 'day-first')).toBeUndefined());
});

it('only texts whose order is open say so', () => {
  expect(['3/4/2024', '31/1/2024', '12-31-2023 8:00', '3/4/24'].map(openOrder)).toEqual([[3, 4], [31, 1], [12, 31], [3, 4]]);
  expect(['2024/3/4', '31.1.2024', '20240304', '45322', '', '2024-01-31T00:05:00Z'].map(openOrder)).toEqual(Array(6).fill(undefined));
});

const days = fc.record({ year: fc.integer({ min: 1990, max: 2099 }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }), second: fc.integer({ min: 0, max: 86_399 }) });
const two = (value: number) => String(value).padStart(2, '0');

it('every instant is read back from each way of writing it', () => {
  fc.assert(fc.property(days, fc.constantFrom('Asia/Shanghai', 'Europe/London', 'America/New_York', 'UTC'), ({ year, month, day, second: ofDay }, local) => {
    const [hour, minute, second] = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60];
    const instant = instantOf({ year, month, day, hour, minute, second }, local);
    const time = `${two(hour)}:${two(minute)}:${two(second)}`;
    const texts: [string, 'day-first' | 'month-first' | undefined][] = [
      [`${year}-${two(month)}-${two(day)} ${time}`, undefined], [`${year}/${month}/${day} ${hour}:${two(minute)}:${two(second)}`, undefined], [`${two(day)}.${two(month)}.${year} ${time}`, undefined],
      [`${year}年${month}月${day}日 ${time}`, undefined], [`${year}${two(month)}${two(day)}${time.replaceAll(':', '')}`, undefined],
      [`${day}/${month}/${year} ${time}`, 'day-first'], [`${month}/${day}/${year} ${time}`, 'month-first'], [new Date(instant).toISOString(), undefined],
    ];
    const instants = createInstants(local);
    for (const [text, order] of texts) {
      const reading = readDate(text, order);
      expect(reading, text).toBeDefined();
      if (reading) expect(instants(reading), text).toBe(instant);
    }
  }));
});

it('a date without a time is 00:00 in the zone, also on days on which clocks change', () => {
  fc.assert(fc.property(days, fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Shanghai', 'America/Sao_Paulo'), ({ year, month, day }, local) => {
    const reading = readDate(`${year}-${two(month)}-${two(day)}`);
    const shown = reading && localTime(createInstants(local)(reading), local);
    expect(shown).toMatchObject({ year, month, day });
  }));
});

it('no text makes the reader throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d/\-.:年月日 ]{0,25}$/)), (text) => {
    const reading = readDate(text, 'day-first');
    if (reading) expect(Number.isFinite(toInstant(reading))).toBe(true);
  }));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayStart, instantOf, localDate, localTime } from './zone.ts';

describe('zones', () => {
  test('a day in Shanghai begins at 16:00 UTC of the day before', () => {
    expect(dayStart('1998-07-01', 'Asia/Shanghai')).toBe(Date.UTC(1998, 5, 30, 16));
    expect(localDate(Date.UTC(1998, 5, 30, 16), 'Asia/Shanghai')).toBe('1998-07-01');
    expect(localDate(Date.UTC(1998, 5, 30, 16) - 1, 'Asia/Shanghai')).toBe('1998-06-30');
  });

  test('the summer time that China kept from 1986 to 1991 is heeded', () => {
    expect(dayStart('1990-07-01', 'Asia/Shanghai')).toBe(Date.UTC(1990, 5, 30, 15));
  });

  test('a reading that the clocks skip becomes the instant after the gap, one that they show twice the earlier', () => {
    const reading = (month: number, day: number, hour: number, minute: number) => ({ year: 2026, month, day, hour, minute, second: 0 });
    expect(instantOf(reading(3, 29, 2, 30), 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(instantOf(reading(10, 25, 2, 30), 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  test('reading the clock of an instant and going back gives the instant (or the earlier one that shows the same)', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe');
    fc.assert(fc.property(zones, fc.integer({ min: 0, max: 2_000_000_000 }), (zone, seconds) => {
      const back = instantOf(localTime(seconds * 1000, zone), zone);
      expect(seconds * 1000 - back === 0 || (seconds * 1000 - back > 0 && seconds * 1000 - back <= 3_600_000)).toBe(true);
      expect(localTime(back, zone)).toEqual(localTime(seconds * 1000, zone));
    }), { numRuns: 300 });
  });

  test('an unknown zone is refused by name', () => expect(() => localTime(0, 'Asia/Shangai')).toThrow('Asia/Shangai'));
});

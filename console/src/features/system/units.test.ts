import { expect, it } from 'vitest';
import { bytesText } from './units.ts';

it('writes bytes in the unit that fits', () => {
  expect([0, 1, 1_023, 1_024, 1_536, 150 * 2 ** 20, 2.5 * 2 ** 30, 3 * 2 ** 40].map(bytesText)).toEqual(['0 B', '1 B', '1023 B', '1 KB', '1.5 KB', '150 MB', '2.5 GB', '3 TB']);
});

import { expect, test } from 'vitest';
import { forgetRecent, rememberRecent, useLooked } from './recent.ts';

test('what was looked at is each user\'s own, the latest first, and forgotten together', () => {
  for (let index = 0; index < 10; index += 1) rememberRecent('usr_1', { kind: 'customer', id: `cus_${index}`, name: `${index}` });
  rememberRecent('usr_1', { kind: 'customer', id: 'cus_5', name: 'again' });
  rememberRecent('usr_2', { kind: 'sop', id: 'sop_1', name: 'of another brand' });
  expect(useLooked.getState()['usr_1']?.map(({ id }) => id)).toEqual(['cus_5', 'cus_9', 'cus_8', 'cus_7', 'cus_6', 'cus_4', 'cus_3', 'cus_2']);
  expect(useLooked.getState()['usr_2']).toHaveLength(1);
  forgetRecent();
  expect(useLooked.getState()).toEqual({});
});

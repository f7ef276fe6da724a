import { customerBulk, customerExport } from '@homefield/contract';
import { expect, it } from 'vitest';
import { chosenOf } from './chosen.ts';

const values = { city: '上海', ordersFrom: '2', lastOrderTo: '2026-08-24' };

it('chosen rows go by their ids, all of them by the filter as it is, and "all but these" with those who were let go', () => {
  expect(chosenOf({ selection: { all: false, keys: new Set(['cus_1']) } }, values)).toEqual({ ids: ['cus_1'] });
  expect(chosenOf({ selection: { all: true, keys: new Set() } }, values)).toEqual({ city: '上海', ordersFrom: 2, lastOrderTo: '2026-08-24' });
  expect(chosenOf({ selection: { all: true, keys: new Set(['cus_1']) } }, { city: '上海' })).toEqual({ city: '上海', except: ['cus_1'] });
});

it('the server takes what is chosen', () => {
  const chosen = chosenOf({ selection: { all: true, keys: new Set() } }, values);
  const butOne = chosenOf({ selection: { all: true, keys: new Set(['cus_0000000000001']) } }, values);
  for (const one of [chosen, butOne]) {
    expect(customerExport.safeParse(one).success).toBe(true);
    expect(customerBulk.safeParse({ action: 'exclude', reason: '测试', q: '', ...one }).success).toBe(true);
  }
  expect(customerExport.safeParse({ ids: ['cus_0000000000001'], except: ['cus_0000000000001'] }).success).toBe(false);
  expect(customerBulk.safeParse({ action: 'exclude', reason: '测试' }).success).toBe(false);
  expect(customerBulk.safeParse({ action: 'exclude', reason: '测试', ordersTo: null }).success).toBe(false);
});

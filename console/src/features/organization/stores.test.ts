import type { User } from '@homefield/contract';
import { describe, expect, it } from 'vitest';
import { scopeInput, scopeValuesOf } from './scope-values.ts';
import { regionsOf, shownStores } from './store-regions.ts';

const stores = [{ name: '南京店', region: null }, { name: '徐汇店', region: '上海大区' }, { name: '静安店', region: '上海大区' }, { name: '西湖店', region: '杭州大区' }];

describe('the list of stores', () => {
  it('names each region once, and puts stores of a region together, those without one last', () => {
    expect(regionsOf(stores).toSorted()).toEqual(['上海大区', '杭州大区']);
    const shown = shownStores(stores, '').map(({ region }) => region);
    expect(shown.at(-1)).toBeNull();
    expect(Math.abs(shown.indexOf('上海大区') - shown.lastIndexOf('上海大区'))).toBe(1);
  });

  it('is found by a part of the name or of the region, whatever its case', () => {
    expect(shownStores(stores, ' 上海 ').map(({ name }) => name).toSorted()).toEqual(['徐汇店', '静安店'].toSorted());
    expect(shownStores([{ name: 'Nanjing Road', region: null }], 'nanjing')).toHaveLength(1);
    expect(shownStores(stores, '没有')).toEqual([]);
  });
});

describe('the scope of an account', () => {
  const user = (kind: User['scope']['kind'], value: string | null) => ({ scope: { kind, value, name: value }, staff: { id: 'stf_1', name: '安娜' } }) as User;

  it('comes back from the form as it went in', () => {
    for (const [kind, value] of [['brand', null], ['region', '上海大区'], ['store', 'sto_1'], ['own', null]] as const) {
      expect(scopeInput('operator', scopeValuesOf(user(kind, value)))).toEqual({ scope: { kind, value }, staffId: 'stf_1' });
    }
  });

  it('forgets what was chosen for another kind, and is the whole brand for an owner', () => {
    expect(scopeInput('operator', { scopeKind: 'store', region: '上海大区', storeId: 'sto_1' })).toEqual({ scope: { kind: 'store', value: 'sto_1' }, staffId: null });
    expect(scopeInput('owner', { scopeKind: 'region', region: '上海大区' })).toEqual({ scope: { kind: 'brand', value: null }, staffId: null });
  });
});

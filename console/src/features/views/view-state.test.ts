import { describe, expect, it } from 'vitest';
import { isChanged, present, stateOf, type Shown } from './view-state.ts';

const shown: Shown = { filters: { city: '上海' }, sort: '-netSales', columns: ['name', 'city'], density: 'compact' };

describe('what is shown against its view', () => {
  it('is unchanged right after it was kept', () => {
    expect(isChanged(stateOf(shown), shown)).toBe(false);
    expect(isChanged(stateOf({ ...shown, columns: null, sort: undefined }), { ...shown, columns: null, sort: undefined })).toBe(false);
  });

  it.each<[string, Partial<Shown>]>([
    ['another sort', { sort: 'orders' }], ['no sort', { sort: undefined }], ['one more filter', { filters: { city: '上海', contact: 'yes' } }], ['a filter less', { filters: {} }],
    ['columns in another order', { columns: ['city', 'name'] }], ['the columns of the page', { columns: null }], ['another density', { density: 'comfortable' }],
  ])('is changed by %s', (_what, change) => {
    expect(isChanged(stateOf(shown), { ...shown, ...change })).toBe(true);
  });

  it('may have any density where the view says nothing of it', () => {
    const { density: _left, ...without } = stateOf(shown);
    expect(isChanged(without, { ...shown, density: 'comfortable' })).toBe(false);
  });
});

it('leaves out values that are not there', () => {
  expect(present({ q: '', city: undefined, store: '静安店' })).toEqual({ store: '静安店' });
});

import { describe, expect, it } from 'vitest';
import { gridWidths } from './data-table-widths.ts';
import { arrange, chooserOrder, moved } from './data-table-columns.ts';
import { countSelected, headState, isSelected, nothingSelected, withKeys, type Selection } from './data-table-selection.ts';
import type { Column } from './data-table-types.ts';
import { choiceText, chosenOf, cleared, isSet, valueText, type Filter } from './filters.ts';
import { createFormat } from './format.ts';
import { drawnFor, inSight, placeToSee } from './rows-in-sight.ts';

const columns = ['name', 'city', 'orders', 'store'].map((key): Column<object> => ({ key, title: key, render: () => key, hidden: key === 'store' }));
const keys = (list: readonly Column<object>[]) => list.map((column) => column.key);

describe('columns', () => {
  it('are the page\'s own until somebody chooses, and the first always stays first', () => {
    expect(keys(arrange(columns, null))).toEqual(['name', 'city', 'orders']);
    expect(keys(arrange(columns, ['store', 'city']))).toEqual(['name', 'store', 'city']);
    expect(keys(arrange(columns, []))).toEqual(['name']);
  });

  it('survive a choice of columns that do not exist any more, or that names one twice', () => {
    expect(keys(arrange(columns, ['gone', 'orders', 'orders', 'name']))).toEqual(['name', 'orders']);
  });

  it('move to a place, at most to an end, and the hidden ones stand last in the chooser', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'c', -3)).toEqual(['c', 'a', 'b']);
    expect(keys(chooserOrder(columns, ['orders']))).toEqual(['name', 'orders', 'city', 'store']);
  });
});

describe('chosen rows', () => {
  const all: Selection = { all: true, keys: new Set() };

  it('are counted, also when "all" stands for rows that are not loaded', () => {
    expect(countSelected(withKeys(nothingSelected, ['a', 'b'], true), 9)).toBe(2);
    expect(countSelected(all, 12_400)).toBe(12_400);
    expect(countSelected(withKeys(all, ['a'], false), 12_400)).toBe(12_399);
    expect(countSelected(all, undefined)).toBeNull();
  });

  it('of "all" are let go one by one and taken again', () => {
    const without = withKeys(all, ['a', 'b'], false);
    expect(['a', 'b', 'c'].map((key) => isSelected(without, key))).toEqual([false, false, true]);
    expect(isSelected(withKeys(without, ['a'], true), 'a')).toBe(true);
    expect(headState(without, ['a', 'b'])).toBe('none');
    expect(headState(without, ['a', 'c'])).toBe('some');
    expect(headState(all, ['a', 'c'])).toBe('all');
    expect(headState(nothingSelected, [])).toBe('none');
  });
});

describe('rows of a long list', () => {
  const [rowPx, count] = [44, 100_000];
  const box = (scrollTop: number, clientHeight = 600) => ({ scrollTop, clientHeight });

  it('are in sight between the head, which lies over the first line of the box, and its foot', () => {
    expect(inSight(box(0), rowPx, count)).toEqual({ from: 0, to: 13 });
    expect(inSight(box(22), rowPx, count)).toEqual({ from: 0, to: 14 });
    expect(inSight(box(count * rowPx), rowPx, count)).toEqual({ from: 99_999, to: 100_000 });
    expect(inSight(box(0), rowPx, 3)).toEqual({ from: 0, to: 3 });
    expect(inSight(box(900, 0), rowPx, 0)).toEqual({ from: 0, to: 0 });
  });

  it('are brought into sight by the smallest step, and not at all when they are', () => {
    expect([0, 5, 11].map((index) => placeToSee(index, box(0), rowPx))).toEqual([0, 0, 0]);
    // The twelfth row ends at 572 of 600, the thirteenth at 616.
    expect(placeToSee(12, box(0), rowPx)).toBe(16);
    expect(placeToSee(3, box(440), rowPx)).toBe(132);
    expect(placeToSee(count - 1, box(0), rowPx)).toBe((count + 1) * rowPx - 600);
    // A box that is lower than the head and one row shows the row's top.
    expect(placeToSee(5, box(0, 60), rowPx)).toBe(220);
  });

  it('are drawn anew only when less than half of what lies around them is left', () => {
    const drawn = drawnFor({ from: 100, to: 113 }, { from: 100, to: 113 }, count);
    expect(drawn).toEqual({ from: 90, to: 123 });
    expect(drawnFor({ from: 105, to: 118 }, drawn, count)).toBe(drawn);
    expect(drawnFor({ from: 106, to: 119 }, drawn, count)).toEqual({ from: 96, to: 129 });
    expect(drawnFor({ from: 2, to: 15 }, { from: 0, to: 25 }, count)).toEqual({ from: 0, to: 25 });
    expect(drawnFor({ from: count - 13, to: count }, { from: count - 20, to: count }, count)).toEqual({ from: count - 20, to: count });
  });
});

describe('filters', () => {
  const format = createFormat({ language: 'zh', zone: 'Asia/Shanghai', currency: 'CNY' });
  const words = { among: (first: string, count: number) => `${first} 等 ${count} 个`, from: (text: string) => `≥ ${text}`, to: (text: string) => `≤ ${text}` };
  const city: Filter = { kind: 'choice', key: 'city', label: '城市', options: [{ value: 'sh', label: '上海' }, { value: 'hz', label: '杭州' }] };
  const sales: Filter = { kind: 'range', key: 'sales', from: 'salesFrom', to: 'salesTo', label: '净销售额', scale: 100 };

  it('say their value in words: names of choices, money in main units, open ends', () => {
    expect(valueText(city, { city: 'sh' }, format, words)).toBe('上海');
    expect(valueText(city, { city: 'sh,hz,gone' }, format, words)).toBe('上海 等 3 个');
    expect(valueText(city, { city: 'gone' }, format, words)).toBe('gone');
    expect(valueText(sales, { salesFrom: '100000' }, format, words)).toBe('≥ 1,000');
    expect(valueText(sales, { salesTo: '100000' }, format, words)).toBe('≤ 1,000');
    expect(valueText(sales, { salesFrom: '0', salesTo: '5000' }, format, words)).toBe('0 – 50');
    expect(valueText(sales, {}, format, words)).toBe('');
  });

  it('are let go with all of their keys', () => {
    expect(cleared([city, sales])).toEqual({ city: undefined, salesFrom: undefined, salesTo: undefined });
    expect([isSet(sales, { salesTo: '1' }), isSet(sales, { city: 'sh' }), isSet(city, { city: '' })]).toEqual([true, false, false]);
  });

  it('write nothing into the address when nothing is chosen', () => {
    expect([choiceText([]), choiceText(['a', 'b'])]).toEqual([undefined, 'a,b']);
    expect([chosenOf(undefined), chosenOf('a,b')]).toEqual([[], ['a', 'b']]);
  });
});

describe('the widths of an endless table', () => {
  const column = (key: string, more: object = {}) => ({ key, title: key, render: () => '', ...more });
  const pxOf = (length: string, boxPx: number) => {
    const [, least = '', all = '', share = ''] = /^calc\((\d+)px \+ max\(0px, 100cqi - (\d+)px\) \* ([\d.]+)\)$/.exec(length) ?? [];
    return least === '' ? Number.parseFloat(length) : Number(least) + Math.max(0, boxPx - Number(all)) * Number(share);
  };

  it('fill the box from the least of all of them on, and no column is ever narrower than its least', () => {
    const { leastPx, columns } = gridWidths([column('name', { width: 160, least: 120 }), column('city', { width: 100 }), column('sum', { width: 100, align: 'right' })], true);
    expect(leastPx).toBe(40 + 120 + 96 + 92);
    for (const boxPx of [leastPx, 380, 900]) expect(columns.reduce((sum, length) => sum + pxOf(length, boxPx), 40)).toBeCloseTo(boxPx, 1);
    expect(columns.map((length) => pxOf(length, 200))).toEqual([120, 96, 92]);
  });

  it('of columns that want no more than their least are shared out evenly', () => {
    expect(gridWidths([column('a', { width: 50, least: 50 }), column('b', { width: 90, least: 90 })], false).columns.map((length) => pxOf(length, 200))).toEqual([80, 120]);
  });
});

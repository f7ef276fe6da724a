import { describe, expect, it } from 'vitest';
import { begins, deedOf, shortcuts, type Press } from './shortcuts.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({ key, mod: false, alt: false, composing: false, busy: false, ...more });

describe('keys', () => {
  it('go to a place after g, and only then', () => {
    expect(deedOf(press('c'), 'g')).toMatchObject({ kind: 'go', place: { name: 'customers' } });
    expect(deedOf(press('c'), '')).toBeUndefined();
    expect(begins(press('g'))).toBe(true);
    expect(begins(press('c'))).toBe(false);
  });

  it('open the search from everywhere, also from a field', () => {
    expect(deedOf(press('k', { mod: true, busy: true }), '')).toEqual({ kind: 'palette' });
    expect(deedOf(press('K', { mod: true }), '')).toEqual({ kind: 'palette' });
    expect(deedOf(press('k'), '')).toBeUndefined();
  });

  it('do nothing in fields, under dialogs and while Chinese is composed', () => {
    for (const more of [{ busy: true }, { composing: true }, { alt: true }]) {
      expect(deedOf(press('?', more), '')).toBeUndefined();
      expect(begins(press('g', more))).toBe(false);
    }
    expect(deedOf(press('k', { mod: true, composing: true }), '')).toBeUndefined();
    expect(deedOf(press('?'), '')).toEqual({ kind: 'keys' });
  });

  it('are each given once', () => {
    const all = shortcuts.map(({ keys }) => keys.join(' '));
    expect(new Set(all).size).toBe(all.length);
  });
});

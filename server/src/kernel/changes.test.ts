import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

test('only what differs is a change; what was sent again as it is, or left empty both times, is none', () => {
  const before = { name: '静安店', region: null, quiet: { from: '21:00', to: '09:00' }, caps: [1, 2], note: undefined as string | null | undefined };
  expect(changesOf(before, { ...before, quiet: { to: '09:00', from: '21:00' }, caps: [1, 2], note: null }, ['name', 'region', 'quiet', 'caps', 'note'])).toBeUndefined();
  expect(changesOf(before, { ...before, name: '静安寺店', caps: [2, 1] }, ['name', 'region', 'caps'])).toEqual({ name: { before: '静安店', after: '静安寺店' }, caps: { before: [1, 2], after: [2, 1] } });
  expect(changesOf(before, { ...before, name: '静安寺店' }, ['region'])).toBeUndefined();
});

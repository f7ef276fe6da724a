import { expect, test } from 'vitest';
import { guardLeaving, mayLeave } from './leaving.ts';

test('the page that guards its changes last is asked; without one everything may be left', async () => {
  expect(await mayLeave()).toBe(true);
  const first = guardLeaving(() => Promise.resolve(false));
  const second = guardLeaving(() => Promise.resolve(true));
  expect(await mayLeave()).toBe(true);
  second();
  expect(await mayLeave()).toBe(false);
  first();
  expect(await mayLeave()).toBe(true);
});

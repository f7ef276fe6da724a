import { expect, it } from 'vitest';
import { choicesOf } from './search.ts';

it('of several choices in an old link those are kept that there are, and nothing of none', () => {
  const states = ['draft', 'live', 'paused'];
  expect(['live,paused', 'live,gone', 'gone', '', undefined].map((state) => choicesOf({ state }, 'state', states))).toEqual(['live,paused', 'live', undefined, undefined, undefined]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngines } from './engines.ts';
import type { TestEngines } from './engines.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); }, 60_000);
afterAll(() => world.close());

test('a workspace of a test is seen by its own transactions and by no other brand', async () => {
  const [mine, other] = [await world.workspace('Mine'), await world.workspace('Other')];
  const names = await world.deps.db.inWorkspace(mine, (tx) => tx.query<{ name: string }>('select name from workspace'));
  expect(names).toEqual([{ name: 'Mine' }]);
  expect(other).not.toBe(mine);
});

import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Transaction } from '../engines/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { findOrders } from './order-store.ts';

let world: TestEngines;
beforeAll(async () => { world = await startTestEngines(); }, 60_000);
afterAll(() => world?.close());

const fill = (brand: bigint) => world.deps.db.inWorkspace(brand, (tx) => tx.query(`
  insert into customer_order (workspace_id, source, order_id, order_number, customer_id, state, amount, ordered_at)
  select $1::bigint, 'shop', ($1::bigint % 1000000) * 1000000 + n, md5(n::text), n / 10, 'paid', 100, now() from generate_series(1, 20000) as n`, [brand]));

/** The plan of the one statement that `work` sends, as PostgreSQL tells it. */
async function planOf(brand: bigint, work: (tx: Transaction) => Promise<unknown>): Promise<string> {
  return world.deps.db.inWorkspace(brand, async (tx) => {
    let plan: unknown;
    await work({ ...tx, query: async (text, params) => {
      plan = await tx.query(`explain (format json) ${text}`, params);
      return [];
    } });
    return JSON.stringify(plan);
  });
}

it('orders of a brand that grew since PostgreSQL last looked are found by their numbers, not by reading the whole brand', async () => {
  const [first, second] = [await world.workspace(), await world.workspace()];
  await fill(first);
  const admin = new pg.Client(world.engines.postgres.admin);
  await admin.connect();
  await admin.query('analyze customer_order');
  await admin.end();
  await fill(second);
  expect(await planOf(second, (tx) => findOrders(tx, second, 'shop', ['1', '2', '3']))).toContain('customer_order_workspace_id_source_order_number_key');
});

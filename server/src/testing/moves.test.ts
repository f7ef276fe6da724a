import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerMoves } from '../customers/index.ts';
import { productMoves, productStays } from '../wiring.ts';
import { startTestEngines } from './engines.ts';
import type { TestEngines } from './engines.ts';

let engines: TestEngines;
beforeAll(async () => { engines = await startTestEngines(); }, 60_000);
afterAll(() => engines?.close());

it('every table that names a customer says whether its rows move when customers are merged, and by which key', async () => {
  const tables = await engines.deps.db.asEngine((tx) => tx.query<{ name: string; key: string[] | null }>(`
    select c.relname as name, array_agg(k.attname::text order by array_position(i.indkey::int2[], k.attnum)) filter (where k.attname::text not in ('workspace_id', 'customer_id')) as key from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id' and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary left join pg_attribute k on k.attrelid = c.oid and k.attnum = any (i.indkey)
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace group by c.relname order by c.relname`));
  const moves = [...customerMoves, ...productMoves];
  expect(tables.map(({ name }) => name)).toEqual([...moves.map(({ table }) => table), ...productStays].toSorted());
  const keys = new Map(tables.map(({ name, key }) => [name, key ?? []]));
  for (const { table, key } of moves) expect([table, key]).toEqual([table, keys.get(table)]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngines } from '../../testing/engines.ts';
import type { TestEngines } from '../../testing/engines.ts';
import { rowsOf } from './columns.ts';
import type { Column } from './columns.ts';

let engines: TestEngines;
beforeAll(async () => { engines = await startTestEngines(); }, 60_000);
afterAll(() => engines?.close());

/** The rows as PostgreSQL sees them, and how many columns went as arrays. */
async function stored(columns: readonly [Column, ...Column[]]): Promise<{ rows: unknown[]; arrays: number }> {
  const { text, params } = rowsOf(2, columns);
  const names = columns.map(([name]) => `r.${name}`).join(', ');
  const rows = await engines.deps.db.asEngine((tx) => tx.query(`select $1::text as tag, r.place, ${names} from ${text} r order by r.place`, ['x', ...params]));
  return { rows: rows.map((row) => Object.values(row)), arrays: params.filter((param) => Buffer.isBuffer(param)).length };
}

it('rows arrive as they were given, whether their columns differ from row to row or say the same throughout', async () => {
  const first = [
    ['id', 'bigint', [1n, 9_007_199_254_740_993n]], ['number', 'int', [7, null]], ['at', 'float8', [0.5, -1e300]], ['flag', 'bool', [true, false]], ['bytes', 'bytea', [Buffer.from([0, 255]), null]],
    ['words', 'text', ['面霜"\\\n', '']], ['loose', 'json', ['{"a":1}', null]], ['tight', 'jsonb', ['{"b":[2]}', '3']],
  ] satisfies [Column, ...Column[]];
  expect(await stored(first)).toEqual({
    rows: [['x', 1n, 1n, 7, 0.5, true, Buffer.from([0, 255]), '面霜"\\\n', { a: 1 }, { b: [2] }], ['x', 2n, 9_007_199_254_740_993n, null, -1e300, false, null, '', null, 3]], arrays: 8,
  });
  const same = [
    ['id', 'bigint', [5n, 5n]], ['number', 'int', [7, 7]], ['at', 'float8', [0.5, 0.5]], ['flag', 'bool', [false, false]], ['bytes', 'bytea', [null, null]],
    ['words', 'text', ['面霜"\\\n', '面霜"\\\n']], ['loose', 'json', ['{"a":1}', '{"a":1}']], ['tight', 'jsonb', [null, null]],
  ] satisfies [Column, ...Column[]];
  const row = (place: bigint) => ['x', place, 5n, 7, 0.5, false, null, '面霜"\\\n', { a: 1 }, null];
  expect(await stored(same)).toEqual({ rows: [row(1n), row(2n)], arrays: 1 });
});

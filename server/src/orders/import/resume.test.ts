import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportBench } from '../testing.ts';
import type { ImportBench } from '../testing.ts';
import type { ImportDeps, ImportOptions } from './import-orders.ts';
import { importOrders } from './import-orders.ts';

let bench: ImportBench;
beforeAll(async () => { bench = await startImportBench(); }, 60_000);
afterAll(() => bench?.close());

/** 17,000 lines in four transactions: identical lines far apart, bad rows, refunds. */
const plain = `customer_id,date,num_cds,dollar_value\n${Array.from({ length: 17_000 }, (_, index) =>
  (index % 1_000 === 7 ? `${index % 900},1997-13-01,1,5.00` : `${index % 900},1997-0${1 + (index % 9)}-11,${1 + (index % 3)},${index % 4 === 0 ? '12.00' : `${index % 50}.25`}`)).join('\n')}\n`;
/** Lines of 2,600 orders, three each, never together; some have no customer, some give back. */
const grouped = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${Array.from({ length: 7_800 }, (_, index) => {
  const order = index % 2_600;
  const number = order >= 2_500 ? `C9${order}` : `5${order}`;
  return `${number},P${index % 7},x,${order >= 2_500 ? -1 : 2},${order >= 2_500 ? '2011-03-02' : '2011-02-01'} 08:26:00,2.55,${order % 13 === 5 ? '' : 100 + (order % 100)},France`;
}).join('\n')}\n`;

const files = { cdnow: plain, 'online-retail': grouped } as const;
type Name = keyof typeof files;
const options = async (name: Name, brand: bigint, importId: bigint): Promise<ImportOptions> => {
  const path = join(bench.deps.folder, `${name}.csv`);
  await writeFile(path, files[name]);
  return { workspaceId: brand, importId, input: { path }, mapping: name, fileName: name };
};
const state = async (brand: bigint) => ({
  events: await bench.events(brand),
  orders: await bench.rows(brand, `select o.order_number, o.amount, o.state, o.refunded, o.items, i.value_key from customer_order o join identity i using (workspace_id, customer_id) where workspace_id = $1 order by 1`),
  refunds: await bench.rows(brand, 'select document, part, order_number, amount from refund where workspace_id = $1 order by 1, 2'),
  left: await bench.rows(brand, 'select count(*)::int as count from order_import_line where workspace_id = $1'),
});
const withoutId = ({ importId: _id, errorFile: _file, ...outcome }: Awaited<ReturnType<typeof importOrders>>) => outcome;

/** A crash: the process ends after or inside the n-th transaction. */
class Crash extends Error {}
const crashAfter = (count: number) => {
  let commits = 0;
  return () => { if ((commits += 1) === count) throw new Crash(); };
};
const crashInside = (count: number): ImportDeps => {
  let works = 0;
  const db: ImportDeps['db'] = {
    asEngine: bench.deps.db.asEngine,
    inWorkspace: (workspaceId, work) => bench.deps.db.inWorkspace(workspaceId, async (tx) => {
      const result = await work(tx);
      // The first two transactions read the workspace and begin the import.
      if ((works += 1) === count + 2) throw new Crash();
      return result;
    }),
  };
  return { ...bench.deps, db };
};

describe.each(['cdnow', 'online-retail'] as const)('an import of %s that is interrupted', (name) => {
  it('goes on where it stood and ends with the same figures, orders, events and error file as one that was not', { timeout: 300_000 }, async () => {
    const whole = await bench.engines.workspace();
    const expected = await importOrders(bench.deps, await options(name, whole, bench.engines.deps.ids.next('import')));
    expect(expected.rejected).toBeGreaterThan(10);
    expect(expected.imported + expected.rejected + expected.unchanged).toBe(expected.rows);
    const expectedState = await state(whole);
    const errors = await readFile(expected.errorFile ?? '', 'utf8');
    const brand = await bench.engines.workspace();
    const importId = bench.engines.deps.ids.next('import');
    const again = await options(name, brand, importId);
    // Every attempt gets one transaction further; each second one dies inside its transaction, with its error lines written already.
    let crashes = 0;
    for (let attempt = 1; ; attempt += 1) {
      const run = attempt > 9 ? importOrders(bench.deps, again) : attempt % 2 === 0 ? importOrders(crashInside(2), again) : importOrders(bench.deps, { ...again, onProgress: crashAfter(1) });
      const outcome = await run.catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        crashes += 1;
        return undefined;
      });
      if (!outcome) continue;
      expect(withoutId(outcome)).toEqual(withoutId(expected));
      expect(await readFile(outcome.errorFile ?? '', 'utf8')).toBe(errors);
      break;
    }
    expect(crashes).toBeGreaterThanOrEqual(3);
    expect(await state(brand)).toEqual(expectedState);
    expect(expectedState.left).toEqual([{ count: 0 }]);
    // Once it is done, the same id answers the same and does nothing.
    expect(withoutId(await importOrders(bench.deps, again))).toEqual(withoutId(expected));
    expect(await state(brand)).toEqual(expectedState);
  });

  it('stops between two transactions when it is canceled, keeps what is in, and goes on later', async () => {
    const whole = await bench.engines.workspace();
    const expected = await importOrders(bench.deps, await options(name, whole, bench.engines.deps.ids.next('import')));
    const brand = await bench.engines.workspace();
    const again = await options(name, brand, bench.engines.deps.ids.next('import'));
    const cancel = new AbortController();
    const stopped = await importOrders(bench.deps, { ...again, signal: cancel.signal, onProgress: () => { cancel.abort(); } });
    expect(stopped.canceled).toBe(true);
    expect(stopped.rows).toBeLessThanOrEqual(10_000);
    expect(stopped.rows).toBeGreaterThan(0);
    expect(withoutId(await importOrders(bench.deps, again))).toEqual(withoutId(expected));
  });

  it('is refused when it goes on with another file', async () => {
    const brand = await bench.engines.workspace();
    const begun = await options(name, brand, bench.engines.deps.ids.next('import'));
    await importOrders(bench.deps, { ...begun, onProgress: crashAfter(1) }).catch(() => undefined);
    await writeFile('path' in begun.input ? begun.input.path : '', `${files[name]}${files[name].split('\n')[1]}\n`);
    await expect(importOrders(bench.deps, begun)).rejects.toMatchObject({ code: 'import_file_changed' });
  });
});

it('progress tells rows done, all rows and rejected ones, and ends at the end', async () => {
  const brand = await bench.engines.workspace();
  const seen: { done: number; total: number; rejected: number }[] = [];
  await importOrders(bench.deps, { ...(await options('cdnow', brand, bench.engines.deps.ids.next('import'))), onProgress: (progress) => { seen.push(progress); } });
  expect(seen.map(({ done }) => done)).toEqual([2_500, 5_000, 7_500, 10_000, 12_500, 15_000, 17_000]);
  expect(seen.at(-1)).toEqual({ done: 17_000, total: 17_000, rejected: 17 });
});

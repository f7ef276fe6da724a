import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCustomers, customerProjection } from '../customers/index.ts';
import type { Customers } from '../customers/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createOrders, importOrders } from './index.ts';
import type { ImportDeps, ImportOptions, ImportOutcome, Orders } from './index.ts';

export type ImportBench = {
  engines: TestEngines; customers: Customers; orders: Orders; deps: ImportDeps;
  /** Writes a file and imports it. */
  run(workspaceId: bigint, content: string | Buffer, options?: Partial<ImportOptions>): Promise<ImportOutcome>;
  /** The rows of an error file: cells of each line, the header left out. */
  errors(outcome: ImportOutcome): Promise<string[][]>;
  /** Names of events and how many there are. */
  events(workspaceId: bigint): Promise<Record<string, number>>;
  rows<R extends object>(workspaceId: bigint, text: string): Promise<R[]>;
  close(): Promise<void>;
};

/** Engines, customers and orders in one piece, for the tests of imports. */
export async function startImportBench(): Promise<ImportBench> {
  const engines = await startTestEngines();
  engines.engines.projector.add(customerProjection);
  const customers = createCustomers(engines.deps);
  const orders = createOrders({ ...engines.deps, customers });
  const folder = await mkdtemp(join(tmpdir(), 'homefield-import-'));
  const deps: ImportDeps = { ...engines.deps, customers, orders, folder };
  let files = 0;
  const rows = <R extends object>(workspaceId: bigint, text: string) => engines.deps.db.inWorkspace(workspaceId, (tx) => tx.query<R>(text, [workspaceId]));
  return {
    engines, customers, orders, deps, rows,
    async run(workspaceId, content, options = {}) {
      const path = join(folder, `test-${files += 1}.csv`);
      await writeFile(path, content);
      return importOrders(deps, { workspaceId, input: { path }, mapping: 'auto', fileName: 'test.csv', ...options });
    },
    async errors({ errorFile }) {
      if (errorFile === null) return [];
      const lines = (await readFile(errorFile, 'utf8')).replace('\ufeff', '').trim().split('\r\n').slice(1);
      return lines.map((line) => [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)].slice(0, line.split(',').length).map((match) => match[2]?.replaceAll('""', '"') ?? match[1] ?? ''));
    },
    async events(workspaceId) {
      const found = await rows<{ name: string; count: number }>(workspaceId, 'select name, count(*)::int as count from event_log where workspace_id = $1 group by name order by name');
      return Object.fromEntries(found.map(({ name, count }) => [name, count]));
    },
    async close() {
      await engines.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

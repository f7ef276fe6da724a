import { join } from 'node:path';
import { mkdir, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isProblem } from '../../kernel/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { Orders, OrdersDeps } from '../orders.ts';
import { ImportCanceled } from '../problems.ts';
import { findColumns, ignoredColumns } from './columns.ts';
import type { DateOrder } from './dates.ts';
import { openErrorFile } from './error-file.ts';
import { countImportedCustomers, openImport, saveCheckpoint } from './import-store.ts';
import type { Tally } from './import-store.ts';
import { mappingOf } from './mappings.ts';
import type { Field } from './mappings.ts';
import { unreadRefundColumns } from './refund-told.ts';
import { createRowReader } from './row-reader.ts';
import { createRun } from './run.ts';
import type { Run } from './run.ts';
import { inspectFile, keepStream } from './source-file.ts';
import type { Encoding } from './encoding.ts';
import { surveyFile } from './survey.ts';
import { takeGroups } from './take-groups.ts';
import { takeRows } from './take-rows.ts';

export type ImportOptions = {
  workspaceId: bigint;
  /** The file, or a stream that is kept in `folder` first: it is read twice. */
  input: { path: string } | { stream: Readable };
  mapping: string;
  fileName: string;
  /** Where the order numbers are unique, e.g. the name of the shop. Default: that of the mapping. */
  source?: string;
  /** An import of this id that was interrupted goes on where it stood (its file and mapping have to be the same). Default: a new one. */
  importId?: bigint;
  /** Fields whose column has another header than the mapping knows: `{ amount: '成交总额' }`. */
  columns?: Partial<Record<Field, string>>;
  /** How `3/4/2024` is read, when no row of the file decides it. */
  dateOrder?: DateOrder;
  /** In which the file of rejected lines says why. Default: Chinese. */
  language?: Language;
  onProgress?: (progress: ImportProgress) => void | Promise<void>;
  /** Ends the import between two transactions (`canceled` in the outcome); what was imported stays, and the same id goes on later. */
  signal?: AbortSignal;
};
export type ImportProgress = { done: number; total: number; rejected: number };

/** `rows` = `imported` + `rejected` + `unchanged`. `incomplete`: of the imported and unchanged, those whose refund is in the error file. `customers`: distinct ones named by imported rows. */
export type ImportOutcome = Omit<Tally, 'amountMinor' | 'refundedMinor'> & {
  importId: bigint; customers: number; canceled: boolean;
  /** Paid amounts of the imported orders before refunds, and what was given back. */
  amountMinor: number; refundedMinor: number; currency: string;
  /** Columns of the file that nothing was read from. */
  ignoredColumns: string[];
  /** Of them, those that tell of refunds while no amount given back was read: net sales may be too high. */
  unreadRefundColumns: string[];
  /** The file of rejected lines, or null when there is none. */
  errorFile: string | null;
  file: { encoding: Encoding; delimiter: string; gzip: boolean; dateOrder: DateOrder | null };
};

export type ImportDeps = OrdersDeps & { orders: Orders; /** Where uploads and error files are kept. */ folder: string };

/**
 * Imports a file of orders: CSV or TSV, plain or gzipped, UTF-8, GBK or UTF-16. The file is read twice: a survey decides what no
 * single row can (dates, repeats, is it whole), then rows arrive in transactions of at most 5,000 with their events. Bad rows go to
 * the error file. The same file twice imports nothing the second time. Refuses (422) a file that cannot be read as a whole.
 */
export async function importOrders(deps: ImportDeps, options: ImportOptions): Promise<ImportOutcome> {
  const importId = options.importId ?? deps.ids.next('import');
  await mkdir(deps.folder, { recursive: true });
  const path = await pathOf(deps, options, importId);
  const mapping = mappingOf(options.mapping);
  const file = await inspectFile(path);
  const columns = findColumns(file.header, mapping, options.columns);
  const survey = await surveyFile(file, columns, mapping, { ...(options.dateOrder ? { dateOrder: options.dateOrder } : {}), ...(options.signal ? { signal: options.signal } : {}) })
    .catch((error: unknown) => { throw options.signal?.aborted ? ImportCanceled() : error; });
  const { zone, currency } = await readWorkspace(deps, options.workspaceId);
  const key = { workspaceId: options.workspaceId, importId };
  const checkpoint = await deps.db.inWorkspace(options.workspaceId, (tx) => openImport(tx, key, {
    fileName: options.fileName.slice(0, 300), mapping: mapping.name, contentHash: survey.contentHash, nowMs: deps.clock.now(),
  }));
  const errorPath = errorFilePath(deps.folder, importId);
  const reader = createRowReader({ header: file.header, columns, mapping, zone, currency, dateOrder: survey.dateOrder, nowMs: deps.clock.now() });
  const errors = await openErrorFile(errorPath, file.header, options.language ?? 'zh');
  const run = createRun({ deps, options, key, mapping, file, columns, survey, reader, errors, currency, checkpoint });
  let canceled = false;
  try {
    await takeAll(run);
  } catch (error) {
    if (!isProblem(error) || error.code !== ImportCanceled.code) throw error;
    canceled = true;
  } finally {
    await errors.close(run.checkpoint.errorBytes);
  }
  const customers = await finish(deps, run, canceled);
  const { amountMinor, refundedMinor, ...counts } = run.checkpoint.tally;
  if (run.checkpoint.errorBytes === 0) await rm(errorPath, { force: true });
  return {
    ...counts, importId, customers, canceled, amountMinor: Number(amountMinor), refundedMinor: Number(refundedMinor), currency,
    ignoredColumns: ignoredColumns(file.header, columns), unreadRefundColumns: unreadRefundColumns(file.header, columns),
    errorFile: run.checkpoint.errorBytes > 0 ? errorPath : null,
    file: { encoding: file.encoding, delimiter: file.delimiter, gzip: file.gzip, dateOrder: survey.dateOrder ?? null },
  };
}

/** The error file of an import, whether or not there is one. */
export function errorFilePath(folder: string, importId: bigint): string {
  return join(folder, `${importId}.errors.csv`);
}

async function pathOf(deps: ImportDeps, { input, signal }: ImportOptions, importId: bigint): Promise<string> {
  if ('path' in input) return input.path;
  const path = join(deps.folder, `${importId}.upload`);
  await keepStream(input.stream, path, signal);
  return path;
}

async function readWorkspace(deps: ImportDeps, workspaceId: bigint): Promise<{ zone: string; currency: string }> {
  const [row] = await deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ zone: string; currency: string }>('select zone, currency from workspace where workspace_id = $1', [workspaceId]));
  if (!row) throw new Error(`There is no workspace ${workspaceId}.`);
  return row;
}

async function takeAll(run: Run): Promise<void> {
  if (run.checkpoint.state === 'reading') await takeRows(run);
  if (run.checkpoint.state === 'taking') await takeGroups(run);
}

async function finish(deps: ImportDeps, run: Run, canceled: boolean): Promise<number> {
  return deps.db.inWorkspace(run.key.workspaceId, async (tx) => {
    if (run.checkpoint.state !== 'done' && !canceled) {
      run.checkpoint.state = 'done';
      await saveCheckpoint(tx, run.key, run.checkpoint, deps.clock.now());
    }
    return countImportedCustomers(tx, run.key);
  });
}

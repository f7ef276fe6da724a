import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobControl, JobHandler, Jobs, RunningJob } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Language } from '../kernel/index.ts';
import { readRenamed } from './import/columns.ts';
import type { DateOrder } from './import/dates.ts';
import type { ImportDeps } from './import/import-orders.ts';
import { importOrders } from './import/import-orders.ts';

export const orderImportKind = 'import.orders';

/** What the job was given: the file as it lies in the folder of imports, and how to read it. Plain JSON. */
export type OrderImportInput = { file: string; mapping: string; fileName: string; dateOrder?: DateOrder; columns?: string; /** Of whoever asked. */ language?: Language };

/** Makes imports of orders a kind of job. */
export function registerOrderImport(jobs: Jobs, deps: ImportDeps): void {
  jobs.handler(orderImportKind, orderImportJob(deps), {
    title: ({ fileName }) => ({ zh: `导入订单：${String(fileName)}`, en: `Import orders: ${String(fileName)}` }),
    // The upload goes when the job ends: without it there is nothing to try again.
    retry: false,
  });
}

/**
 * Imports the file of a job. The job's id is the import's: after a crash or a stop the next attempt finds how far the last one came,
 * which was committed together with its rows. The upload is removed when the job has ended.
 */
export function orderImportJob(deps: ImportDeps): JobHandler {
  return async (job, control) => {
    const input = job.input as OrderImportInput;
    const path = join(deps.folder, input.file);
    try {
      const outcome = await run(deps, job, control, input, path);
      // Stopped, not canceled: it goes on after the restart, with its file.
      control.signal.throwIfAborted();
      await rm(path, { force: true });
      return outcome;
    } catch (error) {
      if (!control.signal.aborted && isFinal(error)) await rm(path, { force: true });
      throw error;
    }
  };
}

async function run(deps: ImportDeps, job: RunningJob, control: JobControl, input: OrderImportInput, path: string): Promise<Record<string, unknown>> {
  const canceling = new AbortController();
  const outcome = await importOrders(deps, {
    workspaceId: job.workspaceId, importId: job.jobId, input: { path }, mapping: input.mapping, fileName: input.fileName,
    ...(input.language ? { language: input.language } : {}), ...(input.dateOrder ? { dateOrder: input.dateOrder } : {}), ...(input.columns === undefined ? {} : { columns: readRenamed(input.columns) }),
    signal: AbortSignal.any([control.signal, canceling.signal]),
    async onProgress({ done, total, rejected }) {
      control.progress({ done, total, unit: 'rows', rejected });
      if (await control.canceled()) canceling.abort();
    },
  });
  const { importId: _id, errorFile, canceled: _canceled, ...figures } = outcome;
  return { ...figures, errorFile: errorFile === null ? null : `/api/jobs/${formatId('job', job.jobId)}/error-file` };
}

/** A refusal of the file ends the job; an engine that does not answer does not. */
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
}

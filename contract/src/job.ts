import { z } from 'zod';
import { idText, instantMs, pageQuery } from './common.ts';

export const jobStates = ['waiting', 'running', 'done', 'failed', 'canceled'] as const;
/** A file that a job made. It is kept for 7 days after the job ended, then `GET` answers 404. */
export const jobFile = z.object({ name: z.string(), bytes: z.number().int(), url: z.string(), expiresAtMs: instantMs });
export type JobFile = z.infer<typeof jobFile>;
/** Long work that a person can watch and cancel. `progress.total` is 0 while it is not known. */
export const job = z.object({
  id: idText,
  kind: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  state: z.enum(jobStates),
  progress: z.object({ done: z.number(), total: z.number(), unit: z.string(), rejected: z.number().optional() }),
  result: z.record(z.string(), z.unknown()).nullable(),
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
  cancelRequested: z.boolean(),
  /** Who started it; null: the system itself, or an API key. */
  startedBy: z.object({ id: idText, name: z.string() }).nullable(),
  /** How much of the unit gets done in a second: over the last 10 s while it runs, over all of it when it has ended. Null while it is not known. */
  perSecond: z.number().nullable(),
  /** How long it will still take at this speed, while it runs. */
  leftMs: z.number().int().nullable(),
  files: z.array(jobFile),
  /** The job of which this one is another try. */
  retryOf: idText.nullable(),
  /** Whether `POST /api/jobs/:id/retry` can be asked for. */
  retryable: z.boolean(),
  createdAtMs: instantMs,
  startedAtMs: instantMs.nullable(),
  endedAtMs: instantMs.nullable(),
});
export type Job = z.infer<typeof job>;

/** `active`: waiting or running. */
export const jobStateFilters = [...jobStates, 'active'] as const;
export const jobsQuery = pageQuery.extend({
  state: z.enum(jobStateFilters).optional(),
  kind: z.string().max(60).optional(),
  mine: z.enum(['true', 'false']).optional().describe('true: only those that the caller started'),
});

/** `POST /api/imports/orders?mapping=…&fileName=…` takes the file itself as its body and answers 202 with the job. */
export const importMappings = ['auto', 'cdnow', 'online-retail', 'complete-journey'] as const;
export const importQuery = z.object({
  mapping: z.enum(importMappings).default('auto'), fileName: z.string().max(300).default('orders.csv'),
  dateOrder: z.enum(['day-first', 'month-first']).optional().describe('How 3/4/2024 is read when no row of the file decides it'),
  columns: z.string().max(4_000).optional().describe('Columns whose header the mapping does not know, as JSON: {"amount": "成交总额"}'),
});
export const importResult = z.object({
  rows: z.number().int(), imported: z.number().int(), rejected: z.number().int(), customers: z.number().int(),
  orders: z.number().int(), amountMinor: z.number().int(), unchanged: z.number().int(), refunds: z.number().int(),
  /** Of those taken in, rows whose refund could not be: they are in the file of rejected lines as well. */
  incomplete: z.number().int(),
  /** Address of the file of rejected lines (line, column, reason, then the line's own cells), or null. */
  errorFile: z.string().nullable(),
  /** Columns of the file that nothing was read from. */
  ignoredColumns: z.array(z.string()),
  /** Of them, those that tell of refunds while no amount given back was read: net sales may be too high. */
  unreadRefundColumns: z.array(z.string()),
});
export type ImportResult = z.infer<typeof importResult>;

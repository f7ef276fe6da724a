import { z } from 'zod';
import { instantMs } from './common.ts';

const engine = z.object({
  version: z.string(), embedded: z.boolean(),
  /** How long a trivial question took; null: no answer within 3 s. */
  answeredInMs: z.number().nullable(),
  /** What it holds on its disk; null while it does not answer. */
  bytes: z.number().nullable(),
});

/** `GET /api/system`: how the installation stands, from its own measurements. */
export const systemState = z.object({
  asOfMs: instantMs, version: z.string(), node: z.string(), upForMs: z.number(),
  postgres: engine, clickhouse: engine,
  log: z.object({
    /** Age of the first event that each reader has not passed; 0: it has seen everything. */
    readers: z.array(z.object({ reader: z.string(), lagMs: z.number() })),
    /** The oldest writing transaction holds every reader back. */
    oldestTransactionMs: z.number(),
    /** Events that ClickHouse refused, waiting for a decision. */
    parked: z.number().int(),
  }).nullable(),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
  memory: z.object({ processBytes: z.number(), freeBytes: z.number(), totalBytes: z.number() }),
  /** Open jobs, and those that ended within a day, of the whole installation. */
  jobs: z.object({ waiting: z.number().int(), running: z.number().int(), failed: z.number().int(), done: z.number().int() }).nullable(),
});
export type SystemState = z.infer<typeof systemState>;

import { z } from 'zod';
import { amountMinor, instantMs } from './common.ts';

/** `GET /api/insights/home`: the brand at a glance. */
export const homeNumbers = z.object({
  asOfMs: instantMs,
  customers: z.number().int(),
  contacts: z.number().int(),
  newCustomers30d: z.number().int(),
  activeBuyers365d: z.number().int(),
  orders30d: z.number().int(), ordersPrevious30d: z.number().int(),
  salesMinor30d: amountMinor, salesMinorPrevious30d: amountMinor,
  netSalesMinor30d: amountMinor,
  repurchaseRate365d: z.number().nullable(),
  /** Paid orders and GMV by month in the workspace's zone, the last 24. */
  months: z.array(z.object({ month: z.string(), orders: z.number().int(), salesMinor: amountMinor, buyers: z.number().int() })),
  messages: z.object({ waitingForStaff: z.number().int(), sent30d: z.number().int(), capped30d: z.number().int() }),
  liveSops: z.number().int(),
});
export type HomeNumbers = z.infer<typeof homeNumbers>;

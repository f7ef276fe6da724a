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

const dayNumbers = z.object({
  orders: z.number().int(), salesMinor: amountMinor, newCustomers: z.number().int(), sent: z.number().int(),
  /** Of one person and one audience at most one a day. */
  entered: z.number().int(),
  /** From a class of RFM to another or to none; the first class of a buyer is no change. */
  classChanges: z.number().int(),
});

/** `GET /api/insights/today`: what changed since yesterday, who is there, what runs, what needs a hand, and how far a new brand has come. */
export const todayNumbers = z.object({
  asOfMs: instantMs,
  /** Since 00:00 in the workspace's zone, and yesterday until the same time of day. */
  today: dayNumbers, yesterday: dayNumbers,
  people: z.object({
    /** With at least one act of their own in 30 days. */
    active30d: z.number().int(),
    /** Bought, but not in the last 365 days; and those of them who became so in the last 30 days. */
    lapsed: z.number().int(), lapsedIn30d: z.number().int(),
  }),
  running: z.object({ liveSops: z.number().int(), jobs: z.number().int() }),
  /** The one account of what needs a hand: home and the bell both show it. Jobs are those that the viewer may see. */
  hands: z.object({
    messagesWaiting: z.number().int(), pausedSops: z.number().int(),
    /** Ended so in the last 7 days: without a later try, and imports of which lines were rejected. */
    failedJobs7d: z.number().int(), rejectedImports7d: z.number().int(),
    /** An SOP is live, and no WeCom is connected to send its messages. */
    wecomMissing: z.boolean(),
  }),
  /** The guided first hour: what has been done once. */
  steps: z.object({ data: z.boolean(), layers: z.boolean(), audience: z.boolean(), sop: z.boolean(), result: z.boolean() }),
});
export type TodayNumbers = z.infer<typeof todayNumbers>;

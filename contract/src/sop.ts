import { z } from 'zod';
import { amountMinor, idText, instantMs } from './common.ts';

/** A step of the thin language. The graph is a list: each step goes on to the next one; `goal` and `end` close it. */
export const sopStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wait'), id: z.string().min(1).max(40), for: z.string().regex(/^\d{1,4}[mhd]$/) }),
  z.object({
    kind: z.literal('send'), id: z.string().min(1).max(40), channel: z.enum(['wecom.broadcast']),
    /** Liquid with strict variables: {{ customer.name }}. */
    text: z.string().min(1).max(4000),
    /** Staff that have not confirmed by then count as not confirmed, and the customer goes on. */
    confirmWithin: z.string().regex(/^\d{1,4}[mhd]$/).default('2d'),
  }),
]);
export type SopStep = z.infer<typeof sopStep>;

export const sopDefinition = z.object({
  trigger: z.object({ kind: z.literal('audience_entry'), audienceId: idText }),
  /** Share of entering customers that are kept out on purpose, to measure. */
  holdOut: z.number().min(0).max(0.9).default(0.1),
  steps: z.array(sopStep).min(1).max(50),
  goal: z.object({ event: z.literal('order.paid'), withinDays: z.number().int().min(1).max(365) }),
  entry: z.object({ again: z.enum(['never', 'after_exit']) }).default({ again: 'never' }),
  quietHours: z.object({ from: z.string().regex(/^\d{2}:\d{2}$/), to: z.string().regex(/^\d{2}:\d{2}$/) }).default({ from: '21:00', to: '09:00' }),
});
export type SopDefinition = z.infer<typeof sopDefinition>;

export const sopStates = ['draft', 'live', 'paused', 'ended'] as const;
export const sop = z.object({
  id: idText, name: z.string(), state: z.enum(sopStates), definition: sopDefinition, publishedVersion: z.number().int().nullable(),
  createdAtMs: instantMs, publishedAtMs: instantMs.nullable(), revision: z.number().int(),
});
export type Sop = z.infer<typeof sop>;
export const newSop = z.object({ name: z.string().trim().min(1).max(100), definition: sopDefinition });
export const sopChange = newSop.extend({ revision: z.number().int() });

/** `GET /api/sops/:id/result`. Everyone who entered is either treated or held out; lift compares the two by assignment. */
export const sopResult = z.object({
  asOfMs: instantMs,
  enrolled: z.number().int(),
  heldOut: z.number().int(),
  sent: z.number().int(),
  notConfirmed: z.number().int(),
  capped: z.number().int(),
  failed: z.number().int(),
  waiting: z.number().int(),
  converted: z.number().int(),
  heldOutConverted: z.number().int(),
  treatedSalesMinor: amountMinor,
  heldOutSalesMinor: amountMinor,
  /** Net sales inside the goal's window per treated customer minus per held-out customer; null while either group has fewer than 2. */
  liftPerCustomerMinor: z.number().nullable(),
  liftLow: z.number().nullable(),
  liftHigh: z.number().nullable(),
  incrementalSalesMinor: z.number().nullable(),
  steps: z.array(z.object({ stepId: z.string(), entered: z.number().int(), here: z.number().int(), passed: z.number().int() })),
});
export type SopResult = z.infer<typeof sopResult>;

import { z } from 'zod';
import { idText, instantMs, pageOf } from './common.ts';
import { customerRow } from './customer.ts';
import { RuleShape as rule } from './rule.ts';

export const audience = z.object({
  id: idText, name: z.string(), rule, sentence: z.object({ zh: z.string(), en: z.string() }),
  live: z.boolean(), size: z.number().int().nullable(), countedAtMs: instantMs.nullable(), createdAtMs: instantMs, version: z.number().int(),
  /** Why the last refresh of a live audience failed; its members are then those of the refresh before. */
  refreshError: z.object({ zh: z.string(), en: z.string() }).nullable(),
});
export type Audience = z.infer<typeof audience>;

export const newAudience = z.object({ name: z.string().trim().min(1).max(100), rule });
/** `version` is the one that was read: a change by somebody else in between is answered 409. */
export const audienceChange = z.object({ name: z.string().trim().min(1).max(100), rule, version: z.number().int() });

/** `POST /api/audiences/preview` with `{ rule }`. `reach` counts, of the matching customers, those each channel can reach now. */
export const audiencePreview = z.object({
  count: z.number().int(), base: z.number().int(),
  reach: z.array(z.object({ channel: z.string(), count: z.number().int() })),
  sentence: z.object({ zh: z.string(), en: z.string() }),
  sample: z.array(customerRow).max(20), asOfMs: instantMs, tookMs: z.number(),
});
export type AudiencePreview = z.infer<typeof audiencePreview>;

export const audienceMembers = pageOf(customerRow);

/** What a rule may name: `GET /api/audiences/catalog`. */
export const ruleCatalog = z.object({
  attributes: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), type: z.enum(['text', 'number', 'boolean', 'date']), values: z.array(z.string()) })),
  events: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), sums: z.array(z.string()) })),
  models: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), classes: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }) })) })),
});
export type RuleCatalog = z.infer<typeof ruleCatalog>;

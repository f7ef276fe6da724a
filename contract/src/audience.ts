import { z } from 'zod';
import { idText, instantMs, pageOf, pageQuery } from './common.ts';
import { customerRow } from './customer.ts';
import { RuleShape as rule } from './rule.ts';

export const audience = z.object({
  id: idText, name: z.string(), rule, sentence: z.object({ zh: z.string(), en: z.string() }),
  live: z.boolean(), size: z.number().int().nullable(), countedAtMs: instantMs.nullable(), createdAtMs: instantMs, version: z.number().int(),
  /** Why the last refresh of a live audience failed; its members are then those of the refresh before. */
  refreshError: z.object({ zh: z.string(), en: z.string() }).nullable(),
});
export type Audience = z.infer<typeof audience>;

/** A leading `-` is the largest or latest first. Names go by pinyin. */
export const audienceSorts = ['-createdAt', 'createdAt', 'name', '-name', '-size', 'size', '-countedAt', 'countedAt'] as const;
export type AudienceSort = (typeof audienceSorts)[number];
/** Which audiences: `q` finds a part of the name or of what the rule says; `live` those that are kept current because an SOP begins with them, or the others. */
export const audienceFilter = z.object({ q: z.string().max(200).optional(), live: z.enum(['yes', 'no']).optional() });
export type AudienceFilter = z.infer<typeof audienceFilter>;
export const audiencesQuery = pageQuery.extend({ ...audienceFilter.shape, sort: z.enum(audienceSorts).default('-createdAt') });

/** How many audiences, or SOPs, a filter finds. */
export const listCount = z.object({ count: z.number().int() });
export type ListCount = z.infer<typeof listCount>;

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
  attributes: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), type: z.enum(['text', 'number', 'boolean', 'date']), /** A number in minor units (fen). */ money: z.boolean(), values: z.array(z.string()) })),
  events: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), sums: z.array(z.string()) })),
  models: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }), classes: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }) })) })),
});
export type RuleCatalog = z.infer<typeof ruleCatalog>;

import { z } from 'zod';
import { idText } from './common.ts';

export const searchKinds = ['customer', 'sop', 'audience'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** `q` is what was typed so far; `limit` how many of each kind are answered. */
export const searchQuery = z.object({ q: z.string().trim().min(1).max(100), limit: z.coerce.number().int().min(1).max(20).default(6) });

/** Something that was found, and by what, so that nobody wonders why it is there. */
export const searchHit = z.object({
  kind: z.enum(searchKinds),
  id: idText,
  name: z.string(),
  by: z.enum(['name', 'pinyin', 'phone', 'email', 'number']),
  /** Of a customer. */
  phoneMasked: z.string().nullable(),
  city: z.string().nullable(),
  /** Of an SOP. */
  state: z.string().nullable(),
  /** Of an audience: how many were counted last; null for whoever sees a part of the brand. */
  size: z.number().int().nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

/** `GET /api/search`. `kinds`: what was looked through, which is what the caller may see. */
export const searchAnswer = z.object({ data: z.array(searchHit), kinds: z.array(z.enum(searchKinds)) });
export type SearchAnswer = z.infer<typeof searchAnswer>;

import { z } from 'zod';

/** An id as it is shown: the prefix of its kind and 13 characters. */
export const idText = z.string().min(6).max(40);
/** An instant, in milliseconds since the Unix epoch. */
export const instantMs = z.number().int();
/** A day in the workspace's zone, `2026-11-22`. */
export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Minor units (fen) as a whole number; sums of a brand stay below 2^53. */
export const amountMinor = z.number().int();

/** A page of a list: pass `nextCursor` as `cursor` to go on; null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const choicesMax = 50;
/** Several values of one filter, by commas: any of them. */
export const choices = z.string().min(1).max(2_000).refine((text) => text.split(',').length <= choicesMax);

/** RFC 9457 with our code, the sentence in the reader's language, and the places that are wrong as JSON pointers. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** With a conflict: what the object is now. */
  present: z.unknown().optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

/** In which language a file is. A link sends no header, so the console says in which it is read; without it the reader's. */
export const languageQuery = z.object({ language: z.enum(['zh', 'en']).optional() });

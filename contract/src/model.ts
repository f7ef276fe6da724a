import { z } from 'zod';
import { amountMinor, idText, instantMs } from './common.ts';

export const rfmClasses = ['key_value', 'key_growth', 'key_retain', 'key_win_back', 'general_value', 'general_growth', 'general_retain', 'general_win_back'] as const;
export type RfmClass = (typeof rfmClasses)[number];
const both = z.object({ zh: z.string(), en: z.string() });

/** `GET /api/models/rfm`: the newest snapshot, or null before the first. */
export const rfmPicture = z.object({
  snapshot: z.object({
    id: idText, asOfMs: instantMs, takenAtMs: instantMs, buyers: z.number().int(),
    /** Customers who are buyers by now, and are in no class: their orders came after the snapshot, and the next one places them. */
    newcomers: z.number().int(),
    lines: z.object({ recencyDays: z.number(), frequency: z.number(), amountMinor: z.number() }),
    linesBy: z.enum(['mean', 'median', 'fixed']),
    classes: z.array(z.object({
      class: z.enum(rfmClasses), label: both, play: both,
      customers: z.number().int(), salesMinor: amountMinor, averageRecencyDays: z.number(), averageFrequency: z.number(), averageAmountMinor: z.number(),
    })),
    /** Buyers by recency band × frequency, for the heat map. */
    cells: z.array(z.object({ recencyBand: z.string(), frequencyBand: z.string(), customers: z.number().int(), salesMinor: amountMinor })),
  }).nullable(),
});
export type RfmPicture = z.infer<typeof rfmPicture>;

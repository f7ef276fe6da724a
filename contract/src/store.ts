import { z } from 'zod';
import { idText } from './common.ts';

const storeName = z.string().trim().min(1).max(200);
export const regionName = z.string().trim().min(1).max(100);

/** A store of the brand. Customers belong to it by its name, as imports and WeCom tell it; a region is the stores that name it. */
export const store = z.object({
  id: idText, name: z.string(), region: z.string().nullable(), active: z.boolean(),
  /** What it was called before. Customers who carry such a name, also those of imports to come, are its own and are shown under the present one. */
  formerNames: z.array(z.string()),
  /** Customers of the store that the reader may see. */
  customers: z.number().int(),
});
export type Store = z.infer<typeof store>;
export const newStore = z.object({ name: storeName, region: regionName.nullable().default(null) });
/** What is left out stays as it is. */
export const storeChange = z.object({ name: storeName.optional(), region: regionName.nullable().optional(), active: z.boolean().optional(), /** Those that it keeps; the others are free for another store, and their customers belong to none. */ formerNames: z.array(storeName).max(200).optional() });

/** `GET /api/stores/suggestions`: a name that customers carry and no store has, and how many do. */
export const storeSuggestion = z.object({ name: z.string(), customers: z.number().int() });
export type StoreSuggestion = z.infer<typeof storeSuggestion>;

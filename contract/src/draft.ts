import { z } from 'zod';
import { instantMs } from './common.ts';

/** Which form of which thing: `audience:aud_…`, `sop:new`. */
export const draftKey = z.string().regex(/^[a-z_]{1,40}:[A-Za-z0-9_-]{1,60}$/);

/** `PUT /api/drafts`: what is typed and not saved. `base`: the version of the thing that is being changed, '' for a new one. */
export const newDraft = z.object({ key: draftKey, base: z.string().max(100), value: z.json() });
export type NewDraft = z.infer<typeof newDraft>;

/** `GET /api/drafts?key=`: one's own draft of that form, or null. */
export const formDraft = z.object({ draft: z.object({ base: z.string(), value: z.json(), savedAtMs: instantMs }).nullable() });
export type FormDraft = z.infer<typeof formDraft>;

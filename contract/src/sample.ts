import { z } from 'zod';
import { idText } from './common.ts';

/** `GET /api/sample`: an invented brand to learn on, inside one's own; `POST` loads it, `DELETE` removes it, both as jobs (202). */
export const sampleState = z.object({
  /** `impossible`: the brand has customers of its own, among whom invented ones would only be in the way. */
  state: z.enum(['none', 'impossible', 'loading', 'loaded', 'removing']),
  customers: z.number().int(),
  /** The job that loads or removes it, while one does. */
  jobId: idText.nullable(),
  /** The SOP that its brand has run, to look at what came of it. */
  sopId: idText.nullable(),
});
export type SampleState = z.infer<typeof sampleState>;

/** What a piece of work says when it ends. It does not throw to mean "later" (Oban's habit). */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly atMs: number; readonly reason?: string }
  | { readonly kind: 'stop'; readonly reason: string };

export const done = (): Outcome => ({ kind: 'done' });
/** Try again at the instant. */
export const later = (atMs: number, reason?: string): Outcome => (reason === undefined ? { kind: 'later', atMs } : { kind: 'later', atMs, reason });
/** Never again, and why. */
export const stop = (reason: string): Outcome => ({ kind: 'stop', reason });

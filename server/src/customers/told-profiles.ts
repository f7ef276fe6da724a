import type { Known } from './resolve-plan.ts';

/**
 * What was told of customers a moment ago. Filling empty fields a second time with the same changes nothing, so a file that repeats
 * name and city on every line costs one look at each customer (55 ms of 780 a batch of 5,000). Only ever remembers what committed.
 */
export type ToldProfiles = {
  /** False when the same was told before and nothing can be left to fill. */
  isNews(workspaceId: bigint, known: Known): boolean;
  remember(workspaceId: bigint, known: readonly Known[]): void;
};

/** Some 20 MB. */
const rememberedMax = 50_000;

export function createToldProfiles(): ToldProfiles {
  const told = new Map<string, { text: string; seenMs: number }>();
  return {
    isNews(workspaceId, known) {
      const before = told.get(`${workspaceId}:${known.customerId}`);
      return before === undefined || before.text !== textOf(known) || (known.firstSeenAtMs ?? Infinity) < before.seenMs;
    },
    remember(workspaceId, all) {
      if (told.size + all.length > rememberedMax) told.clear();
      for (const known of all) {
        const place = `${workspaceId}:${known.customerId}`;
        const before = told.get(place);
        told.set(place, { text: textOf(known), seenMs: Math.min(known.firstSeenAtMs ?? Infinity, before?.seenMs ?? Infinity) });
      }
    },
  };
}

function textOf({ name = '', gender = 'unknown', city = '', source = '', store = '', phoneMasked = '', attributes }: Known): string {
  return `${name}|${gender}|${city}|${source}|${store}|${phoneMasked}|${attributes ? JSON.stringify(attributes) : ''}`;
}

import type { Known } from './resolve-plan.ts';

/**
 * What was told of customers a moment ago. Filling empty fields a second time with the same changes nothing, so a file that repeats
 * name and city on every line costs one look at each customer (55 ms of 780 a batch of 5,000). Only ever remembers what committed.
 */
export type ToldProfiles = {
  /** False when the same was told before and nothing can be left to fill. */
  isNews(known: Known): boolean;
  remember(known: readonly Known[]): void;
};

/** Some 20 MB. */
const rememberedMax = 50_000;

export function createToldProfiles(): ToldProfiles {
  // By customer: their ids are unique in the whole installation.
  const told = new Map<bigint, Known>();
  return {
    isNews(known) {
      const before = told.get(known.customerId);
      return before === undefined || !saysNoMore(known, before);
    },
    remember(all) {
      if (told.size + all.length > rememberedMax) told.clear();
      for (const known of all) {
        const seenMs = told.get(known.customerId)?.firstSeenAtMs;
        told.set(known.customerId, seenMs === undefined || seenMs > (known.firstSeenAtMs ?? Infinity) ? known : { ...known, firstSeenAtMs: seenMs });
      }
    },
  };
}

function saysNoMore(known: Known, before: Known): boolean {
  return known.name === before.name && known.gender === before.gender && known.city === before.city && known.source === before.source
    && known.store === before.store && known.phoneMasked === before.phoneMasked && (known.firstSeenAtMs ?? Infinity) >= (before.firstSeenAtMs ?? Infinity)
    && (known.attributes === before.attributes || JSON.stringify(known.attributes) === JSON.stringify(before.attributes));
}

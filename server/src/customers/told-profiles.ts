import type { Known } from './resolve-plan.ts';

/**
 * What was told of customers a moment ago. Filling empty fields a second time with the same changes nothing, so a file that repeats
 * name and city on every line costs one look at each customer (55 ms of 780 a batch of 5,000). Only ever remembers what committed.
 */
export type ToldProfiles = {
  /** False when as much was told before and nothing can be left to fill. */
  isNews(customerId: bigint, known: Telling): boolean;
  remember(known: readonly Known[]): void;
};

type Telling = Omit<Known, 'customerId'>;

/** Some 20 MB. */
const rememberedMax = 50_000;

export function createToldProfiles(): ToldProfiles {
  // By customer: their ids are unique in the whole installation.
  const told = new Map<bigint, Known>();
  return {
    isNews(customerId, known) {
      const before = told.get(customerId);
      return before === undefined || !saysNoMore(known, before);
    },
    remember(all) {
      if (told.size + all.length > rememberedMax) told.clear();
      for (const known of all) told.set(known.customerId, joined(told.get(known.customerId), known));
    },
  };
}

/** What a row says in addition to what was told before; a row that leaves a field out says nothing of it. */
function joined(before: Known | undefined, known: Known): Known {
  if (!before) return known;
  const firstSeenAtMs = Math.min(before.firstSeenAtMs ?? Infinity, known.firstSeenAtMs ?? Infinity);
  const said = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Known;
  return { ...before, ...said, ...(firstSeenAtMs === Infinity ? {} : { firstSeenAtMs }) };
}

function saysNoMore(known: Telling, before: Known): boolean {
  const no = (said: unknown, told: unknown) => said === undefined || said === told;
  return no(known.name, before.name) && no(known.gender, before.gender) && no(known.city, before.city) && no(known.source, before.source)
    && no(known.store, before.store) && no(known.phoneMasked, before.phoneMasked) && (known.firstSeenAtMs ?? Infinity) >= (before.firstSeenAtMs ?? Infinity)
    && (no(known.attributes, before.attributes) || JSON.stringify(known.attributes) === JSON.stringify(before.attributes));
}

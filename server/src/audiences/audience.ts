import type { Rule } from '@homefield/contract';
import type { Sentence } from '../kernel/index.ts';

/** A rule with a name. `size` is the last count; a live audience keeps its members current. */
export type Audience = {
  id: bigint; name: string; rule: Rule; sentence: Sentence; live: boolean; size: number | null; countedAtMs: number | null; createdAtMs: number; version: number;
  /** Why the last refresh of a live audience failed; null when it did not. */
  refreshError: Sentence | null;
  /** When its members were last told; null before the first time since it became live. */
  refreshedAtMs: number | null;
};

export const audiencesMax = 1_000;
/** Customers that one question may name: their ids go as a parameter of about 20 bytes each. */
export const givenMax = 10_000;
/** Customers per transaction of a refresh: longer ones hold every reader of the log back. */
export const refreshBatchMax = 5_000;
/** A live audience is looked at again after this long, by the product's clock. */
export const refreshEveryMs = 60_000;

export type RefreshResult = {
  generation: bigint; entered: number; left: number; size: number;
  /** True: a newer refresh began meanwhile and does the rest, or orders began to be imported, and it is done again behind them. */
  superseded: boolean;
};

/** Why one customer is in an audience or not, condition by condition. */
export type Verdicts = {
  /** False: excluded (staff, test account), erased or unknown; no rule selects such a customer. */
  inPopulation: boolean;
  matches: boolean;
  /** The leaves of the rule from left to right: holds or not, and what was found (a count, a sum in its unit, a value). */
  conditions: { pointer: string; sentence: Sentence; holds: boolean; found: string }[];
};

/**
 * What has to change so that `present` becomes `wanted`. Both come in ascending order and are read once, side by side, so that neither
 * has to fit into memory.
 */
export async function* difference(wanted: AsyncIterable<bigint>, present: AsyncIterable<bigint>): AsyncGenerator<{ enters: boolean; customerId: bigint }> {
  const [left, right] = [wanted[Symbol.asyncIterator](), present[Symbol.asyncIterator]()];
  let [want, have] = [await left.next(), await right.next()];
  while (!want.done || !have.done) {
    if (!want.done && (have.done || want.value < have.value)) {
      yield { enters: true, customerId: want.value };
      want = await left.next();
    } else if (!have.done && (want.done || have.value < want.value)) {
      yield { enters: false, customerId: have.value };
      have = await right.next();
    } else {
      [want, have] = [await left.next(), await right.next()];
    }
  }
}

/**
 * `lift`: over many seeds, how often the effect that the sandbox's people really have lies in the 95 % interval that the product
 * reports. Each seed is a whole demo: an invented brand, its SOP with hold-out through WeCom, staff who confirm or not, 20 days.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from '../../../server/src/demo/index.ts';
import { createLogger } from '../../../server/src/http/index.ts';
import { createRandomness, createRealClock, readConfig } from '../../../server/src/kernel/index.ts';
import { round } from './engines.ts';

export async function run({ size = 'full' }: { size?: 'full' | 'smoke' }): Promise<Record<string, unknown>> {
  const [seeds, customers, days] = size === 'full' ? [100, 2_500, 16] : [1, 600, 6];
  const home = await mkdtemp(join(tmpdir(), 'homefield-lift-'));
  await chmod(home, 0o711);
  const realClock = createRealClock();
  let [covered, above, below, unsure] = [0, 0, 0, 0];
  const misses: { seed: number; truth: number; low: number; high: number }[] = [];
  const startedMs = performance.now();
  let [next, ended] = [1, 0];
  const lane = async (folder: string) => {
    for (let seed = next++; seed <= seeds; seed = next++) {
      const demo = await runDemo({
        config: readConfig({ HOMEFIELD_HOME: home }, home), clock: realClock, realClock, randomness: createRandomness(), logger: createLogger({ level: 'silent' }),
        home: join(home, folder), request: { ordersPath: undefined, mapping: 'auto', asOf: '2026-06-30', days, seed, customers },
      });
      const { liftLow: low, liftHigh: high } = demo.report.sop;
      const truth = demo.truth.liftPerCustomerMinor;
      await demo.close();
      if (low === null || high === null) unsure += 1;
      else if (truth < low || truth > high) {
        misses.push({ seed, truth: Math.round(truth), low: Math.round(low), high: Math.round(high) });
        if (truth < low) above += 1; else below += 1;
      } else covered += 1;
      ended += 1;
      if (ended % 10 === 0) console.log(`  ${ended} seeds: ${covered} covered, ${above} too high, ${below} too low`);
    }
  };
  // A demo mostly waits for one engine or the other: two at once take little more time than one.
  await Promise.all(['first', 'second'].map(lane));
  await rm(home, { recursive: true, force: true });
  return { seeds, customers, days, covered, intervalTooHigh: above, intervalTooLow: below, withoutInterval: unsure, misses: misses.sort((one, other) => one.seed - other.seed), secondsPerSeed: round((performance.now() - startedMs) / 1000 / seeds) };
}

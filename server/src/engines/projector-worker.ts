import { projectorBatchMax } from './log/index.ts';
import type { Log, Projector } from './log/index.ts';
import type { Worker } from './jobs/index.ts';

const restMs = 400;
/** A batch of more events is part of an import. */
const bulkFrom = 4_000;
const bulkRestMs = 1_500;

/**
 * Inserting at most twice a second keeps ClickHouse's parts few; 100 inserts a second burned more than a core. While much is imported the
 * rest is longer still, because each insert of history makes a part per month. A full batch goes on at once.
 */
export function projectorWorker({ projector, log }: { projector: Projector; log: Log }): Worker {
  let count = 0;
  return {
    name: 'projector', pollMs: 1_000, restMs: () => (count > bulkFrom ? bulkRestMs : restMs),
    wake: (nudge) => log.onAppended(nudge),
    async step() {
      count = await projector.step();
      return count >= projectorBatchMax ? 'more' : 'idle';
    },
  };
}

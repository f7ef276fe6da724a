import type { Database, Log, LogEvent, Worker } from '../engines/index.ts';
import { rememberNames } from './word-store.ts';
import type { Named } from './word-store.ts';

export const wordReader = 'customer words';
const pollMs = 2_000;
/** Some 20,000 words, 100 ms: a request never waits for longer behind it. */
const eventsMax = 4_000;

export type CustomerWorkerDeps = {
  db: Database;
  log: Pick<Log, 'consume' | 'onAppended'>;
  /** Kinds of jobs that bring many customers at once: names wait until they have ended, so that an import has the machine to itself. */
  importKinds: readonly string[];
};

/** Keeps what customers are found by beside the log, a second or two behind. */
export function customerWorkers({ db, log, importKinds }: CustomerWorkerDeps): Worker[] {
  return [{
    name: 'customer words', pollMs,
    async step() {
      if (await db.asEngine(async (tx) => (await tx.query("select 1 from job where kind = any ($1) and state in ('waiting', 'running') limit 1", [importKinds])).length > 0)) return 'idle';
      const passed = await log.consume(wordReader, { names: ['customer.created', 'customer.updated'], max: eventsMax }, (events, tx) => rememberNames(tx, events.flatMap(nameOf)));
      return passed > 0 ? 'more' : 'idle';
    },
  }];
}

function nameOf({ workspaceId, customerId, properties }: LogEvent): Named[] {
  const profile = properties['profile'] as { name?: unknown; gone?: unknown } | undefined;
  return customerId === null || typeof profile?.name !== 'string' || profile.gone === true ? [] : [{ workspaceId, customerId, name: profile.name }];
}

import type { Clock, Config, Ids, Randomness, Sentence } from '../kernel/index.ts';
import { createIds } from '../kernel/index.ts';
import { connectClickHouse, migrateClickHouse } from './clickhouse/index.ts';
import type { ClickHouse } from './clickhouse/index.ts';
import { openHome } from './home.ts';
import type { Home } from './home.ts';
import { createLog, createProjector } from './log/index.ts';
import type { Log, Projector } from './log/index.ts';
import { connectPostgres } from './postgres/index.ts';
import type { Postgres } from './postgres/index.ts';

/** Both engines, the log between them, and what every capability is built from. */
export type Engines = {
  home: Home;
  postgres: Postgres;
  clickhouse: ClickHouse;
  log: Log;
  projector: Projector;
  ids: Ids;
  close(): Promise<void>;
};

type Options = {
  config: Pick<Config, 'home' | 'databaseUrl' | 'clickhouseUrl' | 'secretKey'>;
  clock: Clock;
  randomness: Randomness;
  onTrouble?: (message: string) => void;
  /** Told what a start that takes long waits for (recovery after a crash). */
  onWait?: ((what: Sentence) => void) | undefined;
};

/** Starts or reaches both engines, brings their schemas up to date, and checks that the log fits the database it lies in. */
export async function startEngines(options: Options): Promise<Engines> {
  const { config } = options;
  const home = await openHome(config.home, { randomness: options.randomness, secretKey: config.secretKey });
  const trouble = { onWait: options.onWait, ...(options.onTrouble ? { onTrouble: options.onTrouble } : {}) };
  const closers: (() => Promise<void>)[] = [() => home.unlock()];
  try {
    // ClickHouse first: it is migrated under PostgreSQL's lock. They start side by side.
    const clickhouseStart = connectClickHouse({ home, clickhouseUrl: config.clickhouseUrl, ...trouble });
    clickhouseStart.catch(() => undefined);
    const postgres = await connectPostgres({
      home, databaseUrl: config.databaseUrl, ...trouble,
      alsoMigrate: async () => { await migrateClickHouse((await clickhouseStart).admin); },
    }).catch(async (error: unknown) => {
      await clickhouseStart.then((clickhouse) => clickhouse.close(), () => undefined);
      throw error;
    });
    closers.unshift(() => postgres.close());
    const clickhouse = await clickhouseStart;
    closers.unshift(() => clickhouse.close());
    const log = await createLog({ db: postgres.db, signals: postgres.signals });
    const projector = createProjector({ db: postgres.db, log, clickhouse: clickhouse.admin });
    return {
      home, postgres, clickhouse, log, projector,
      ids: createIds({ now: () => options.clock.now(), worker: postgres.signals.worker }),
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close();
}

import { z } from 'zod';
import { readMigrations } from '../engines/index.ts';
import type { Engines } from '../engines/index.ts';
import { NotReady } from './problems.ts';
import type { HttpServer } from './server-types.ts';

/** What has to answer before requests make sense: a name and a check that throws. */
export type Readiness = Readonly<Record<string, () => Promise<void>>>;

const checkTimeoutMs = 3_000;

/** Both engines answer, and the database has exactly our migrations. */
export function engineReadiness({ postgres, clickhouse }: Pick<Engines, 'postgres' | 'clickhouse'>): Readiness {
  return {
    postgres: async () => { await postgres.db.asEngine((tx) => tx.query('select 1')); },
    clickhouse: async () => { await clickhouse.admin.read('select 1'); },
    migrations: async () => {
      const wanted = await readMigrations('postgres');
      const applied = await postgres.db.asEngine((tx) => tx.query<{ version: string }>('select version from schema_migration limit 10000'));
      const versions = new Set(applied.map(({ version }) => version));
      const missing = wanted.filter(({ version }) => !versions.has(version));
      if (missing.length > 0) throw new Error(`not applied: ${missing.map(({ version }) => version).join(', ')}`);
    },
  };
}

export function healthRoutes(app: HttpServer, readiness: Readiness): void {
  app.get('/livez', {
    config: { access: { public: true }, rateLimit: false },
    schema: { summary: 'The process lives', tags: ['operation'], response: { 200: z.object({ live: z.literal(true) }) } },
  }, () => ({ live: true as const }));
  app.get('/readyz', {
    config: { access: { public: true }, rateLimit: false, problems: [NotReady] },
    schema: { summary: 'Both engines answer and the schema is up to date', tags: ['operation'], response: { 200: z.object({ ready: z.literal(true), parts: z.record(z.string(), z.literal('ok')) }) } },
  }, async (request) => {
    const names = Object.keys(readiness);
    const outcomes = await Promise.all(names.map((name) => inTime(readiness[name]).then(() => undefined, (error: unknown) => error ?? new Error('failed'))));
    const down = names.filter((_, index) => outcomes[index] !== undefined);
    if (down.length === 0) return { ready: true as const, parts: Object.fromEntries(names.map((name) => [name, 'ok' as const])) };
    // Why stays in the log: an engine's words may name addresses and users.
    names.forEach((name, index) => { if (outcomes[index] !== undefined) request.log.warn({ err: outcomes[index], part: name }, 'a part is not ready'); });
    throw NotReady({ what: down.join(', '), seconds: 2 });
  });
}

async function inTime(check: (() => Promise<void>) | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs); });
  try {
    await Promise.race([check?.(), late]);
  } finally {
    clearTimeout(timer);
  }
}

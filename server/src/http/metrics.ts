import { isIP } from 'node:net';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database, Log } from '../engines/index.ts';
import { NotAllowed } from './problems.ts';
import type { HttpServer } from './server-types.ts';

type Options = { db: Database; log: Pick<Log, 'status'> };

/** Measures every request by the pattern of its route, and shows how the log, its readers and the jobs stand. */
export function measure(app: HttpServer, { db, log }: Options): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'homefield_http_request_duration_seconds', help: 'Time to answer a request', labelNames: ['method', 'route', 'status'], registers: [registry],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  app.addHook('onResponse', async (request, reply) => {
    durations.observe({ method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
  gaugesOfLog(registry, log);
  gaugeOfJobs(registry, db);
  return registry;
}

function gaugesOfLog(registry: Registry, log: Pick<Log, 'status'>): void {
  const oldest = new Gauge({ name: 'homefield_oldest_transaction_seconds', help: 'Age of the oldest writing transaction; it holds every reader of the log back', registers: [registry] });
  const parked = new Gauge({ name: 'homefield_log_parked_batches', help: 'Events that ClickHouse refused and that wait for a decision', registers: [registry] });
  new Gauge({
    name: 'homefield_log_lag_seconds', help: 'Age of the first event that a reader has not passed', labelNames: ['reader'], registers: [registry],
    async collect() {
      const status = await log.status();
      this.reset();
      for (const { reader, lagMs } of status.readers) this.set({ reader }, lagMs / 1_000);
      oldest.set(status.oldestTransactionMs / 1_000);
      parked.set(status.parkedBatches);
    },
  });
}

function gaugeOfJobs(registry: Registry, db: Database): void {
  new Gauge({
    name: 'homefield_jobs', help: 'Jobs by kind and state: all that wait or run, and those that ended within a day', labelNames: ['kind', 'state'], registers: [registry],
    async collect() {
      const rows = await db.asEngine((tx) => tx.query<{ kind: string; state: string; count: number }>(`
        select kind, state, count(*)::int as count from job
        where state in ('waiting', 'running') or ended_at > (select max(ended_at) from job) - interval '1 day'
        group by kind, state limit 500`));
      this.reset();
      for (const { kind, state, count } of rows) this.set({ kind, state }, count);
    },
  });
}

/** For Prometheus: on this machine as it is, from elsewhere by an owner or with an API key that one made (scope `read`): they tell of all brands. */
export function metricsRoute(app: HttpServer, registry: Registry): void {
  app.get('/metrics', {
    config: { access: { public: true }, rateLimit: false },
    schema: { summary: 'Numbers for Prometheus', tags: ['operation'], produces: ['text/plain'] },
  }, async (request, reply) => {
    const actor = request.maybeActor;
    const allowed = isLoopback(request.ip) || (actor?.role === 'owner' && (actor.kind === 'user' || actor.scopes.includes('read')));
    if (!allowed) throw NotAllowed();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

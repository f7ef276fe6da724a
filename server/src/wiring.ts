import type { FastifyBaseLogger } from 'fastify';
import { join } from 'node:path';
import { audienceRoutes, audienceWorkers, createAudiences } from './audiences/index.ts';
import { channelMoves, channelRoutes, channelWorkers, createChannels } from './channels/index.ts';
import { aliasProjection, createCustomers, customerMoves, mergeSweeper, customerBulkRoutes, customerExportSource, customerProjection, customerRoutes, customerStays, customerWorkers, ofScope, orderCustomerKind, registerCustomerBulk, wordReader } from './customers/index.ts';
import type { Identity, Move } from './customers/index.ts';
import { draftRoutes } from './drafts/index.ts';
import { createJobs, createRunner, projectorWorker, startEngines } from './engines/index.ts';
import type { Engines, Worker } from './engines/index.ts';
import { createHttp, engineReadiness, jobRoutes, systemRoutes, withIdempotency } from './http/index.ts';
import { createExports, exportRoutes, exportSweeper } from './exports/index.ts';
import type { HttpServer } from './http/index.ts';
import { createInsights, insightRoutes } from './insights/index.ts';
import { minuteMs, hourMs } from './kernel/index.ts';
import type { Clock, Config, Randomness, Sentence } from './kernel/index.ts';
import { createMessages, createWecomDirectory, messageMoves, messageRoutes, messageWorkers } from './messages/index.ts';
import { createModels, modelJobs, modelRoutes, modelTexts, modelWorkers } from './models/index.ts';
import { createOrders, orderImportKind, orderMoves, ordersExist, orderRoutes, registerOrderImport, uploadSweeper } from './orders/index.ts';
import { createOrganization, organizationRoutes, storeRoutes } from './organization/index.ts';
import { registerSample, sampleRoutes } from './sample/index.ts';
import { createSearch, searchRoutes } from './search/index.ts';
import { createSops, sopMoves, sopRoutes, sopsUsing, sopWorkers } from './sops/index.ts';
import { createViews, viewRoutes } from './views/index.ts';

export type ProductOptions = {
  config: Config;
  /** The domain's time: real, or virtual in the demo. */
  clock: Clock;
  /** The time of the people in front of it (sessions, limits): always real. */
  realClock: Clock;
  randomness: Randomness;
  logger: FastifyBaseLogger;
  /** How long handed messages wait for company before their broadcast is made; 0 in virtual time. */
  gatherMs?: number;
  /** Told what a start that takes long waits for. */
  onWait?: (what: Sentence) => void;
  /** How often contacts are brought up to date by themselves; 0 never. */
  syncEveryMs?: number;
};

/** The product, put together: capabilities on their engines, and a runner with all workers. */
export type Product = ReturnType<typeof assemble>;

/** Starts the engines and makes every capability on them. Nothing runs and nobody is served yet: see `runner.start` and `openHttp`. */
export async function createProduct(options: ProductOptions): Promise<Product> {
  const engines = await startEngines({ ...options, onTrouble: (message) => options.logger.warn({ trouble: message }, 'engine trouble') });
  try {
    await engines.log.register('sops', 'beginning');
    await engines.log.register(wordReader, 'beginning');
    return assemble(engines, options);
  } catch (error) {
    await engines.close();
    throw error;
  }
}

function assemble(engines: Engines, { clock, realClock, randomness, logger, gatherMs, syncEveryMs }: ProductOptions) {
  const { log, ids, home: { secretKey, files } } = engines;
  const { signals } = engines.postgres;
  const { analytics } = engines.clickhouse;
  const db = withIdempotency(engines.postgres.db);
  const jobs = createJobs({ db, clock, ids, signals, randomness, onError: (job, error) => logger.error({ job, err: error }, 'a job failed') });
  const organization = createOrganization({ db, clock: realClock, ids, randomness, secretKey });
  const customers = createCustomers({ db, analytics, log, clock, ids, secretKey, moves: productMoves });
  const orders = createOrders({ db, log, clock, ids, customers });
  const importDeps = { db, log, clock, ids, customers, orders, folder: join(files, 'imports') };
  /** While one of these is open, the customers of its workspace have half a history. */
  const importKinds = [orderImportKind];
  const models = createModels({ db, analytics, log, clock, ids });
  const audiences = createAudiences({ db, analytics, log, clock, ids, importKinds, othersUsing: sopsUsing, audit: organization.audit });
  const directory = createWecomDirectory({ db, customers, staff: organization.staff, identityOf });
  const channels = createChannels({ db, clock, ids, randomness, secretKey, directory, ...(gatherMs === undefined ? {} : { gatherMs }), ...(syncEveryMs === undefined ? {} : { syncEveryMs }) });
  const messages = createMessages({ db, log, clock, ids, channels });
  const sops = createSops({ db, log, clock, ids, randomness, audiences, messages, audit: organization.audit });
  const insights = createInsights({ db, analytics, clock });
  const search = createSearch({ db, customers });
  const views = createViews({ db, clock: realClock, ids });
  engines.projector.add(customerProjection);
  engines.projector.add(aliasProjection);
  modelJobs({ models, jobs, db, log, importKinds });
  registerOrderImport(jobs, importDeps);
  registerSample(jobs, { db, analytics, log, clock, ids, models, importDeps, customers, staff: organization.staff, audiences, messages });
  const exportDeps = { db, jobs, clock, audit: organization.audit, folder: join(files, 'exports') };
  const exports = createExports(exportDeps);
  exports.register(customerExportSource(customers, modelTexts.find(({ name }) => name === 'rfm')?.classes ?? new Map()));
  registerCustomerBulk({ db, jobs, customers, audit: organization.audit });

  const runner = createRunner({ onError: (worker, error) => logger.error({ worker, err: error }, 'a worker failed and will try again') });
  // The order is that of stepping in virtual time: what happened is seen before it is acted upon.
  for (const worker of [
    projectorWorker(engines),
    ...modelWorkers({ db, clock, log, models, importKinds }),
    ...audienceWorkers({ db, clock, log, audiences, importKinds }),
    ...sopWorkers({ sops }),
    ...messageWorkers({ messages }),
    ...channelWorkers({ channels }),
  ]) runner.add(worker);
  for (const worker of [
    partitionWorker(engines), uploadSweeper({ ...importDeps, realClock }), exportSweeper(exportDeps), ...customerWorkers({ db, log, importKinds }), mergeSweeper({ db, clock, moves: [...customerMoves, ...productMoves] }), ...organization.workers(), jobs.worker('jobs'), jobs.worker('more jobs'),
  ]) runner.add({ ...worker, realTime: true });
  return { engines, db, jobs, organization, customers, orders, importDeps, exports, exportDeps, models, audiences, channels, messages, sops, insights, search, views, runner };
}

/** What moves to the survivor when customers are merged, and back. */
export const productMoves: readonly Move[] = [...orderMoves, ...channelMoves, ...messageMoves, ...sopMoves];
/** Tables whose rows stay with whom they were written for: members are counted anew, and a lock is nobody's. */
export const productStays: readonly string[] = [...customerStays, 'audience_member', 'message_customer'];

/** What the `state` of a code says about who scans it: the card in a parcel names the buyer, the code of a member card the member. */
export const codeStates = { card: orderCustomerKind, member: 'member_no' } as const;

function identityOf(state: string): Identity | undefined {
  const [prefix = '', value = ''] = state.split(/_(.*)/s, 2);
  return value !== '' && prefix in codeStates ? { kind: codeStates[prefix as keyof typeof codeStates], value } : undefined;
}

/** Partitions of the log are made ahead and dropped behind every reader; keys of events are kept for 7 days. */
function partitionWorker({ postgres }: Engines): Worker {
  return {
    name: 'partitions', pollMs: hourMs, restMs: minuteMs,
    async step() {
      await postgres.db.asEngine((tx) => tx.query('select homefield_make_partitions(3), homefield_drop_partitions(7)'));
      const gone = await postgres.db.asEngine((tx) => tx.query(`
        delete from event_key where (workspace_id, source, key) in (
          select workspace_id, source, key from event_key where received_at < now() - interval '7 days' order by received_at limit 5000
        ) returning 1 as one`));
      return gone.length === 5_000 ? 'more' : 'idle';
    },
  };
}

/** The web server of a product, with every route. */
export async function openHttp(product: Product, options: ProductOptions & { consoleFolder: string; virtualTime: boolean }): Promise<HttpServer> {
  const { engines, db, jobs, organization, customers, models, audiences, channels, messages, sops, insights, search, views, importDeps, exports, exportDeps } = product;
  const { config, clock, realClock, randomness, logger, virtualTime, consoleFolder } = options;
  const { secretKey } = engines.home;
  const { app, workers } = await createHttp({
    config, clock: realClock, randomness, db: engines.postgres.db, log: engines.log, logger, secretKey,
    authenticator: organization.authenticator, readiness: engineReadiness(engines), consoleFolder,
  });
  for (const worker of workers()) product.runner.add({ ...worker, realTime: true });
  organizationRoutes(app, { organization, config, secretKey, clock, virtualTime, db, ordersExist, contactsOf: ({ workspaceId, dataScope }, ids) => channels.contactsOf(workspaceId, ids, (column, place) => ofScope(dataScope, column, place)) });
  storeRoutes(app, { organization, byStore: (viewer) => customers.byStore(viewer) });
  jobRoutes(app, { jobs });
  draftRoutes(app, { db: product.db, clock: realClock });
  systemRoutes(app, { engines, clock: realClock });
  exportRoutes(app, exportDeps);
  customerRoutes(app, { customers });
  customerBulkRoutes(app, { customers, jobs, exports });
  orderRoutes(app, { ...importDeps, jobs, audit: organization.audit });
  audienceRoutes(app, { audiences, customerRows: (viewer, customerIds) => customers.rows(viewer, customerIds) });
  modelRoutes(app, { models, jobs, clock });
  channelRoutes(app, { channels, audit: organization.audit, clock });
  messageRoutes(app, { messages, audit: organization.audit });
  sopRoutes(app, { sops });
  insightRoutes(app, { insights });
  sampleRoutes(app, { db: product.db, jobs, clock, audit: organization.audit });
  searchRoutes(app, { search });
  viewRoutes(app, { views });
  return app;
}

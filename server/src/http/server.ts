import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Database, Log, Worker } from '../engines/index.ts';
import type { Clock, Config, Randomness } from '../kernel/index.ts';
import { guard, requireDeclaration } from './access.ts';
import { readBodies } from './bodies.ts';
import { serveConsole } from './console-files.ts';
import { answerProblems, answerUnreadable } from './errors.ts';
import { healthRoutes } from './health.ts';
import type { Readiness } from './health.ts';
import { heedIdempotencyKeys } from './idempotency.ts';
import { levelOfAnswer } from './logger.ts';
import { measure, metricsRoute } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { registerRateLimits } from './rate-limits.ts';
import type { Authenticator, HttpServer } from './server-types.ts';
import { validatorCompiler } from './validation.ts';

export type HttpOptions = {
  config: Pick<Config, 'publicUrl'> & Partial<Pick<Config, 'trustProxy'>>;
  /** The clock of the people in front of it (idempotency, sessions): the real one, also where the product's time is virtual. */
  clock: Clock;
  randomness: Randomness;
  /** The plain database, not the one of `withIdempotency`. */
  db: Database;
  log: Pick<Log, 'status'>;
  logger: FastifyBaseLogger;
  secretKey: Buffer;
  authenticator: Authenticator;
  readiness: Readiness;
  /** `console/dist`; a friendly page is shown while it is not built. */
  consoleFolder?: string;
  version?: string;
  /** How long a connection may be silent (default 1 min), and a body that is no file be on its way (default 5 min). */
  patience?: { silenceMs: number; bodyMs: number };
};

export type Http = {
  app: HttpServer;
  /** Removes kept answers after a day. */
  workers(): Worker[];
};

const silenceMaxMs = 60_000;
const bodyMaxMs = 300_000;

/** 1 MiB: the largest honest JSON body is a rule or an SOP. Files come as streams with limits of their own. */
const bodyMaxBytes = 1_048_576;

/** The web server without routes of capabilities: register theirs on `app`, then `listen(app, …)`. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  // Without the setting only a reverse proxy on this machine is believed: were it not, everybody who comes through it would be this machine.
  const { trustProxy = 'loopback' } = options.config;
  const app: HttpServer = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyMaxBytes,
    genReqId: () => options.randomness.bytes(9).toString('base64url'),
    trustProxy: typeof trustProxy === 'number' ? (_: string, hop: number) => hop < trustProxy : typeof trustProxy === 'string' ? trustProxy : [...trustProxy],
    // A file of 2 GiB takes as long as it takes (Node's own limit of a request would cut it); what must not last is silence.
    requestTimeout: 0,
    connectionTimeout: options.patience?.silenceMs ?? silenceMaxMs,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler as never);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  logRequests(app);
  closeInOrder(app);
  await app.register(cookie);
  await protectPages(app, options.config.publicUrl);
  requireDeclaration(app);
  const registry = measure(app, options);
  const failures = { check: async () => undefined, count: async () => undefined } as Parameters<typeof guard>[1]['failures'];
  guard(app, { authenticator: options.authenticator, secretKey: options.secretKey, publicUrl: options.config.publicUrl, failures });
  // After the guard: limits count by who was recognized.
  Object.assign(failures, await registerRateLimits(app));
  readBodies(app, options.patience?.bodyMs ?? bodyMaxMs);
  const answers = heedIdempotencyKeys(app, options);
  await describeApi(app, options.version ?? '0.1.0');
  healthRoutes(app, options.readiness);
  metricsRoute(app, registry);
  await serveConsole(app, options.consoleFolder);
  return { app, workers: () => [{ name: 'kept-answers', pollMs: 600_000, step: () => answers.sweep() }] };
}

/** How long requests under way have when the server closes. */
const closeMaxMs = 10_000;

/** A browser keeps its connection for the next request; without these words a close would wait for it a minute long. */
function closeInOrder(app: HttpServer): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => app.server.closeAllConnections(), closeMaxMs).unref();
  });
  app.addHook('onSend', async (_, reply, payload) => {
    if (closing) reply.header('connection', 'close');
    return payload;
  });
}

function logRequests(app: HttpServer): void {
  app.addHook('onResponse', async (request, reply) => {
    const { maybeActor: actor } = request;
    request.log[levelOfAnswer({ method: request.method, status: reply.statusCode })]({
      method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, durationMs: Math.round(reply.elapsedTime),
      ...(actor ? { actor: `${actor.kind}:${actor.id}`, workspace: String(actor.workspaceId) } : {}),
    }, 'answered');
  });
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id);
    // What may be kept says so itself (the console's files).
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    return payload;
  });
}

/** Headers that browsers heed. antd writes its styles into the page (css-in-js), hence `'unsafe-inline'` for styles and only there. */
async function protectPages(app: HttpServer, publicUrl: string | undefined): Promise<void> {
  const secure = publicUrl?.startsWith('https:') ?? false;
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'], connectSrc: ["'self'"], workerSrc: ["'self'", 'blob:'], objectSrc: ["'none'"], baseUri: ["'self'"],
        formAction: ["'self'"], frameAncestors: ["'none'"], ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    // Means nothing over plain HTTP but a warning in the browser's console.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  });
}

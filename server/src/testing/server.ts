import type { Role } from '@homefield/contract';
import { createHttp, createLogger, engineReadiness, routesOf, withIdempotency } from '../http/index.ts';
import type { HttpServer, RegisteredRoute, Scope } from '../http/index.ts';
import { wholeBrand } from '../kernel/index.ts';
import { ordersExist } from '../orders/index.ts';
import { createOrganization, organizationRoutes } from '../organization/index.ts';
import type { Organization } from '../organization/index.ts';
import { startTestEngines } from './engines.ts';
import type { TestEngines } from './engines.ts';

/** What a client got: `json` is the parsed body (undefined when there is none). */
export type Answer = { status: number; headers: Record<string, string | string[] | number | undefined>; text: string; json: unknown };
export type Call = { body?: unknown; headers?: Record<string, string> };

/** Somebody who is signed in (or a key): calls carry the cookie, the CSRF token or the bearer. */
export type Client = {
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, options?: Call): Promise<Answer>;
  get(url: string): Promise<Answer>;
  post(url: string, body?: unknown): Promise<Answer>;
  workspaceId: bigint;
  userId: bigint;
  email: string;
};

/** What of the brand's customers a person sees. */
export type ScopeOfPerson = Pick<Parameters<Organization['users']['create']>[2], 'scope' | 'staffId'>;

/** A brand with its people. */
export type TestBrand = { workspaceId: bigint; owner: Client; operator: Client; staff: Client; /** One more, with this role. */ person(role: Role, scope?: ScopeOfPerson): Promise<Client>; apiKey(scopes: readonly Scope[]): Promise<Client> };

export type TestDeps = TestEngines['deps'] & { organization: Organization; audit: Organization['audit']; engines: TestEngines };
export type RouteRegistrar = (app: HttpServer, deps: TestDeps) => void | Promise<void>;

export type TestServer = TestBrand & {
  engines: TestEngines;
  deps: TestDeps;
  app: HttpServer;
  organization: Organization;
  routes: readonly RegisteredRoute[];
  /** Nobody in particular. */
  anonymous: Pick<Client, 'call' | 'get' | 'post'>;
  /** A second brand, for tests of isolation. */
  other: TestBrand;
  /** Lines that the server logged. */
  logged: string[];
  close(): Promise<void>;
};

export const testPassword = 'correct horse battery';

type Options = {
  /** Called with the server and what `create…(deps)` of a capability takes; `deps.db` heeds idempotency keys as the product's does. */
  routes?: readonly RouteRegistrar[];
  /** Engines that the caller started (and closes). */
  engines?: TestEngines;
  publicUrl?: string;
  consoleFolder?: string;
};

/** Engines, web server, two brands with an owner, an operator and a staff user each. Once per test file. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const engines = options.engines ?? await startTestEngines();
  const { clock, ids, randomness, secretKey, log } = engines.deps;
  const plain = engines.deps.db;
  const db = withIdempotency(plain);
  const organization = createOrganization({ db, clock, ids, randomness, secretKey });
  const logged: string[] = [];
  const config = { publicUrl: options.publicUrl };
  const { app } = await createHttp({
    config, clock, randomness, db: plain, log, secretKey, authenticator: organization.authenticator, readiness: engineReadiness(engines.engines),
    logger: createLogger({ level: 'info', destination: { write: (line) => { logged.push(line); } } }),
    ...(options.consoleFolder ? { consoleFolder: options.consoleFolder } : {}),
  });
  const deps: TestDeps = { ...engines.deps, db, organization, audit: organization.audit, engines };
  organizationRoutes(app, { organization, config, secretKey, clock, virtualTime: true, db, ordersExist });
  for (const register of options.routes ?? []) await register(app, deps);
  await app.ready();
  const [first, other] = [await makeBrand(app, organization, 'a'), await makeBrand(app, organization, 'b')];
  return {
    ...first, other, engines, deps, app, organization, logged, routes: routesOf(app), anonymous: clientOf(app, {}),
    async close() {
      await app.close();
      if (!options.engines) await engines.close();
    },
  };
}

/** A brand with its people on a server that exists. Signs in without a password: argon2 costs 30 ms a time. */
export async function makeBrand(app: HttpServer, organization: Organization, name: string): Promise<TestBrand> {
  const workspaceId = await organization.workspaces.create({ name: `Brand ${name}` });
  let made = 0;
  const person = async (role: Role, scope: ScopeOfPerson = {}): Promise<Client> => {
    const user = await organization.users.create(null, workspaceId, { email: `${role}${made += 1}-${workspaceId}@example.com`, name: `${role} of ${name}`, password: testPassword, role, ...scope });
    return signedIn(app, organization, user);
  };
  const [owner, operator, staff] = [await person('owner'), await person('operator'), await person('staff')];
  return {
    workspaceId, owner, operator, staff, person,
    async apiKey(scopes) {
      const { key, apiKeyId } = await organization.apiKeys.create({ kind: 'user', id: owner.userId, role: 'owner', ...wholeBrand(workspaceId) }, workspaceId, { name: 'test', scopes });
      return { ...clientOf(app, { authorization: `Bearer ${key}` }), workspaceId, userId: apiKeyId, email: '' };
    },
  };
}

/** A new session of somebody who has an account. */
export async function signedIn(app: HttpServer, organization: Organization, { workspaceId, userId, email }: Pick<Client, 'workspaceId' | 'userId' | 'email'>): Promise<Client> {
  const { token } = await organization.sessions.open({ workspaceId, userId });
  const cookie = { cookie: `homefield_session=${token}` };
  const { json } = await clientOf(app, cookie).get('/api/session');
  const { csrfToken } = json as { csrfToken: string };
  return { ...clientOf(app, { ...cookie, 'x-csrf-token': csrfToken }), workspaceId, userId, email };
}

const glanceMs = 150;

/** What a stream begins with: it would never end by itself. */
async function glance(app: HttpServer, url: string, headers: Record<string, string>): Promise<Answer> {
  const response = await app.inject({ method: 'GET', url, headers, payloadAsStream: true });
  const stream = response.stream();
  const timer = setTimeout(() => { stream.destroy(); response.raw.res.destroy(); }, glanceMs);
  let text = '';
  try {
    for await (const chunk of stream) text += String(chunk);
  } catch {
    // Cut off by ourselves.
  }
  clearTimeout(timer);
  const isJson = /json/.test(String(response.headers['content-type'] ?? ''));
  return { status: response.statusCode, headers: response.headers, text, json: isJson ? JSON.parse(text) as unknown : undefined };
}

/** A client with fixed headers. */
export function clientOf(app: HttpServer, own: Record<string, string>): Pick<Client, 'call' | 'get' | 'post'> {
  const call: Client['call'] = async (method, url, { body, headers } = {}) => {
    if (/\/events(\?|$)/.test(url)) return glance(app, url, { ...own, ...headers });
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await app.inject({
      method, url, headers: { ...own, ...headers }, ...(body === undefined ? {} : { payload: isText ? body : body as object }),
    });
    const isJson = /json/.test(String(response.headers['content-type'] ?? ''));
    return { status: response.statusCode, headers: response.headers, text: response.payload, json: isJson ? JSON.parse(response.payload) as unknown : undefined };
  };
  return { call, get: (url) => call('GET', url), post: (url, body) => call('POST', url, body === undefined ? {} : { body }) };
}

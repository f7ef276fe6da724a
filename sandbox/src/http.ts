import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiRequest, Endpoint } from './endpoints/endpoint.ts';
import type { Faults } from './faults.ts';
import { isObject, toSeconds } from './fields.ts';
import type { Json } from './fields.ts';
import type { Frequency } from './frequency.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Tokens } from './tokens.ts';

export interface HttpDeps {
  endpoints: readonly Endpoint[];
  tokens: Tokens;
  frequency: Frequency;
  faults: Faults;
  now: () => number;
  /** Told of every call, for tests and screens. */
  onCall: (path: string, errcode: number) => void;
}

const BODY_BYTES_MAX = 4 * 2 ** 20;

/** The platform's face: HTTP 200 whatever happens, the verdict is `errcode` in the body. */
export function createHttp(deps: HttpDeps): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.get('/cgi-bin/gettoken', async (request, reply) => answer(deps, tokenEndpoint(deps), request, reply));
  for (const endpoint of deps.endpoints) {
    app.all(`/cgi-bin/${endpoint.path}`, async (request, reply) => answer(deps, endpoint, request, reply));
  }
  return app;
}

function tokenEndpoint({ tokens }: HttpDeps): Endpoint {
  return { path: 'gettoken', method: 'GET', handle: ({ query, now }) => tokens.issue(query['corpid'], query['corpsecret'], now) };
}

async function answer(deps: HttpDeps, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const fault = deps.faults.take(endpoint.path);
  if (fault?.kind === 'stall') await new Promise((resolve) => setTimeout(resolve, fault.forMs));
  const now = deps.now();
  let body: Json;
  try {
    deps.frequency.count(endpoint.path, now);
    if (fault?.kind === 'refuse') throw refuse(fault.errcode, 'sandbox fault');
    body = { errcode: 0, errmsg: 'ok', ...endpoint.handle(readRequest(deps, endpoint, request, now)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    body = refusalBody(error, endpoint, request.id, now);
  }
  deps.onCall(endpoint.path, Number(body['errcode']));
  if (fault?.kind === 'lost') {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  return reply.header('content-type', 'application/json; charset=UTF-8').send(JSON.stringify(body));
}

function readRequest({ tokens }: HttpDeps, endpoint: Endpoint, request: FastifyRequest, now: number): ApiRequest {
  const query = request.query as Record<string, string>;
  const app = endpoint.path === 'gettoken' ? { secret: '', agentId: 0 } : tokens.check(query['access_token'], now);
  if (request.method !== endpoint.method) throw refuse(endpoint.method === 'GET' ? 43001 : 43002, `require ${endpoint.method} method`);
  if (endpoint.path.startsWith('externalcontact/') && app.contacts === false) throw refuse(48002, 'api forbidden');
  return { query, body: endpoint.method === 'POST' ? readJson(request.body) : {}, app, now };
}

function readJson(body: unknown): Json {
  try {
    const parsed: unknown = JSON.parse(String(body ?? ''));
    if (isObject(parsed)) return parsed;
  } catch {
    // Falls through to the same refusal as JSON that is no object.
  }
  throw refuse(47001, 'data format error, Warning: wrong json format. ');
}

/** The real text ends in a changing tail, so that nobody can match on it. */
function refusalBody(refusal: Refusal, endpoint: Endpoint, requestId: string, now: number): Json {
  const lists = Object.fromEntries((endpoint.lists ?? []).map((name) => [name, []]));
  const { errcode } = refusal;
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return { errcode, errmsg: `${refusal.message}, hint: [${toSeconds(now)}_${requestId}], from ip: 127.0.0.1, ${more}`, ...lists };
}

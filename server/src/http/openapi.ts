import swagger from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { problemBody, rolesWith, wholeBrandOnly } from '@homefield/contract';
import { z } from 'zod';
import { isUnsafe } from './access.ts';
import { docsPage } from './docs-page.ts';
import type { Access, HttpServer } from './server-types.ts';
import * as problems from './problems.ts';

/** A route as it was registered, for the document, for the isolation test, and for whoever wants to list them. */
export type RegisteredRoute = { method: string; url: string; access: Access; hasBody: boolean; hasQuery: boolean; problems: readonly { code: string; status: number }[]; hidden: boolean };

type Operation = { parameters?: object[]; responses?: Record<string, unknown>; security?: object[]; [name: string]: unknown };
export type OpenApiDocument = { paths?: Record<string, Record<string, Operation>>; components?: Record<string, unknown>; [name: string]: unknown };

const registered = new WeakMap<object, RegisteredRoute[]>();

/** Every route of the server, in the order of registration (without the HEAD twins of GET). */
export function routesOf(app: HttpServer): readonly RegisteredRoute[] {
  return registered.get(app.server) ?? [];
}

/** OpenAPI 3.1 from the shapes that validate, at /openapi.json, and a page without scripts at /docs. */
export async function describeApi(app: HttpServer, version: string): Promise<void> {
  const routes: RegisteredRoute[] = [];
  registered.set(app.server, routes);
  app.addHook('onRoute', (route) => { routes.push(...routesFrom(route)); });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Homefield 主场', version, description: 'Every refusal is problem+json with a stable `code`. An API key does what its scopes and the present role of its maker both allow. Lists are pages `{data, nextCursor}`. Ids are opaque texts, instants are milliseconds since the Unix epoch, money is whole minor units.' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'homefield_session' }, apiKey: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => complete(('openapiObject' in document ? document.openapiObject : document.swaggerObject) as OpenApiDocument, routes) as never,
  });
  let page: string | undefined;
  app.get('/openapi.json', { config: { access: { public: true } }, schema: { hide: true } }, () => app.swagger());
  app.get('/docs', { config: { access: { public: true } }, schema: { hide: true } }, (_, reply) => {
    page ??= docsPage(app.swagger() as OpenApiDocument);
    return reply.type('text/html; charset=utf-8').send(page);
  });
}

function routesFrom(route: RouteOptions): RegisteredRoute[] {
  const methods = Array.isArray(route.method) ? route.method : [route.method];
  const access = route.config?.access ?? {};
  return methods.filter((method) => method !== 'HEAD').map((method) => ({
    method, url: route.url, access, hasBody: route.schema?.body !== undefined, hasQuery: route.schema?.querystring !== undefined,
    problems: (route.config?.problems ?? []).map(({ code, status }) => ({ code, status })), hidden: route.schema?.hide === true,
  }));
}

/** Adds to every operation what holds for all: how to sign in, the headers of unsafe calls, and the refusals. */
function complete(document: OpenApiDocument, routes: readonly RegisteredRoute[]): OpenApiDocument {
  const known = new Map(routes.map((route) => [`${route.method.toLowerCase()} ${route.url.replace(/:(\w+)/g, '{$1}')}`, route]));
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const route = known.get(`${method} ${path}`);
      if (route) completeOperation(operation, route);
    }
  }
  const { $schema: _, ...shape } = z.toJSONSchema(problemBody) as Record<string, unknown>;
  document.components = { ...document.components, schemas: { ...(document.components?.['schemas'] as object | undefined), Problem: shape } };
  return document;
}

function completeOperation(operation: Operation, route: RegisteredRoute): void {
  const { access } = route;
  operation.security = access.public ? [] : [...(access.may ? [{ session: [] }] : []), ...(access.scopes ? [{ apiKey: [] }] : [])];
  if (!access.public) operation['x-access'] = { may: access.may ?? null, roles: access.may ? rolesWith(access.may) : [], scopes: access.scopes ?? [] };
  if (isUnsafe(route.method) && !access.public) {
    operation.parameters = [...(operation.parameters ?? []),
      { in: 'header', name: 'idempotency-key', required: false, schema: { type: 'string', maxLength: 200 }, description: 'The same key within 24 h is answered with the first answer.' },
      { in: 'header', name: 'x-csrf-token', required: false, schema: { type: 'string' }, description: 'Needed with the session cookie; see GET /api/session.' }];
  }
  const codes = new Map<number, string[]>();
  for (const { code, status } of [...generalProblems(route), ...route.problems]) codes.set(status, [...new Set([...(codes.get(status) ?? []), code])]);
  operation.responses ??= {};
  for (const [status, names] of [...codes].sort(([a], [b]) => a - b)) {
    operation.responses[String(status)] ??= { description: `Codes: ${names.join(', ')}`, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  }
}

function generalProblems(route: RegisteredRoute): { code: string; status: number }[] {
  const unsafe = isUnsafe(route.method);
  return [
    ...(route.access.public ? [] : [problems.SignInNeeded, problems.NotAllowed]),
    ...(route.access.scopes ? [problems.KeyRests, problems.KeyScopeMissing, ...(route.access.may ? [problems.KeyMakerMayNot] : [])] : route.access.public ? [] : [problems.NotForKeys]),
    ...(route.access.may && wholeBrandOnly.includes(route.access.may) ? [problems.WholeBrandNeeded] : []),
    ...(unsafe && !route.access.public ? [problems.CsrfTokenWrong, problems.KeyInUse, problems.OutcomeUnknown, problems.KeyReused] : []),
    ...(unsafe ? [problems.OriginForeign] : []),
    ...(route.url.includes(':') ? [problems.NotFound] : []),
    ...(route.hasQuery ? [problems.QueryInvalid] : []),
    ...(route.hasBody ? [problems.RequestMalformed, problems.BodyTooLarge, problems.BodyInvalid] : []),
    problems.TooManyRequests, problems.Unexpected,
  ];
}

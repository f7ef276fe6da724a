import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { jobRoutes } from './index.ts';

type Operation = { summary?: string; tags?: string[]; security?: object[]; parameters?: { in: string; name: string }[]; requestBody?: object; responses: Record<string, { description?: string; content?: Record<string, { schema: object }> }> };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object>; securitySchemes: Record<string, object> } };

let server: TestServer;
let document: Document;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app) => jobRoutes(app, { jobs: undefined as never })] });
  document = (await server.anonymous.get('/openapi.json')).json as Document;
}, 60_000);
afterAll(() => server.close());

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })));

test('GET /openapi.json describes every route that is not hidden, as OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0');
  const described = operations().map(({ name }) => name).sort();
  const registered = server.routes.filter(({ hidden }) => !hidden).map(({ method, url }) => `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`).sort();
  expect(described).toEqual(registered);
  expect(described).toContain('post /api/session');
});

test('every operation has a summary, tags, its refusals as problem+json, and says who may call it', () => {
  for (const { name, operation } of operations()) {
    expect(operation.summary, name).toBeTruthy();
    expect(operation.tags?.length, name).toBeGreaterThan(0);
    expect(operation.responses['500']?.content?.['application/problem+json']?.schema, name).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(operation.security, name).toBeDefined();
  }
  const { responses, security, parameters } = operations().find(({ name }) => name === 'patch /api/users/{id}')!.operation;
  expect(responses['404']?.description).toContain('user_not_found');
  expect(responses['409']?.description).toContain('last_owner');
  expect(security).toEqual([{ session: [] }]);
  expect(parameters?.map((parameter) => parameter.name)).toEqual(expect.arrayContaining(['id', 'idempotency-key', 'x-csrf-token']));
  expect(document.paths['/api/session']?.['post']?.security).toEqual([]);
});

test('every reference of the document leads somewhere, and answers have shapes', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
  for (const name of new Set(references)) expect(Object.keys(document.components.schemas)).toContain(name);
  const list = document.paths['/api/users']?.['get']?.responses['200']?.content?.['application/json']?.schema;
  expect(JSON.stringify(list)).toContain('nextCursor');
});

test('GET /docs is one page without scripts and assets of others', async () => {
  const page = await server.anonymous.get('/docs');
  expect(page.status).toBe(200);
  expect(page.text).toContain('/api/api-keys');
  expect(page.text).not.toMatch(/<script|src=|https?:\/\//);
});

import { mayDo, roles } from '@homefield/contract';
import type { Role } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routesOf } from '../http/index.ts';
import type { RegisteredRoute, Scope } from '../http/index.ts';
import { startTestProduct } from './product.ts';
import type { TestProduct } from './product.ts';
import { clientOf, makeBrand } from './server.ts';
import type { Client, TestBrand } from './server.ts';

/** Every route that exists, asked by a key of every scope, made by a person of every role. */
let running: TestProduct;
let brand: TestBrand;
let routes: readonly RegisteredRoute[];
const scopes: readonly Scope[] = ['read', 'write', 'import'];

beforeAll(async () => {
  running = await startTestProduct();
  brand = await makeBrand(running.app, running.product.organization, 'a');
  routes = routesOf(running.app).filter(({ access, hidden, url }) => !access.public && !hidden && url.startsWith('/api/'));
}, 120_000);
afterAll(() => running?.close());

/** A key whose maker has this role now, whatever they were when they made it. */
async function keyOf(maker: Role, of: readonly Scope[]): Promise<Pick<Client, 'call' | 'get'>> {
  const { organization } = running.product;
  const { userId } = await brand.person(maker);
  const { key } = await organization.apiKeys.create({ kind: 'user', id: userId, role: maker, workspaceId: brand.workspaceId, dataScope: { kind: 'brand' } }, brand.workspaceId, { name: 'test', scopes: of });
  return clientOf(running.app, { authorization: `Bearer ${key}` });
}

/** With a body that cannot be read, so that what is allowed does nothing: the guard comes before it. */
async function codeOf(key: Pick<Client, 'call'>, { method, url }: RegisteredRoute): Promise<string> {
  const answer = await key.call(method as 'GET', url.replace(/:\w+/g, 'none'), method === 'GET' ? {} : { body: '{', headers: { 'content-type': 'application/json' } });
  return answer.status === 403 ? (answer.json as { code: string }).code : 'let in';
}

function expected({ access }: RegisteredRoute, scope: Scope, maker: Role): string {
  if (!mayDo(maker, 'api_keys.manage')) return 'api_key_rests';
  if (!access.scopes?.length) return 'not_for_keys';
  if (!access.scopes.includes(scope)) return 'key_scope_missing';
  return access.may === undefined || mayDo(maker, access.may) ? 'let in' : 'key_maker_may_not';
}

test('every route lets in the keys whose scope and whose maker\'s role both allow it, and no other', async () => {
  const wrong: string[] = [];
  for (const maker of roles) {
    for (const scope of scopes) {
      const key = await keyOf(maker, [scope]);
      for (const route of routes) {
        const [found, meant] = [await codeOf(key, route), expected(route, scope, maker)];
        if (found !== meant) wrong.push(`${route.method} ${route.url}, scope ${scope}, made by ${maker}: ${found} instead of ${meant}`);
      }
    }
  }
  expect(routes.length).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
}, 120_000);

test('every route that a key may call names the permission that its maker needs', () => {
  expect(routes.filter(({ access }) => access.scopes && !access.may).map(({ method, url }) => `${method} ${url}`)).toEqual([]);
});

test('who sees no customers reads none with a key of their own making: not in a list, not in a search, not in a file; the refusal names the role', async () => {
  const key = await keyOf('developer', [...scopes]);
  const refused = await key.call('GET', '/api/customers', { headers: { 'accept-language': 'en' } });
  expect(refused.json).toMatchObject({ code: 'key_maker_may_not', detail: 'An API key does no more than its maker, whose role (Developer) does not allow this (customers.read). Use a key made by: Owner.' });
  expect((await key.get('/api/customers')).json).toMatchObject({ detail: expect.stringContaining('创建人的角色“开发”没有此权限') });
  expect((await key.get('/api/search?q=%E5%BC%A0')).json).toEqual({ data: [], kinds: [] });
  const owners = await brand.apiKey(['read']);
  const { id } = (await owners.post('/api/customers/exports', {})).json as { id: string };
  expect((await key.get(`/api/jobs/${id}/files/customers.csv`)).json).toMatchObject({ code: 'job_file_not_yours' });
  expect((await key.call('POST', `/api/jobs/${id}/cancel`)).json).toMatchObject({ code: 'job_not_yours' });
});

test('a key speaks its maker\'s language to who names none', async () => {
  const { organization } = running.product;
  const person = await brand.person('owner');
  const { json } = await person.call('POST', '/api/api-keys', { body: { name: 'till', scopes: ['import'] }, headers: { 'accept-language': 'en-GB' } });
  const key = clientOf(running.app, { authorization: `Bearer ${(json as { key: string }).key}` });
  const languages = async () => [(await key.get('/api/customers')).headers['content-language'], (await key.call('GET', '/api/customers', { headers: { 'accept-language': '*' } })).headers['content-language'], (await key.call('GET', '/api/customers', { headers: { 'accept-language': 'zh-CN' } })).headers['content-language']];
  expect(await languages()).toEqual(['en', 'en', 'zh']);
  const owner = { kind: 'user' as const, id: person.userId, role: 'owner' as const, workspaceId: brand.workspaceId, dataScope: { kind: 'brand' as const } };
  await organization.users.change(owner, brand.workspaceId, person.userId, { language: 'zh' });
  expect(await languages()).toEqual(['zh', 'zh', 'zh']);
});

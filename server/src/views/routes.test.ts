import type { View } from '@homefield/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';
import { createViews, viewRoutes } from './index.ts';
import { viewsMax } from './views.ts';

let server: TestServer;
let staff: Client;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, deps) => viewRoutes(app, { views: createViews(deps) })] });
  staff = server.staff;
}, 60_000);
afterAll(() => server?.close());

const state = { columns: ['name', 'city'], sort: '-netSales', filters: { city: '上海' }, density: 'compact' };
const keep = async (who: Client, body: object) => (await who.post('/api/views', { page: 'customers', state, ...body })).json as View;
const list = async (who: Pick<Client, 'get'>, page = 'customers') => ((await who.get(`/api/views?page=${page}`)).json as { data: View[] }).data;
const change = (who: Client, id: string, body: object) => who.call('PATCH', `/api/views/${id}`, { body });
const code = (answer: { json: unknown }) => (answer.json as { code: string }).code;

describe('views', () => {
  it('come back as they were kept, to their maker only, until they are shared', async () => {
    const made = await keep(server.operator, { name: ' 上海老客 ' });
    expect(made).toMatchObject({ name: '上海老客', state, shared: false, mine: true, isDefault: false, by: 'operator of a' });
    expect(await list(server.operator)).toEqual([made]);
    expect(await list(server.operator, 'sops')).toEqual([]);
    expect(await list(staff)).toEqual([]);
    expect((await change(staff, made.id, { name: '看得见吗' })).status).toBe(404);
    await change(server.operator, made.id, { shared: true });
    expect(await list(staff)).toEqual([{ ...made, shared: true, mine: false }]);
    expect(await list(server.other.operator)).toEqual([]);
    await server.operator.call('DELETE', `/api/views/${made.id}`);
  });

  it('are shared only by roles that may, and a shared one is changed by its maker or by those', async () => {
    expect(code(await staff.post('/api/views', { page: 'customers', name: 'x', state, shared: true }))).toBe('view_share_not_allowed');
    const own = await keep(staff, { name: '我的' });
    expect(code(await change(staff, own.id, { shared: true }))).toBe('view_share_not_allowed');
    const shared = await keep(server.operator, { name: '共享', shared: true });
    expect(code(await change(staff, shared.id, { name: '改名' }))).toBe('view_not_yours');
    expect(code(await staff.call('DELETE', `/api/views/${shared.id}`))).toBe('view_not_yours');
    expect((await change(server.owner, shared.id, { shared: false })).status).toBe(200);
    expect((await list(server.owner)).map(({ name }) => name)).toEqual([]);
    expect((await list(server.operator)).map(({ name, shared: isShared }) => [name, isShared])).toEqual([['共享', false]]);
  });

  it('one of a page is the default of each person by themselves', async () => {
    const one = await keep(server.owner, { name: '甲', shared: true });
    const two = await keep(server.owner, { name: '乙', shared: true });
    await change(staff, one.id, { isDefault: true });
    await change(staff, two.id, { isDefault: true });
    const defaults = async (who: Client) => (await list(who)).filter(({ isDefault }) => isDefault).map(({ name }) => name);
    expect(await defaults(staff)).toEqual(['乙']);
    expect(await defaults(server.owner)).toEqual([]);
    await change(staff, two.id, { isDefault: false });
    expect(await defaults(staff)).toEqual([]);
  });

  it('that were deleted come back with their id for a day, then no more', async () => {
    const made = await keep(server.operator, { name: '误删' });
    const names = async () => (await list(server.operator)).map(({ name }) => name);
    expect((await server.operator.call('DELETE', `/api/views/${made.id}`)).status).toBe(204);
    expect(await names()).not.toContain('误删');
    expect(code(await staff.post(`/api/views/${made.id}/restore`))).toBe('view_unknown');
    expect((await server.operator.post(`/api/views/${made.id}/restore`)).json).toEqual(made);
    expect(await names()).toContain('误删');
    await server.operator.call('DELETE', `/api/views/${made.id}`);
    await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("update saved_view set deleted_at = deleted_at - interval '25 hours' where deleted_at is not null"));
    expect((await server.operator.post(`/api/views/${made.id}/restore`)).status).toBe(404);
    await keep(server.operator, { name: '之后' });
    const left = await server.deps.db.inWorkspace(server.workspaceId, (tx) => tx.query("select 1 from saved_view where name = '误删'"));
    expect(left).toEqual([]);
  });

  it('are paged, and a person keeps at most so many on a page, also when two are kept at once', async () => {
    const manager = await server.person('manager');
    await Promise.all(Array.from({ length: viewsMax + 3 }, (_, index) => keep(manager, { page: 'jobs', name: `视图${index}` })));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { data, nextCursor } = (await manager.get(`/api/views?page=jobs&limit=20${cursor ? `&cursor=${cursor}` : ''}`)).json as { data: View[]; nextCursor: string | null };
      seen.push(...data.map(({ id }) => id));
      cursor = nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(viewsMax);
    expect(code(await manager.post('/api/views', { page: 'jobs', name: '再来', state }))).toBe('too_many_views');
  });
});

it('columns are kept per person and page, and null brings back the page\'s own', async () => {
  const layout = async (who: Client, page: string) => (await who.get(`/api/views/layout?page=${page}`)).json;
  const put = (columns: string[] | null) => server.operator.call('PUT', '/api/views/layout?page=customers', { body: { columns } });
  expect(await layout(server.operator, 'customers')).toEqual({ columns: null });
  await put(['name', 'orders']);
  expect([await layout(server.operator, 'customers'), await layout(server.operator, 'sops'), await layout(staff, 'customers')]).toEqual([{ columns: ['name', 'orders'] }, { columns: null }, { columns: null }]);
  await put(null);
  expect(await layout(server.operator, 'customers')).toEqual({ columns: null });
});

it('422: a view without a name, of an unknown page, with a hundred columns; 401 and 403: nobody, a key', async () => {
  for (const body of [{ page: 'customers', name: ' ', state }, { page: 'shoes', name: 'x', state }, { page: 'customers', name: 'x', state: { columns: Array.from({ length: 100 }, String) } }]) {
    expect((await server.operator.post('/api/views', body)).status).toBe(422);
  }
  expect((await server.anonymous.get('/api/views?page=customers')).status).toBe(401);
  expect((await (await server.apiKey(['read', 'write', 'import'])).get('/api/views?page=customers')).status).toBe(403);
});

import { idText, newStore, pageOf, pageQuery, store as storeShape, storeChange, storeSuggestion } from '@homefield/contract';
import { z } from 'zod';
import { createCursor, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { StoreNameFormer, StoreNameTaken, StoreNotFound, TooManyStores } from './scope-problems.ts';
import type { Store } from './stores.ts';

export type StoreRouteOptions = {
  organization: Pick<Organization, 'stores'>;
  /** How many customers of each store the viewer sees, the largest stores first; told by the capability that knows them. */
  byStore(viewer: Viewer): Promise<ReadonlyMap<string, number>>;
};

const tags = ['stores'];
const read = { may: 'staff.read', scopes: ['read'] } as const;
const write = { may: 'users.manage' } as const;
const cursor = createCursor('stores', z.string().max(200));
const suggestionsMax = 100;

export function storeRoutes(app: HttpServer, { organization: { stores }, byStore }: StoreRouteOptions): void {
  app.get('/api/stores', {
    config: { access: read, problems: [CursorInvalid] },
    schema: { summary: 'Stores by name, with their region and how many customers they have', tags, querystring: pageQuery, response: { 200: pageOf(storeShape) } },
  }, async ({ actor, query }) => {
    const rows = await stores.list(actor, { after: cursor.read(query.cursor), limit: query.limit + 1 });
    const customers = await byStore(actor);
    return toPage(rows, query.limit, (row) => shown(row, customers), (last) => cursor.write(last.name));
  });

  app.get('/api/stores/suggestions', {
    config: { access: read },
    schema: { summary: 'Names of stores that customers carry and that are not in the list, the largest first', tags, response: { 200: pageOf(storeSuggestion) } },
  }, async ({ actor }) => {
    const customers = await byStore(actor);
    const names = await stores.unknownOf(actor.workspaceId, [...customers.keys()]);
    return { data: names.slice(0, suggestionsMax).map((name) => ({ name, customers: customers.get(name) ?? 0 })), nextCursor: null };
  });

  app.post('/api/stores', {
    config: { access: write, problems: [StoreNameTaken, StoreNameFormer, TooManyStores] },
    schema: { summary: 'Add a store', tags, body: newStore, response: { 201: storeShape } },
  }, async ({ actor, body }, reply) => {
    const made = await stores.create(actor, body);
    return reply.code(201).send(shown(made, await byStore(actor)));
  });

  app.patch('/api/stores/:id', {
    config: { access: write, problems: [StoreNotFound, StoreNameTaken, StoreNameFormer] },
    schema: { summary: 'Change the name or the region of a store, or whether it is open; who sees it follows at once. Customers of a store that is renamed stay its own: it keeps its former names', tags, params: z.object({ id: idText }), body: storeChange, response: { 200: storeShape } },
  }, async ({ actor, params, body }) => shown(await stores.change(actor, parseId('store', params.id), body), await byStore(actor)));
}

function shown({ storeId, ...store }: Store, customers: ReadonlyMap<string, number>): z.infer<typeof storeShape> {
  return { id: formatId('store', storeId), ...store, customers: [store.name, ...store.formerNames].reduce((sum, name) => sum + (customers.get(name) ?? 0), 0) };
}

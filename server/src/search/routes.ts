import { mayDo, searchAnswer, searchKinds, searchQuery } from '@homefield/contract';
import type { Permission, SearchKind } from '@homefield/contract';
import type { Actor, HttpServer } from '../http/index.ts';
import type { Search } from './search.ts';

const needed: Readonly<Record<SearchKind, Permission>> = { customer: 'customers.read', sop: 'sops.read', audience: 'audiences.read' };

function visibleTo(actor: Actor): SearchKind[] {
  return searchKinds.filter((kind) => mayDo(actor.role, needed[kind]));
}

export function searchRoutes(app: HttpServer, { search }: { search: Search }): void {
  app.get('/api/search', {
    config: { access: { may: 'account.own', scopes: ['read'] } },
    schema: { summary: 'Customers, SOPs and audiences by what was typed so far: name, pinyin, phone, number', tags: ['search'], querystring: searchQuery, response: { 200: searchAnswer } },
  }, async ({ actor, query: { q, limit } }) => {
    const kinds = visibleTo(actor);
    return { data: await search.find(actor, { q, kinds, limit }), kinds };
  });
}

import { idText, newView, pageOf, view as viewShape, viewChange, viewLayout, viewLayoutQuery, viewsQuery } from '@homefield/contract';
import type { View as ViewShape } from '@homefield/contract';
import { z } from 'zod';
import { createCursor, cursorBigint, CursorInvalid, NotAllowed, toPage } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import { TooManyViews, ViewNotYours, ViewShareNotAllowed, ViewUnknown } from './problems.ts';
import type { Person, View, Views } from './views.ts';

const tags = ['views'];
/** People only: a key has no screen. */
const access = { may: 'account.own' } as const;
const params = z.object({ id: idText });

export function viewRoutes(app: HttpServer, { views }: { views: Views }): void {
  app.get('/api/views', {
    config: { access, problems: [CursorInvalid] },
    schema: { summary: 'Views of a list: one\'s own and those shared with the brand', tags, querystring: viewsQuery, response: { 200: pageOf(viewShape) } },
  }, async ({ actor, query: { page, cursor, limit } }) => {
    const person = personOf(actor);
    const place = createCursor(`views:${page}`, cursorBigint);
    const rows = await views.list(person, page, { after: place.read(cursor), limit: limit + 1 });
    return toPage(rows, limit, (row) => shown(row, person), (last) => place.write(last.viewId));
  });

  app.post('/api/views', {
    config: { access, problems: [ViewShareNotAllowed, TooManyViews] }, schema: { summary: 'Keep a view', tags, body: newView, response: { 201: viewShape } },
  }, async ({ actor, body }, reply) => {
    const person = personOf(actor);
    return reply.code(201).send(shown(await views.create(person, body), person));
  });

  app.patch('/api/views/:id', {
    config: { access, problems: [ViewUnknown, ViewNotYours, ViewShareNotAllowed] },
    schema: { summary: 'Rename, change or share a view, or make it one\'s default', tags, params, body: viewChange, response: { 200: viewShape } },
  }, async ({ actor, params: { id }, body }) => {
    const person = personOf(actor);
    return shown(await views.change(person, parseId('view', id), body), person);
  });

  app.delete('/api/views/:id', {
    config: { access, problems: [ViewUnknown, ViewNotYours] }, schema: { summary: 'Delete a view; for a day it can be restored', tags, params, response: { 204: z.undefined() } },
  }, async ({ actor, params: { id } }, reply) => {
    await views.remove(personOf(actor), parseId('view', id));
    return reply.code(204).send();
  });

  app.post('/api/views/:id/restore', {
    config: { access, problems: [ViewUnknown, ViewNotYours] }, schema: { summary: 'Take the deletion of a view back', tags, params, response: { 200: viewShape } },
  }, async ({ actor, params: { id } }) => {
    const person = personOf(actor);
    return shown(await views.restore(person, parseId('view', id)), person);
  });

  layoutRoutes(app, views);
}

function layoutRoutes(app: HttpServer, views: Views): void {
  app.get('/api/views/layout', {
    config: { access }, schema: { summary: 'Columns that one chose for a list', tags, querystring: viewLayoutQuery, response: { 200: viewLayout } },
  }, async ({ actor, query: { page } }) => ({ columns: await views.columns(personOf(actor), page) }));

  app.put('/api/views/layout', {
    config: { access }, schema: { summary: 'Choose columns for a list', tags, querystring: viewLayoutQuery, body: viewLayout, response: { 200: viewLayout } },
  }, async ({ actor, query: { page }, body }) => {
    await views.setColumns(personOf(actor), page, body.columns);
    return body;
  });
}

/** `account.own` lets no key in; the types do not know it. */
function personOf(actor: Actor): Person {
  if (actor.kind !== 'user') throw NotAllowed();
  return actor;
}

function shown(row: View, person: Person): ViewShape {
  return { id: formatId('view', row.viewId), page: row.page, name: row.name, state: row.state, shared: row.shared, by: row.by, mine: row.userId === person.id, isDefault: row.isDefault };
}

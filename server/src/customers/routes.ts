import { customer, customerChoices, customerCount, customerFilter, customerRow, customersQuery, idText, pageOf, pageQuery, timelineEntry } from '@homefield/contract';
import { z } from 'zod';
import { createCursor, cursorBigint, CursorInvalid } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Customers } from './customers.ts';
import { CustomerUnknown, TypedTooWide } from './problems.ts';

const tags = ['customers'];
const access = { may: 'customers.read', scopes: ['read'] } as const;
const params = z.object({ id: idText });
const timelineCursor = createCursor('timeline', z.tuple([idText, z.number().int(), cursorBigint, cursorBigint]));

export function customerRoutes(app: HttpServer, { customers }: { customers: Customers }): void {
  app.get('/api/customers', {
    config: { access, problems: [CursorInvalid, TypedTooWide] },
    schema: { summary: 'Customers: search, filter, sort, page', tags, querystring: customersQuery, response: { 200: pageOf(customerRow) } },
  }, async ({ actor, query: { sort, cursor, limit, ...filter } }) => {
    const place = createCursor(`customers:${sort}`, z.tuple([z.number(), cursorBigint]));
    const after = place.read(cursor);
    const page = await customers.list(actor, { ...filter, sort, limit, after: after && { value: after[0], customerId: after[1] } });
    return { data: page.rows, nextCursor: page.next ? place.write([page.next.value, page.next.customerId]) : null };
  });

  app.get('/api/customers/count', {
    config: { access, problems: [TypedTooWide] }, schema: { summary: 'How many customers a filter finds', tags, querystring: customerFilter, response: { 200: customerCount } },
  }, async ({ actor, query }) => ({ count: await customers.count(actor, query) }));

  app.get('/api/customers/choices', {
    config: { access }, schema: { summary: 'Cities and stores to filter by', tags, response: { 200: customerChoices } },
  }, ({ actor }) => customers.choices(actor));

  app.get('/api/customers/:id', {
    config: { access, problems: [CustomerUnknown] },
    schema: { summary: 'One customer', tags, params, response: { 200: customer } },
  }, ({ actor, params: { id } }) => customers.get(actor, parseId('customer', id)));

  app.get('/api/customers/:id/timeline', {
    config: { access, problems: [CustomerUnknown, CursorInvalid] },
    schema: { summary: 'What happened to a customer, the latest first', tags, params, querystring: pageQuery, response: { 200: pageOf(timelineEntry) } },
  }, async ({ actor, params: { id }, query: { cursor, limit } }) => {
    const customerId = parseId('customer', id);
    const read = timelineCursor.read(cursor);
    if (read && read[0] !== id) throw CursorInvalid();
    const page = await customers.timeline(actor, customerId, { limit, after: read && { occurredAtMs: read[1], tx: read[2], position: read[3] } });
    return {
      data: page.entries,
      nextCursor: page.next ? timelineCursor.write([formatId('customer', customerId), page.next.occurredAtMs, page.next.tx, page.next.position]) : null,
    };
  });
}

import {
  audience as audienceShape, audienceChange, audienceFilter, audienceMembers, audiencePreview, audiencesQuery, idText, listCount, newAudience, pageOf, pageQuery, ruleCatalog, type CustomerRow,
} from '@homefield/contract';
import { z } from 'zod';
import { CustomerUnknown } from '../customers/index.ts';
import { createCursor, cursorBigint, CursorInvalid, toPage, type HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { placeOf } from './audience-list.ts';
import type { Audience } from './audience.ts';
import type { Audiences } from './audiences.ts';
import { AudienceChanged, AudienceInUse, AudienceLive, AudienceNameTaken, AudiencesTooMany, AudienceUnknown, RuleInvalid } from './problems.ts';

export type AudienceRoutesDeps = {
  audiences: Audiences;
  /** Rows of the list of customers, in the order of the ids; unknown and unseen ones are left out. Whoever keeps customers supplies it. */
  customerRows(viewer: Viewer, customerIds: readonly bigint[]): Promise<CustomerRow[]>;
};

const params = z.object({ id: idText });
// The rule goes through our own parser, which names each mistake and its place better than a shape can.
const rule = z.unknown().meta({ description: 'A rule: see the guide of the rule language.' });
const cursor = createCursor('audience-members', z.object({ after: cursorBigint }));
const tags = ['audiences'];
const read = { may: 'audiences.read', scopes: ['read'] } as const;
/** Whoever sees people by name. */
const people = { may: 'customers.read', scopes: ['read'] } as const;
const write = { may: 'audiences.write', scopes: ['write'] } as const;

export function audienceRoutes(app: HttpServer, { audiences, customerRows }: AudienceRoutesDeps): void {
  listRoutes(app, audiences);

  app.post('/api/audiences', {
    config: { access: write, problems: [RuleInvalid, AudienceNameTaken, AudiencesTooMany] },
    schema: { summary: 'Make an audience', tags, body: newAudience.extend({ rule }), response: { 201: audienceShape } },
  }, async ({ actor, body }, reply) => {
    const { id } = await audiences.create(actor.workspaceId, body, actor);
    return reply.code(201).send(shown(await audiences.get(actor, id)));
  });

  app.post('/api/audiences/preview', {
    // It keeps nothing and tells only of customers whom the viewer sees: so it is for whoever may see them, and numbers lead to their people for all of these.
    config: { access: people, problems: [RuleInvalid] },
    schema: { summary: 'Count a rule without keeping it', tags, body: z.object({ rule }), response: { 200: audiencePreview } },
  }, async (request) => {
    const { sampleIds, ...preview } = await audiences.preview(request.actor, request.body.rule);
    return { ...preview, sample: await customerRows(request.actor, sampleIds) };
  });

  app.get('/api/audiences/catalog', {
    config: { access: read }, schema: { summary: 'What a rule may name', tags, response: { 200: ruleCatalog } },
  }, (request) => audiences.catalog(request.actor));

  app.get('/api/audiences/:id', {
    config: { access: read, problems: [AudienceUnknown] }, schema: { summary: 'One audience', tags, params, response: { 200: audienceShape } },
  }, async (request) => shown(await audiences.get(request.actor, parseId('audience', request.params.id))));

  app.put('/api/audiences/:id', {
    config: { access: write, problems: [RuleInvalid, AudienceUnknown, AudienceNameTaken, AudienceChanged, AudienceLive] },
    schema: { summary: 'Change name and rule', tags, params, body: audienceChange.extend({ rule }), response: { 200: audienceShape } },
  }, async ({ actor, params: { id }, body }) => {
    return shown(await audiences.change({ ...actor, actor }, parseId('audience', id), body));
  });

  app.delete('/api/audiences/:id', {
    config: { access: write, problems: [AudienceUnknown, AudienceInUse] }, schema: { summary: 'Archive an audience', tags, params, response: { 204: z.null() } },
  }, async (request, reply) => {
    await audiences.archive(request.actor.workspaceId, parseId('audience', request.params.id), request.actor);
    return reply.code(204).send(null);
  });

  app.post('/api/audiences/:id/restore', {
    config: { access: write, problems: [AudienceUnknown, AudienceNameTaken, AudiencesTooMany] },
    schema: { summary: 'Take an archived audience back', tags, params, response: { 200: audienceShape } },
  }, async ({ actor, params: { id } }) => {
    const audienceId = parseId('audience', id);
    await audiences.restore(actor.workspaceId, audienceId, actor);
    return shown(await audiences.get(actor, audienceId));
  });

  memberRoutes(app, { audiences, customerRows });
}

function listRoutes(app: HttpServer, audiences: Audiences): void {
  app.get('/api/audiences', {
    config: { access: read, problems: [CursorInvalid] }, schema: { summary: 'Audiences: search, filter, sort, page', tags, querystring: audiencesQuery, response: { 200: pageOf(audienceShape) } },
  }, async ({ actor, query: { sort, cursor: place, limit, ...filter } }) => {
    const places = createCursor(`audiences:${sort}`, z.tuple([z.union([z.number(), z.string()]), cursorBigint]));
    const after = places.read(place);
    const rows = await audiences.list(actor, { ...filter, sort, limit: limit + 1, after: after && { value: after[0], audienceId: after[1] } });
    return toPage(rows, limit, shown, (last) => {
      const { value, audienceId } = placeOf(last, sort);
      return places.write([value, audienceId]);
    });
  });

  app.get('/api/audiences/count', {
    config: { access: read }, schema: { summary: 'How many audiences a filter finds', tags, querystring: audienceFilter, response: { 200: listCount } },
  }, async ({ actor, query }) => ({ count: await audiences.count(actor, query) }));
}

const verdicts = z.object({
  inPopulation: z.boolean(), matches: z.boolean(),
  conditions: z.array(z.object({ pointer: z.string(), sentence: z.object({ zh: z.string(), en: z.string() }), holds: z.boolean(), found: z.string() })),
});

function memberRoutes(app: HttpServer, { audiences, customerRows }: AudienceRoutesDeps): void {
  app.get('/api/audiences/:id/members', {
    config: { access: people, problems: [AudienceUnknown] },
    schema: { summary: 'The customers of an audience', tags, params, querystring: pageQuery, response: { 200: audienceMembers } },
  }, async (request) => {
    const { limit } = request.query;
    const afterId = cursor.read(request.query.cursor)?.after ?? 0n;
    const ids = await audiences.members(request.actor, parseId('audience', request.params.id), { afterId, limit: limit + 1 });
    const page = toPage(ids, limit, (id) => id, (last) => cursor.write({ after: last as never }));
    return { data: await customerRows(request.actor, page.data), nextCursor: page.nextCursor };
  });

  app.get('/api/audiences/:id/members/:customerId', {
    config: { access: people, problems: [AudienceUnknown, CustomerUnknown] },
    schema: { summary: 'Why a customer is in an audience or not', tags, params: params.extend({ customerId: idText }), response: { 200: verdicts } },
  }, (request) => audiences.explain(request.actor, parseId('audience', request.params.id), parseId('customer', request.params.customerId)));
}

function shown({ id, ...audience }: Audience): z.infer<typeof audienceShape> {
  return { id: formatId('audience', id), ...audience };
}

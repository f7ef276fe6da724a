import { enrollmentsQuery, idText, listCount, newSop, pageOf, sop as sopShape, sopChange, sopCheck, sopCopy, sopDiscard, sopEnrollment, sopFilter, sopMistakes, sopPublish, sopReach, sopRow, sopsQuery } from '@homefield/contract';
import { z } from 'zod';
import { AudienceWaitsForOrders, RuleInvalid } from '../audiences/index.ts';
import { createCursor, cursorBigint, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { EnrollmentRow } from './enrollment-reader.ts';
import { SopChanged, SopInvalid, SopNotFound, SopStateRefused } from './problems.ts';
import { placeOf } from './sop-list.ts';
import type { ListedSop } from './sop-list.ts';
import type { Sop } from './sop-store.ts';
import type { Sops } from './sops.ts';

const params = z.object({ id: idText });
const tags = ['sops'];
const read = { may: 'sops.read', scopes: ['read'] } as const;
const write = { may: 'sops.write', scopes: ['write'] } as const;
/** Whoever sees people by name. */
const people = { may: 'customers.read', scopes: ['read'] } as const;
const run = { may: 'sops.publish', scopes: ['write'] } as const;
/** More mistakes than this help nobody at once. */
const mistakesMax = 50;
const enrollmentCursor = createCursor('sop-enrollments', z.object({ customerId: cursorBigint, entry: z.number().int() }));

export function sopRoutes(app: HttpServer, { sops }: { sops: Sops }): void {
  listRoutes(app, sops);

  app.post('/api/sops', {
    config: { access: write }, schema: { summary: 'Make an SOP as a draft', tags, body: newSop, response: { 201: sopShape } },
  }, async (request, reply) => reply.code(201).send(shown(await sops.create(request.actor.workspaceId, request.body, request.actor))));

  app.post('/api/sops/:id/copy', {
    config: { access: write, problems: [SopNotFound] }, schema: { summary: 'Make a new draft with the draft of this one, also of one that has ended', tags, params, body: sopCopy, response: { 201: sopShape } },
  }, async (request, reply) => reply.code(201).send(shown(await sops.copy(request.actor.workspaceId, { sopId: parseId('sop', request.params.id), name: request.body.name }, request.actor))));

  app.get('/api/sops/:id', {
    config: { access: read, problems: [SopNotFound] }, schema: { summary: 'One SOP', tags, params, response: { 200: sopShape } },
  }, async (request) => shown(await sops.find(request.actor.workspaceId, parseId('sop', request.params.id))));

  app.put('/api/sops/:id', {
    config: { access: write, problems: [SopNotFound, SopChanged, SopStateRefused] },
    schema: { summary: 'Change the draft; running customers stay on their version', tags, params, body: sopChange, response: { 200: sopShape } },
  }, async (request) => shown(await sops.change(request.actor.workspaceId, { sopId: parseId('sop', request.params.id), ...request.body }, request.actor)));

  app.post('/api/sops/:id/discard', {
    config: { access: write, problems: [SopNotFound, SopChanged, SopStateRefused] },
    schema: { summary: 'Discard the unpublished changes: the draft becomes the published version again', tags, params, body: sopDiscard, response: { 200: sopShape } },
  }, async (request) => shown(await sops.discard(request.actor.workspaceId, { sopId: parseId('sop', request.params.id), ...request.body }, request.actor)));

  checkRoutes(app, sops);
  moveRoutes(app, sops);
  enrollmentRoute(app, sops);
}

function listRoutes(app: HttpServer, sops: Sops): void {
  app.get('/api/sops', {
    config: { access: read, problems: [CursorInvalid] }, schema: { summary: 'SOPs: search, filter, sort, page', tags, querystring: sopsQuery, response: { 200: pageOf(sopRow) } },
  }, async ({ actor, query: { sort, cursor, limit, ...filter } }) => {
    const places = createCursor(`sops:${sort}`, z.tuple([sort.endsWith('name') ? z.string() : z.number(), cursorBigint]));
    const after = places.read(cursor);
    const rows = await sops.list(actor.workspaceId, { ...filter, sort, limit: limit + 1, after: after && { value: after[0], sopId: after[1] } });
    return toPage(rows, limit, shownRow, (last) => {
      const { value, sopId } = placeOf(last, sort);
      return places.write([value, sopId]);
    });
  });

  app.get('/api/sops/count', {
    config: { access: read }, schema: { summary: 'How many SOPs a filter finds', tags, querystring: sopFilter, response: { 200: listCount } },
  }, async ({ actor, query }) => ({ count: await sops.count(actor.workspaceId, query) }));
}

function checkRoutes(app: HttpServer, sops: Sops): void {
  app.post('/api/sops/check', {
    config: { access: { may: 'sops.write', scopes: ['read'] } },
    schema: { summary: 'What publishing a definition would refuse, without keeping it', tags, body: sopCheck, response: { 200: sopMistakes } },
  }, async ({ actor, body }) => ({ mistakes: (await sops.check(actor.workspaceId, body.definition)).slice(0, mistakesMax).map(({ pointer, sentence }) => ({ pointer, sentence })) }));

  app.get('/api/sops/:id/reach', {
    config: { access: read, problems: [SopNotFound, RuleInvalid] },
    schema: { summary: 'How many in the audience of an SOP its first message can reach now', tags, params, response: { 200: sopReach } },
  }, (request) => sops.reach(request.actor, parseId('sop', request.params.id)));
}

function moveRoutes(app: HttpServer, sops: Sops): void {
  app.post('/api/sops/:id/publish', {
    config: { access: run, problems: [SopNotFound, SopInvalid, SopChanged, SopStateRefused, AudienceWaitsForOrders] },
    schema: { summary: 'Publish the draft as the next version: the `revision` that was looked at, refused (409) when somebody changed it since', tags, params, body: sopPublish, response: { 200: sopShape } },
  }, async (request) => shown(await sops.publish(request.actor.workspaceId, { sopId: parseId('sop', request.params.id), ...request.body }, request.actor)));

  const moves = [['pause', 'Hold everything until it is resumed'], ['resume', 'Go on'], ['end', 'End it for good']] as const;
  for (const [name, summary] of moves) {
    app.post(`/api/sops/:id/${name}`, {
      config: { access: run, problems: [SopNotFound, SopStateRefused] }, schema: { summary, tags, params, response: { 200: sopShape } },
    }, async (request) => shown(await sops[name](request.actor.workspaceId, parseId('sop', (request.params as { id: string }).id), request.actor)));
  }
}

function enrollmentRoute(app: HttpServer, sops: Sops): void {
  app.get('/api/sops/:id/enrollments', {
    config: { access: people, problems: [SopNotFound] },
    schema: { summary: 'Who is in an SOP; with `step`, who stands there; with `outcome`, whose message stands so', tags, params, querystring: enrollmentsQuery, response: { 200: pageOf(sopEnrollment) } },
  }, async (request) => {
    const { cursor, limit, step, outcome, reason } = request.query;
    const rows = await sops.enrollments(request.actor, parseId('sop', request.params.id), { stepId: step, outcome, reason, after: enrollmentCursor.read(cursor), limit: limit + 1 });
    return toPage(rows, limit, shownEnrollment, ({ customerId, entry }) => enrollmentCursor.write({ customerId, entry }));
  });
}

function shown({ sopId, ...sop }: Sop): z.infer<typeof sopShape> {
  return { id: formatId('sop', sopId), ...sop };
}

function shownRow({ audienceName, ...sop }: ListedSop): z.infer<typeof sopRow> {
  return { ...shown(sop), audienceName };
}

function shownEnrollment({ enrollmentId, customerId, customerName, entry: _entry, ...row }: EnrollmentRow): z.infer<typeof sopEnrollment> {
  return { id: formatId('enrollment', enrollmentId), customer: { id: formatId('customer', customerId), name: customerName }, ...row };
}

import { idText, newSop, pageOf, pageQuery, sop as sopShape, sopChange, sopEnrollment, sopPublish } from '@homefield/contract';
import { z } from 'zod';
import { AudienceWaitsForOrders } from '../audiences/index.ts';
import { createCursor, cursorBigint, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { EnrollmentRow } from './enrollment-reader.ts';
import { SopChanged, SopInvalid, SopNotFound, SopStateRefused } from './problems.ts';
import type { Sop } from './sop-store.ts';
import type { Sops } from './sops.ts';

const params = z.object({ id: idText });
const tags = ['sops'];
const read = { may: 'sops.read', scopes: ['read'] } as const;
const write = { may: 'sops.write', scopes: ['write'] } as const;
/** Whoever sees people by name. */
const people = { may: 'customers.read', scopes: ['read'] } as const;
const run = { may: 'sops.publish', scopes: ['write'] } as const;
const sopCursor = createCursor('sops', z.object({ before: cursorBigint }));
const enrollmentCursor = createCursor('sop-enrollments', z.object({ customerId: cursorBigint, entry: z.number().int() }));

export function sopRoutes(app: HttpServer, { sops }: { sops: Sops }): void {
  app.get('/api/sops', {
    config: { access: read }, schema: { summary: 'All SOPs, newest first', tags, querystring: pageQuery, response: { 200: pageOf(sopShape) } },
  }, async (request) => {
    const { cursor, limit } = request.query;
    const rows = await sops.list(request.actor.workspaceId, { before: sopCursor.read(cursor)?.before ?? null, limit: limit + 1 });
    return toPage(rows, limit, shown, (last) => sopCursor.write({ before: last.sopId }));
  });

  app.post('/api/sops', {
    config: { access: write }, schema: { summary: 'Make an SOP as a draft', tags, body: newSop, response: { 201: sopShape } },
  }, async (request, reply) => reply.code(201).send(shown(await sops.create(request.actor.workspaceId, request.body))));

  app.get('/api/sops/:id', {
    config: { access: read, problems: [SopNotFound] }, schema: { summary: 'One SOP', tags, params, response: { 200: sopShape } },
  }, async (request) => shown(await sops.find(request.actor.workspaceId, parseId('sop', request.params.id))));

  app.put('/api/sops/:id', {
    config: { access: write, problems: [SopNotFound, SopChanged, SopStateRefused] },
    schema: { summary: 'Change the draft; running customers stay on their version', tags, params, body: sopChange, response: { 200: sopShape } },
  }, async (request) => shown(await sops.change(request.actor.workspaceId, { sopId: parseId('sop', request.params.id), ...request.body })));

  moveRoutes(app, sops);
  enrollmentRoute(app, sops);
}

function moveRoutes(app: HttpServer, sops: Sops): void {
  app.post('/api/sops/:id/publish', {
    config: { access: run, problems: [SopNotFound, SopInvalid, SopChanged, SopStateRefused, AudienceWaitsForOrders] },
    schema: { summary: 'Publish the draft as the next version', tags, params, body: sopPublish.nullish(), response: { 200: sopShape } },
  }, async (request) => shown(await sops.publish(request.actor.workspaceId, parseId('sop', request.params.id), request.body ?? {})));

  const moves = [['pause', 'Hold everything until it is resumed'], ['resume', 'Go on'], ['end', 'End it for good']] as const;
  for (const [name, summary] of moves) {
    app.post(`/api/sops/:id/${name}`, {
      config: { access: run, problems: [SopNotFound, SopStateRefused] }, schema: { summary, tags, params, response: { 200: sopShape } },
    }, async (request) => shown(await sops[name](request.actor.workspaceId, parseId('sop', (request.params as { id: string }).id))));
  }
}

function enrollmentRoute(app: HttpServer, sops: Sops): void {
  app.get('/api/sops/:id/enrollments', {
    config: { access: people, problems: [SopNotFound] },
    schema: { summary: 'Who is in an SOP; with `step`, who stands there', tags, params, querystring: pageQuery.extend({ step: z.string().max(40).optional() }), response: { 200: pageOf(sopEnrollment) } },
  }, async (request) => {
    const { cursor, limit, step } = request.query;
    const rows = await sops.enrollments(request.actor, parseId('sop', request.params.id), { stepId: step, after: enrollmentCursor.read(cursor), limit: limit + 1 });
    return toPage(rows, limit, shownEnrollment, ({ customerId, entry }) => enrollmentCursor.write({ customerId, entry }));
  });
}

function shown({ sopId, ...sop }: Sop): z.infer<typeof sopShape> {
  return { id: formatId('sop', sopId), ...sop };
}

function shownEnrollment({ enrollmentId, customerId, customerName, entry: _entry, ...row }: EnrollmentRow): z.infer<typeof sopEnrollment> {
  return { id: formatId('enrollment', enrollmentId), customer: { id: formatId('customer', customerId), name: customerName }, ...row };
}

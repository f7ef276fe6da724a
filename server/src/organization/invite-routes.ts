import { acceptInvite, createdInvite, idText, invite as inviteShape, inviteToken, newInvite, openInvite, pageOf, pageQuery, sessionState } from '@homefield/contract';
import type { Invite as InviteShape } from '@homefield/contract';
import { z } from 'zod';
import { createCursor, cursorBigint, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Invite } from './invites.ts';
import { EmailTaken, InviteClosed, InviteNotFound, InviteOver, PasswordWeak, TooManyInvites } from './problems.ts';
import { scopeProblems } from './scope-problems.ts';
import { answerOpened, createSessionCookies } from './session-state.ts';
import type { SessionRouteOptions } from './session-state.ts';
import { withStaff } from './staff-id.ts';

const tags = ['invites'];
const inviteCursor = createCursor('invites', cursorBigint);

export function inviteRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { invites, sessions } = options.organization;
  const cookies = createSessionCookies(options.config.publicUrl);
  app.get('/api/invites', {
    config: { access: { may: 'users.manage' }, problems: [CursorInvalid] },
    schema: { summary: 'Invitations, the newest first', tags, querystring: pageQuery, response: { 200: pageOf(inviteShape) } },
  }, async ({ actor, query }) => {
    const rows = await invites.list(actor.workspaceId, { before: inviteCursor.read(query.cursor), limit: query.limit + 1 });
    return toPage(rows, query.limit, shownInvite, (last) => inviteCursor.write(last.inviteId));
  });
  app.post('/api/invites', {
    config: { access: { may: 'users.manage' }, problems: [EmailTaken, TooManyInvites, ...scopeProblems] },
    schema: { summary: 'Invite somebody: answers the token of a one-time link, good for seven days; an open invitation to the same address is replaced', tags, body: newInvite, response: { 201: createdInvite } },
  }, async ({ actor, body }, reply) => {
    const made = await invites.create(actor, actor.workspaceId, withStaff(body));
    return reply.code(201).send({ ...shownInvite(made), token: made.token, publicUrl: options.config.publicUrl ?? null });
  });
  app.delete('/api/invites/:id', {
    config: { access: { may: 'users.manage' }, problems: [InviteNotFound, InviteClosed] },
    schema: { summary: 'Withdraw an invitation; its link opens nothing from now on', tags, params: z.object({ id: idText }), response: { 204: z.undefined() } },
  }, async ({ actor, params }, reply) => {
    await invites.revoke(actor, actor.workspaceId, parseId('invite', params.id));
    return reply.code(204).send();
  });
  app.post('/api/invites/look', {
    config: { access: { public: true }, problems: [InviteOver] },
    schema: { summary: 'What an invitation is for, by the token of its link', tags, body: inviteToken, response: { 200: openInvite } },
  }, async ({ body }) => {
    const { email, name, role, workspaceName, createdBy, expiresAtMs } = await invites.look(body.token);
    return { email, name, role, workspaceName, invitedBy: createdBy?.name ?? null, expiresAtMs };
  });
  app.post('/api/invites/accept', {
    config: { access: { public: true }, problems: [InviteOver, EmailTaken, PasswordWeak] },
    schema: { summary: 'Accept an invitation with a name and a password, and be signed in', tags, body: acceptInvite, response: { 200: sessionState } },
  }, async (request, reply) => answerOpened(options, request, reply, await sessions.admit(await invites.accept(request.body), 'password', cookies.fromOf(request))));
}

function shownInvite({ inviteId, email, name, role, createdAtMs, expiresAtMs, state, createdBy, scope, staff }: Invite): InviteShape {
  return {
    id: formatId('invite', inviteId), email, name, role, createdAtMs, expiresAtMs, state, scope,
    createdBy: createdBy && { id: formatId('user', createdBy.userId), name: createdBy.name }, staff: staff && { id: formatId('staff', staff.staffId), name: staff.name },
  };
}

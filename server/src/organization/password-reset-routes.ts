import { createdPasswordReset, idText, inviteToken, openPasswordReset, usePasswordReset } from '@homefield/contract';
import { z } from 'zod';
import type { HttpServer } from '../http/index.ts';
import { parseId } from '../kernel/index.ts';
import { PasswordWeak, ResetDisabled, ResetNotFound, ResetOver, ResetOwnPassword, UserNotFound } from './problems.ts';
import type { SessionRouteOptions } from './session-state.ts';

const tags = ['users'];
const params = z.object({ id: idText });

export function passwordResetRoutes(app: HttpServer, { organization: { passwordResets }, config }: SessionRouteOptions): void {
  app.post('/api/users/:id/password-reset', {
    config: { access: { may: 'users.manage' }, problems: [UserNotFound, ResetOwnPassword, ResetDisabled], idempotency: false },
    schema: { summary: 'Give somebody who has forgotten their password a new one to set: answers the token of a one-time link, good for 24 hours; the link before is void', tags, params, response: { 201: createdPasswordReset } },
  }, async ({ actor, params: { id } }, reply) => reply.code(201).send({ ...await passwordResets.create(actor, actor.workspaceId, parseId('user', id)), publicUrl: config.publicUrl ?? null }));
  app.delete('/api/users/:id/password-reset', {
    config: { access: { may: 'users.manage' }, problems: [ResetNotFound] },
    schema: { summary: 'Withdraw the link; it opens nothing from now on', tags, params, response: { 204: z.undefined() } },
  }, async ({ actor, params: { id } }, reply) => {
    await passwordResets.revoke(actor, actor.workspaceId, parseId('user', id));
    return reply.code(204).send();
  });
  app.post('/api/password-resets/look', {
    config: { access: { public: true }, problems: [ResetOver] },
    schema: { summary: 'Whose password a link sets, by its token', tags, body: inviteToken, response: { 200: openPasswordReset } },
  }, ({ body }) => passwordResets.look(body.token));
  app.post('/api/password-resets/use', {
    config: { access: { public: true }, problems: [ResetOver, PasswordWeak] },
    schema: { summary: 'Set the password by the token of a link; ends every session of the account, and signs nobody in', tags, body: usePasswordReset, response: { 204: z.undefined() } },
  }, async ({ body }, reply) => {
    await passwordResets.use(body);
    return reply.code(204).send();
  });
}

import { account, idText, pageOf, pageQuery, recoveryCodes, sessionEntry, totpCode, totpOff, totpSetup } from '@homefield/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createCursor, cursorBigint, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { CodeWrong, PasswordWrong, SessionNotFound, SetupCodeWrong, SignInLocked, TotpNotBegun, TotpOn, UserNotFound } from './problems.ts';
import type { User } from './user.ts';

const own = { may: 'account.own' } as const;
const tags = ['account'];
const nothing = { 204: z.undefined() };
const sessionCursor = createCursor('sessions', cursorBigint);

/** What everybody may see and do about their own account. */
export function accountRoutes(app: HttpServer, organization: Organization): void {
  const { users, totp, workspaces } = organization;
  app.get('/api/account', {
    config: { access: own },
    schema: { summary: 'The own account and its second factor', tags, response: { 200: account } },
  }, async ({ actor }) => {
    const [user, hasPassword, factor, workspace] = await Promise.all([
      ownUser(organization, actor), users.hasPassword(actor.workspaceId, actor.id), totp.read({ workspaceId: actor.workspaceId, userId: actor.id }), workspaces.read(actor.workspaceId),
    ]);
    return {
      id: formatId('user', user.userId), name: user.name, email: user.email, role: user.role, language: user.language, hasPassword,
      totp: { onSinceMs: factor.confirmedAtMs, recoveryCodesLeft: factor.codesLeft, required: workspace?.requireTotp ?? false },
    };
  });
  ownSessionRoutes(app, organization);
  totpRoutes(app, organization);
}

async function ownUser({ users }: Organization, { workspaceId, id }: { workspaceId: bigint; id: bigint }): Promise<User> {
  const user = await users.read(workspaceId, id);
  if (!user) throw UserNotFound();
  return user;
}

function ownSessionRoutes(app: HttpServer, { sessions }: Organization): void {
  app.get('/api/account/sessions', {
    config: { access: own, problems: [CursorInvalid] },
    schema: { summary: 'Where the own account is signed in, the newest first', tags, querystring: pageQuery, response: { 200: pageOf(sessionEntry) } },
  }, async ({ actor, query, identified }) => {
    const rows = await sessions.list(actor.workspaceId, actor.id, { before: sessionCursor.read(query.cursor), limit: query.limit + 1, current: identified?.sessionHash });
    return toPage(rows, query.limit, ({ sessionId, ...rest }) => ({ id: formatId('session', sessionId), ...rest }), (last) => sessionCursor.write(last.sessionId));
  });
  app.delete('/api/account/sessions/:id', {
    config: { access: own, problems: [SessionNotFound] },
    schema: { summary: 'End one of the own sessions', tags, params: z.object({ id: idText }), response: nothing },
  }, async ({ actor, params }, reply) => {
    await sessions.end(actor, parseId('session', params.id));
    return reply.code(204).send();
  });
  app.post('/api/account/end-other-sessions', {
    config: { access: own },
    schema: { summary: 'End every session of the own account but this one', tags, response: { 200: z.object({ ended: z.number().int() }) } },
  }, async ({ actor, identified }) => ({ ended: await sessions.endAll(actor, actor.id, identified?.sessionHash) }));
}

function totpRoutes(app: HttpServer, organization: Organization): void {
  const { totp, sessions, users, workspaces } = organization;
  const ownerOf = ({ actor }: FastifyRequest) => ({ workspaceId: actor.workspaceId, userId: actor.id });
  app.post('/api/account/totp', {
    config: { access: own, problems: [TotpOn] },
    schema: { summary: 'Begin to set up two-step verification: a secret and its QR code', tags, response: { 200: totpSetup } },
  }, async (request) => {
    const [user, workspace] = await Promise.all([ownUser(organization, request.actor), workspaces.read(request.actor.workspaceId)]);
    return totp.begin(ownerOf(request), { issuer: `主场 ${workspace?.name ?? ''}`.trim(), email: user.email }, request.identified?.sessionHash);
  });
  app.post('/api/account/totp/confirm', {
    config: { access: own, problems: [SetupCodeWrong, TotpOn, TotpNotBegun] },
    schema: { summary: 'Turn two-step verification on with a first code; answers the recovery codes and ends the other sessions', tags, body: totpCode, response: { 200: recoveryCodes } },
  }, async (request) => {
    const codes = await totp.confirm(request.actor, ownerOf(request), request.body.code);
    // They were opened without a second factor.
    await sessions.endAll(request.actor, request.actor.id, request.identified?.sessionHash);
    return { recoveryCodes: codes };
  });
  app.post('/api/account/totp/recovery-codes', {
    config: { access: own, problems: [CodeWrong, SignInLocked] },
    schema: { summary: 'Ten new recovery codes for a code; the old ones are void', tags, body: totpCode, response: { 200: recoveryCodes } },
  }, async (request) => {
    const user = await ownUser(organization, request.actor);
    await sessions.confirmCode({ user, code: request.body.code, address: request.ip });
    return { recoveryCodes: await totp.renewCodes(request.actor, ownerOf(request)) };
  });
  app.post('/api/account/totp/off', {
    config: { access: own, problems: [CodeWrong, PasswordWrong, SignInLocked] },
    schema: { summary: 'Turn two-step verification off with the password and a code; where the workspace asks for it, it has to be set up anew before anything else', tags, body: totpOff, response: nothing },
  }, async (request, reply) => {
    const { actor, body } = request;
    const user = await ownUser(organization, actor);
    if (await users.hasPassword(actor.workspaceId, actor.id)) await sessions.confirm({ ...ownerOf(request), password: body.password ?? '', address: request.ip });
    await sessions.confirmCode({ user, code: body.code, address: request.ip });
    await totp.remove(actor, ownerOf(request), 'totp.turned_off');
    return reply.code(204).send();
  });
}

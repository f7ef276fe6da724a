import { apiKey, createdApiKey, idText, newApiKey, newUser, pageOf, pageQuery, staffMember, user as userShape, userChange } from '@homefield/contract';
import type { ApiKey as ApiKeyShape, User as UserShape } from '@homefield/contract';
import { z } from 'zod';
import { createCursor, cursorBigint, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import type { ApiKey } from './api-keys.ts';
import type { Organization } from './organization.ts';
import { ApiKeyNotFound, EmailTaken, ExpiryPast, LastOwner, PasswordWeak, ResetOwn, TooManyApiKeys, UserNotFound } from './problems.ts';
import { accountRoutes } from './account-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { inviteRoutes } from './invite-routes.ts';
import { passwordResetRoutes } from './password-reset-routes.ts';
import { scopeProblems } from './scope-problems.ts';
import { sessionRoutes } from './session-routes.ts';
import type { SessionRouteOptions } from './session-state.ts';
import { ssoRoutes } from './sso-routes.ts';
import { withStaff } from './staff-id.ts';
import { nextWorkspaceRoutes, workspaceRoutes } from './workspace-routes.ts';
import type { WorkspaceRouteOptions } from './workspace-routes.ts';
import type { User } from './user.ts';

export type OrganizationRouteOptions = SessionRouteOptions & WorkspaceRouteOptions & {
  /** How many customers, of those whom the viewer sees, each staff member (by WeCom user id) is in contact with; told by the capability that knows them. */
  contactsOf?: (viewer: Viewer, wecomUserIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
};

const idParams = z.object({ id: idText });
const userCursor = createCursor('users', cursorBigint);
const staffCursor = createCursor('staff', cursorBigint);

export function organizationRoutes(app: HttpServer, options: OrganizationRouteOptions): void {
  sessionRoutes(app, options);
  userRoutes(app, options.organization);
  apiKeyRoutes(app, options.organization);
  staffRoutes(app, options);
  accountRoutes(app, options.organization);
  inviteRoutes(app, options);
  passwordResetRoutes(app, options);
  workspaceRoutes(app, options);
  nextWorkspaceRoutes(app, options);
  ssoRoutes(app, options);
  auditRoutes(app, options);
}

function userRoutes(app: HttpServer, { users, totp, sessions, passwordResets }: Organization): void {
  const tags = ['users'];
  app.get('/api/users', {
    config: { access: { may: 'users.manage' }, problems: [CursorInvalid] },
    schema: { summary: 'Users of the workspace', tags, querystring: pageQuery, response: { 200: pageOf(userShape) } },
  }, async ({ actor, query }) => {
    const rows = await users.list(actor.workspaceId, { after: userCursor.read(query.cursor), limit: query.limit + 1 });
    const ids = rows.map(({ userId }) => userId);
    const [secured, withPassword, resets] = await Promise.all([users.withTotp(actor.workspaceId, ids), users.withPassword(actor.workspaceId, ids), passwordResets.open(actor.workspaceId, ids)]);
    return toPage(rows, query.limit, (user) => ({ ...shownUser(user), totp: secured.has(user.userId), password: withPassword.has(user.userId), resetUntilMs: resets.get(user.userId) ?? null }), (last) => userCursor.write(last.userId));
  });
  app.post('/api/users', {
    config: { access: { may: 'users.manage' }, problems: [EmailTaken, PasswordWeak, ...scopeProblems] },
    schema: { summary: 'Add a user', tags, body: newUser, response: { 201: userShape } },
  }, async ({ actor, body }, reply) => {
    const made = await users.create(actor, actor.workspaceId, withStaff(body));
    return reply.code(201).send(shownUser(made));
  });
  app.patch('/api/users/:id', {
    config: { access: { may: 'users.manage' }, problems: [UserNotFound, LastOwner, PasswordWeak, ...scopeProblems] },
    schema: { summary: 'Change the name, role, scope or password of a user, or disable them (which ends the API keys that they made; a role that may not manage keys lets them rest)', tags, params: idParams, body: userChange, response: { 200: userShape } },
  }, async ({ actor, params, body, identified }) => shownUser(await users.change(actor, actor.workspaceId, parseId('user', params.id), withStaff(body), identified?.sessionHash)));
  app.post('/api/users/:id/sign-out', {
    config: { access: { may: 'users.manage' }, problems: [UserNotFound] },
    schema: { summary: 'Sign a user out everywhere', tags, params: idParams, response: { 204: z.undefined() } },
  }, async ({ actor, params, identified }, reply) => {
    const userId = await knownUser(users, actor.workspaceId, params.id);
    await sessions.endAll(actor, userId, identified?.sessionHash);
    return reply.code(204).send();
  });
  app.post('/api/users/:id/reset-totp', {
    config: { access: { may: 'users.manage' }, problems: [UserNotFound, ResetOwn] },
    schema: { summary: 'Take the second factor of a user away (a lost phone) and sign them out', tags, params: idParams, response: { 204: z.undefined() } },
  }, async ({ actor, params, identified }, reply) => {
    const userId = await knownUser(users, actor.workspaceId, params.id);
    // An unlocked screen of an owner must not be enough to take their own factor away.
    if (userId === actor.id) throw ResetOwn();
    if (await totp.remove(actor, { workspaceId: actor.workspaceId, userId }, 'totp.reset')) await sessions.endAll(actor, userId, identified?.sessionHash);
    return reply.code(204).send();
  });
}

async function knownUser(users: Organization['users'], workspaceId: bigint, text: string): Promise<bigint> {
  const userId = parseId('user', text);
  if (!(await users.read(workspaceId, userId))) throw UserNotFound();
  return userId;
}

function apiKeyRoutes(app: HttpServer, { apiKeys }: Organization): void {
  const tags = ['API keys'];
  app.get('/api/api-keys', {
    config: { access: { may: 'api_keys.manage' } },
    schema: { summary: 'API keys, the newest first', tags, response: { 200: pageOf(apiKey) } },
  }, async ({ actor }) => ({ data: (await apiKeys.list(actor.workspaceId)).map(shownKey), nextCursor: null }));
  app.post('/api/api-keys', {
    config: { access: { may: 'api_keys.manage' }, problems: [TooManyApiKeys, ExpiryPast] },
    schema: { summary: 'Make an API key; the answer is the only one that shows it. It does what its scopes and the present role of its maker both allow', tags, body: newApiKey, response: { 201: createdApiKey } },
  }, async ({ actor, body, language }, reply) => {
    const made = await apiKeys.create(actor, actor.workspaceId, { ...body, language });
    return reply.code(201).send({ ...shownKey(made), key: made.key });
  });
  app.delete('/api/api-keys/:id', {
    config: { access: { may: 'api_keys.manage' }, problems: [ApiKeyNotFound] },
    schema: { summary: 'Delete an API key; calls with it are refused from now on', tags, params: idParams, response: { 204: z.undefined() } },
  }, async ({ actor, params }, reply) => {
    await apiKeys.remove(actor, actor.workspaceId, parseId('apiKey', params.id));
    return reply.code(204).send();
  });
}

function staffRoutes(app: HttpServer, { organization, contactsOf }: OrganizationRouteOptions): void {
  app.get('/api/staff', {
    config: { access: { may: 'staff.read', scopes: ['read'] }, problems: [CursorInvalid] },
    schema: { summary: 'Staff members who are in contact with customers', tags: ['staff'], querystring: pageQuery, response: { 200: pageOf(staffMember) } },
  }, async ({ actor, query }) => {
    const rows = await organization.staff.list(actor.workspaceId, { after: staffCursor.read(query.cursor), limit: query.limit + 1 });
    // Of colleagues, none of their own customers: a 0 would say that nobody has any.
    const mayCount = (staffId: bigint) => actor.dataScope.kind !== 'own' || actor.dataScope.staffId === staffId;
    const contacts = await contactsOf?.(actor, rows.flatMap(({ wecomUserId }) => wecomUserId ?? []));
    return toPage(rows, query.limit, ({ staffId, name, wecomUserId, store, active }) => ({
      id: formatId('staff', staffId), name, wecomUserId, store, contacts: mayCount(staffId) ? contacts?.get(wecomUserId ?? '') ?? 0 : null, active,
    }), (last) => staffCursor.write(last.staffId));
  });
}

function shownUser(user: User): UserShape {
  return {
    id: formatId('user', user.userId), name: user.name, email: user.email, role: user.role, createdAtMs: user.createdAtMs, disabled: user.disabled,
    scope: user.scope, staff: user.staff && { id: formatId('staff', user.staff.staffId), name: user.staff.name },
  };
}

function shownKey(key: ApiKey): ApiKeyShape {
  return {
    id: formatId('apiKey', key.apiKeyId), name: key.name, scopes: [...key.scopes], lastUsedAtMs: key.lastUsedAtMs, createdAtMs: key.createdAtMs, tail: key.tail,
    expiresAtMs: key.expiresAtMs, lastAddress: key.lastAddress, rests: key.rests,
    createdBy: key.createdBy && { id: formatId('user', key.createdBy.userId), name: key.createdBy.name, role: key.createdBy.role },
  };
}

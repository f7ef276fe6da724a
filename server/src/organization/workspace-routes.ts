import { logoBytesMax, newWorkspace, sessionState, workspaceChange, workspaceSettings } from '@homefield/contract';
import type { WorkspaceSettings as SettingsShape } from '@homefield/contract';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Database } from '../engines/index.ts';
import type { HttpServer } from '../http/index.ts';
import { formatId, isProblem, ZoneUnknown } from '../kernel/index.ts';
import type { Organization } from './organization.ts';
import { CurrencyFixed, CurrencyFixedBySample, CurrencyUnknown, LogoMissing, LogoNotPicture, LogoTooLarge, OwnPasswordNeeded, RequireNeedsOwn, TooManyWorkspaces, WorkspaceChanged } from './problems.ts';
import { answerOpened, createSessionCookies, logoUrlOf } from './session-state.ts';
import type { SessionRouteOptions } from './session-state.ts';
import type { OrdersExist, WorkspaceSettings } from './workspaces.ts';

const tags = ['workspace'];
/** So that a picture that is a little too large is refused with our sentence and not in the middle. */
const bodyBytesMax = 2 * logoBytesMax;
const yearSeconds = 31_536_000;

export type WorkspaceRouteOptions = { organization: Organization; db: Database; ordersExist: OrdersExist };

export function workspaceRoutes(app: HttpServer, options: WorkspaceRouteOptions): void {
  const { organization: { workspaces }, ordersExist } = options;
  app.get('/api/workspace', {
    config: { access: { may: 'account.own', scopes: ['read'] } },
    schema: { summary: 'The brand: name, zone, currency, logo, texts, rules', tags, response: { 200: workspaceSettings } },
  }, ({ actor }) => shown(options, actor.workspaceId));
  app.patch('/api/workspace', {
    config: { access: { may: 'workspace.manage' }, problems: [WorkspaceChanged, ZoneUnknown, CurrencyUnknown, CurrencyFixed, CurrencyFixedBySample, RequireNeedsOwn] },
    schema: { summary: 'Change the settings of the brand upon a revision; 409 carries what they are now in `present`', tags, body: workspaceChange, response: { 200: workspaceSettings } },
  }, async ({ actor, body: { revision, ...change } }) => {
    try {
      await workspaces.change(actor, actor.workspaceId, revision, change, ordersExist);
    } catch (error) {
      throw isProblem(error) && error.code === WorkspaceChanged.code ? WorkspaceChanged({}, { present: await shown(options, actor.workspaceId) }) : error;
    }
    return shown(options, actor.workspaceId);
  });
  logoRoutes(app, options);
}

/** Another brand beside this one. Under one key it is opened once, but only the first answer carries its cookies: who repeats the call signs in to it. */
export function nextWorkspaceRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { sessions, nextWorkspaces } = options.organization;
  const cookies = createSessionCookies(options.config.publicUrl);
  app.post('/api/workspaces', {
    config: { access: { may: 'workspaces.open' }, problems: [OwnPasswordNeeded, TooManyWorkspaces, ZoneUnknown, CurrencyUnknown] },
    schema: { summary: 'Open another brand, as its owner with the same e-mail and password, and go on in it', tags, body: newWorkspace, response: { 201: sessionState } },
  }, async (request, reply) => {
    const owner = await nextWorkspaces.open(request.actor, request.body);
    return reply.code(201).send(await answerOpened(options, request, reply, await sessions.admit(owner, 'password', cookies.fromOf(request))));
  });
}

function logoRoutes(app: HttpServer, options: WorkspaceRouteOptions): void {
  const { workspaces } = options.organization;
  app.get('/api/workspace/logo', {
    config: { access: { may: 'account.own', scopes: ['read'] }, problems: [LogoMissing] },
    schema: { summary: 'The logo of the brand', tags, querystring: z.object({ v: z.string().max(64).optional() }) },
  }, async ({ actor, query, headers }, reply) => {
    const logo = await workspaces.logo(actor.workspaceId);
    if (!logo) throw LogoMissing();
    const tag = `"${logo.version}"`;
    // Under its version for ever; without one the browser has to ask.
    reply.header('cache-control', query.v === logo.version ? `private, max-age=${yearSeconds}, immutable` : 'private, no-cache').header('etag', tag).header('x-content-type-options', 'nosniff');
    return headers['if-none-match'] === tag ? reply.code(304).send() : reply.type(logo.mediaType).send(logo.picture);
  });
  app.put('/api/workspace/logo', {
    bodyLimit: bodyBytesMax,
    config: { access: { may: 'workspace.manage' }, idempotency: false, problems: [LogoNotPicture, LogoTooLarge] },
    schema: { summary: 'Set the logo: a PNG, JPEG or WebP of at most 512 kB as the body', tags, response: { 200: workspaceSettings } },
  }, async ({ actor, body }) => {
    await workspaces.setLogo(actor, actor.workspaceId, await pictureOf(body));
    return shown(options, actor.workspaceId);
  });
  app.delete('/api/workspace/logo', {
    config: { access: { may: 'workspace.manage' } },
    schema: { summary: 'Take the logo away', tags, response: { 200: workspaceSettings } },
  }, async ({ actor }) => {
    await workspaces.setLogo(actor, actor.workspaceId, null);
    return shown(options, actor.workspaceId);
  });
}

/** JSON, or no body at all, is no picture. */
async function pictureOf(body: unknown): Promise<Buffer> {
  const isStream = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
  if (!isStream) throw LogoNotPicture();
  const chunks: Buffer[] = [];
  for await (const chunk of body as Readable) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function shown({ organization: { workspaces }, db, ordersExist }: WorkspaceRouteOptions, workspaceId: bigint): Promise<SettingsShape> {
  const [found, orders] = await Promise.all([workspaces.read(workspaceId), db.inWorkspace(workspaceId, (tx) => ordersExist(tx, workspaceId))]);
  const { name, zone, currency, mission, positioning, voice, requireTotp, revision, logo } = found as WorkspaceSettings;
  return { id: formatId('workspace', workspaceId), name, zone, currency, mission, positioning, voice, requireTotp, revision, logoUrl: logoUrlOf(logo), currencyFixed: orders !== false, currencyFixedBySample: orders === 'sample' };
}

import { idText, ssoChange, ssoSettings } from '@homefield/contract';
import type { SsoSettings as SettingsShape } from '@homefield/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpServer } from '../http/index.ts';
import { parseId } from '../kernel/index.ts';
import { SsoDomainsNeeded, SsoIssuerInsecure, SsoMissing, SsoSecretNeeded, SsoUnreachable } from './problems.ts';
import { createSessionCookies } from './session-state.ts';
import type { SessionRouteOptions } from './session-state.ts';
import { SsoFailed } from './sso-failed.ts';
import type { SsoSettings } from './sso.ts';

const tags = ['single sign-on'];
const journeyCookie = 'homefield_sso';
const callbackPath = '/api/sso/callback';
const emptySettings = { enabled: false, label: '', issuer: '', clientId: '', domains: [], newRole: null };

export function ssoRoutes(app: HttpServer, options: SessionRouteOptions): void {
  const { sso } = options.organization;
  const originOf = (request: FastifyRequest) => options.config.publicUrl ?? `${request.protocol}://${request.host}`;
  const redirectOf = (request: FastifyRequest) => new URL(callbackPath, originOf(request)).href;
  const shown = (request: FastifyRequest, settings: Omit<SsoSettings, 'providerId'> | undefined): SettingsShape => {
    const { enabled, label, issuer, clientId, domains, newRole } = settings ?? emptySettings;
    return { enabled, label, issuer, clientId, domains: [...domains], newRole, hasSecret: settings !== undefined, redirectUri: redirectOf(request) };
  };
  app.get('/api/settings/sso', {
    config: { access: { may: 'workspace.manage' } },
    schema: { summary: 'The provider of single sign-on', tags, response: { 200: ssoSettings } },
  }, async (request) => shown(request, await sso.read(request.actor.workspaceId)));
  app.put('/api/settings/sso', {
    config: { access: { may: 'workspace.manage' }, problems: [SsoUnreachable, SsoIssuerInsecure, SsoSecretNeeded, SsoDomainsNeeded] },
    schema: { summary: 'Set the provider of single sign-on; its configuration is asked for at once', tags, body: ssoChange, response: { 200: ssoSettings } },
  }, async (request) => shown(request, await sso.save(request.actor, request.actor.workspaceId, request.body)));
  app.delete('/api/settings/sso', {
    config: { access: { may: 'workspace.manage' }, problems: [SsoMissing] },
    schema: { summary: 'Remove the provider of single sign-on', tags, response: { 204: z.undefined() } },
  }, async ({ actor }, reply) => {
    await sso.remove(actor, actor.workspaceId);
    return reply.code(204).send();
  });
  journeyRoutes(app, options, redirectOf);
}

function journeyRoutes(app: HttpServer, options: SessionRouteOptions, redirectOf: (request: FastifyRequest) => string): void {
  const { sso, sessions } = options.organization;
  const cookies = createSessionCookies(options.config.publicUrl);
  const secure = options.config.publicUrl?.startsWith('https:') ?? false;
  const attributes = { path: '/api/sso', httpOnly: true, sameSite: 'lax', secure } as const;
  /** People stand in front of these addresses, not programs: what failed is told on the sign-in page. */
  const failed = (request: FastifyRequest, error: unknown): string => {
    if (!(error instanceof SsoFailed)) throw error;
    if (error.reason === 'provider') request.log.warn({ err: error.cause }, 'a provider of single sign-on failed');
    return `/?sso=${error.reason}`;
  };
  app.get('/api/sso/:id/start', {
    config: { access: { public: true } },
    schema: { summary: 'Leave for the provider of single sign-on; `to` is the page to come back to', tags, params: z.object({ id: idText }), querystring: z.object({ to: z.string().max(500).optional() }) },
  }, async (request, reply) => {
    try {
      const { address, journey } = await sso.depart(parseId('provider', request.params.id), redirectOf(request), ownPath(request.query.to));
      return reply.setCookie(journeyCookie, journey, { ...attributes, maxAge: 600 }).redirect(address);
    } catch (error) {
      return reply.redirect(failed(request, error));
    }
  });
  app.get(callbackPath, {
    config: { access: { public: true } },
    schema: { summary: 'Come back from the provider of single sign-on', tags },
  }, async (request, reply) => {
    reply.clearCookie(journeyCookie, attributes);
    try {
      const currentUrl = new URL(redirectOf(request));
      currentUrl.search = new URL(request.url, currentUrl).search;
      const { user, to } = await sso.arrive(currentUrl, request.cookies[journeyCookie]);
      const { token, besideTokens } = await sessions.admit(user, 'sso', cookies.fromOf(request));
      cookies.set(request, reply, token, besideTokens);
      return reply.redirect(to);
    } catch (error) {
      return reply.redirect(failed(request, error));
    }
  });
}

/** A path of our own and nothing else: `//evil.example` and `/\evil.example` are addresses of other sites to a browser. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) && !to.includes('\\') && !to.startsWith('/api/') ? to : '/';
}

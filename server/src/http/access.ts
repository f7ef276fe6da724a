import { auditWords, mayDo, rolesWith, wholeBrandOnly } from '@homefield/contract';
import type { Permission, Role } from '@homefield/contract';
import type { FastifyRequest, RouteOptions } from 'fastify';
import { formatId } from '../kernel/index.ts';
import type { Language, Problem } from '../kernel/index.ts';
import { csrfTokenOf, checkCsrfToken, checkHost, checkOrigin } from './origin.ts';
import { wishedLanguage } from './language.ts';
import { KeyMakerMayNot, KeyRests, KeyScopeMissing, NotAllowed, NotForKeys, OtherBrand, SignInNeeded, TotpNeeded, WholeBrandNeeded } from './problems.ts';
import type { FailureLimit } from './rate-limits.ts';
import type { Access, Actor, Authenticator, HttpServer, Identified, Scope } from './server-types.ts';

type Options = {
  authenticator: Authenticator;
  secretKey: Buffer;
  publicUrl: string | undefined;
  failures: FailureLimit;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method);
}

/** The cookie's name; the prefix makes browsers refuse it without `Secure` and `Path=/`, or from another host. */
export function sessionCookie(publicUrl: string | undefined): { name: string; secure: boolean } {
  const secure = publicUrl?.startsWith('https:') ?? false;
  return { name: secure ? '__Host-homefield_session' : 'homefield_session', secure };
}

/** That of the sessions of other brands which the browser keeps beside the one in use. */
export function otherSessionsCookie(publicUrl: string | undefined): string {
  return sessionCookie(publicUrl).secure ? '__Host-homefield_others' : 'homefield_others';
}

/** Stops the start when a route does not say who may call it, or what it is for. */
export function requireDeclaration(app: HttpServer): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    const name = `${String(route.method)} ${route.url}`;
    const access = route.config?.access;
    if (!access) throw new Error(`The route ${name} does not declare who may call it: config: { access: { may, scopes } } or { public: true }.`);
    if (access.public && (access.may || access.scopes)) throw new Error(`The route ${name} is public and names a permission at once.`);
    if (!access.public && !access.may && !access.scopes?.length) throw new Error(`Nobody may call the route ${name}.`);
    if (route.schema?.hide) return;
    if (!route.schema?.summary || !route.schema.tags?.length) throw new Error(`The route ${name} has no summary or no tags.`);
  });
}

/** Says of every request who calls, and refuses those who may not: before the body is read. */
export function guard(app: HttpServer, options: Options): void {
  const { name: cookie } = sessionCookie(options.publicUrl);
  app.decorateRequest('identified', null);
  app.decorateRequest('maybeActor', { getter(this: FastifyRequest) { return this.identified?.actor ?? null; } });
  app.decorateRequest('actor', { getter(this: FastifyRequest): Actor {
    if (!this.identified) throw SignInNeeded();
    return this.identified.actor;
  } });
  app.decorateRequest('language', { getter(this: FastifyRequest) { return this.identified?.language ?? wishedLanguage(this.headers['accept-language']) ?? this.identified?.makerLanguage ?? 'zh'; } });
  app.decorateRequest('stillAllowed', async function stillAllowed(this: FastifyRequest) {
    const { access } = this.routeOptions.config;
    const key = bearerOf(this);
    const found = key !== undefined ? await options.authenticator.byApiKey(key, this.ip) : await options.authenticator.bySession(this.cookies[cookie] ?? '', this.ip);
    if (!found || !access) return false;
    const isSecured = !found.totpNeeded || access.may === 'account.own';
    return access.public === true || (isSecured && !refusalOf(access, found.actor) && seesEnough(access, found.actor));
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    // Nothing is registered at this address: it is answered with 404, whoever asks.
    if (!access || request.is404) return;
    // By the route that answers: `/%61pi/session` is the same route. The text of the address can only add to the checks (an unknown
    // address under /api/ is refused in the reader's language).
    const { url: route = '' } = request.routeOptions;
    const isPage = access.public && !isUnsafe(request.method) && !route.startsWith('/api/') && !request.url.startsWith('/api/');
    if (isPage && route !== '/metrics') return;
    if (!isPage) checkHost(request, options.publicUrl);
    const key = bearerOf(request);
    request.identified = await identify(request, key, key === undefined ? request.cookies[cookie] : undefined, options);
    const isPageCall = isUnsafe(request.method) && key === undefined;
    if (isPageCall) checkOrigin(request, options.publicUrl);
    // Before the token, which is another one in another brand: that would say "reload", which loses what was typed.
    if (!access.public) checkMeant(request);
    if (isPageCall) checkToken(request, access, options);
    if (access.public) return;
    allow(access, request.identified);
  });
}

function checkToken(request: FastifyRequest, access: Access, options: Options): void {
  const hash = request.identified?.sessionHash;
  if (!access.public && hash) checkCsrfToken(request, csrfTokenOf(options.secretKey, hash));
}

/**
 * A page says for which brand it is: its browser may have gone to another one in the meantime (the tabs of a browser share a cookie), and what is read
 * then would be shown as the first one's.
 */
export function checkMeant(request: FastifyRequest): void {
  const meant = request.headers['x-homefield-workspace'];
  const actor = request.identified?.actor;
  if (meant && actor && meant !== formatId('workspace', actor.workspaceId)) throw OtherBrand();
}

function bearerOf(request: FastifyRequest): string | undefined {
  const found = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '');
  return found?.[1];
}

async function identify(request: FastifyRequest, key: string | undefined, token: string | undefined, options: Options): Promise<Identified | null> {
  if (key === undefined && token === undefined) return null;
  await options.failures.check(request);
  const found = key !== undefined ? await options.authenticator.byApiKey(key, request.ip) : await options.authenticator.bySession(token ?? '', request.ip);
  if (!found) await options.failures.count(request);
  return found ?? null;
}

function allow(access: Access, identified: Identified | null): void {
  if (!identified) throw SignInNeeded();
  if (identified.keyRests) throw KeyRests();
  const refusal = refusalOf(access, identified.actor);
  if (refusal) throw refusal;
  if (!seesEnough(access, identified.actor)) throw WholeBrandNeeded();
  if (identified.totpNeeded && access.may !== 'account.own') throw TotpNeeded();
}

/** Whether the caller may do what a route cannot know ahead: of what they are a part depends on what is asked for. */
export function checkMay(actor: Actor, may: Permission): void {
  if (!mayDo(actor.role, may)) throw actor.kind === 'user' ? NotAllowed() : makerMayNot(actor.role, may);
  if (!seesEnough({ may }, actor)) throw WholeBrandNeeded();
}

/** Why a call is not allowed, if it is not. A developer, who sees no customers, must not read them by a key of their own making. */
function refusalOf({ may, scopes = [] }: Access, actor: Actor): Problem | undefined {
  if (actor.kind === 'user') return may !== undefined && mayDo(actor.role, may) ? undefined : NotAllowed();
  if (scopes.length === 0) return NotForKeys();
  if (!scopes.some((scope) => actor.scopes.includes(scope))) return KeyScopeMissing({ zh: scopeNames(scopes, 'zh'), en: scopeNames(scopes, 'en') });
  return may === undefined || mayDo(actor.role, may) ? undefined : makerMayNot(actor.role, may);
}

/** Names the maker's role, and those who may make a key that can. */
function makerMayNot(role: Role, may: Permission): Problem {
  const makers = rolesWith(may).filter((one) => mayDo(one, 'api_keys.manage'));
  const named = (language: Language) => ({ role: auditWords(language).role(role), makers: makers.map((one) => auditWords(language).role(one)).join(language === 'zh' ? '、' : ' or ') });
  const [zh, en] = [named('zh'), named('en')];
  return KeyMakerMayNot({ roleZh: zh.role, roleEn: en.role, makersZh: zh.makers, makersEn: en.makers, permission: may });
}

function scopeNames(scopes: readonly Scope[], language: Language): string {
  return scopes.map((scope) => (language === 'zh' ? `“${{ read: '读取', write: '写入', import: '导入' }[scope]}”（${scope}）` : `"${scope}"`)).join(language === 'zh' ? '或' : ' or ');
}

/** What changes the brand as a whole is not for who sees a part of it. */
function seesEnough(access: Access, actor: Actor): boolean {
  return !access.may || !wholeBrandOnly.includes(access.may) || actor.dataScope.kind === 'brand';
}

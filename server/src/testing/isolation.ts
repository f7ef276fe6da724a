import { mayDo } from '@homefield/contract';
import type { Role } from '@homefield/contract';
import type { Database } from '../engines/index.ts';
import type { RegisteredRoute } from '../http/index.ts';
import type { Client } from './server.ts';

/** What brand A owns and brand B tries to reach. */
export type Planted = {
  /** Ids of A by the part of the route before the parameter: `{ users: 'usr_…' }` for `/api/users/:id`. */
  ids: Readonly<Record<string, string>>;
  /** Texts of A (names, ids, e-mail addresses) that no answer to B may hold. */
  secrets: readonly string[];
  /**
   * Bodies by `METHOD /api/…/:id` with which A itself would succeed: without one, validation would answer before the object is
   * looked for. For a route without a parameter: a body that names objects of A, which has to be refused.
   */
  bodies?: Readonly<Record<string, unknown>>;
  /** Query strings by `METHOD /api/…`, for lists that filter by an object of A. */
  queries?: Readonly<Record<string, string>>;
};

/**
 * Walks every route with the rights of a stranger (an owner of another brand, or a key with all scopes) against objects of a brand.
 * Answers what is wrong; nothing when the brands are apart. A new route with a parameter fails until somebody plants an object for it.
 */
export async function walkAsStranger(routes: readonly RegisteredRoute[], strangers: readonly Pick<Client, 'call'>[], planted: Planted): Promise<string[]> {
  const findings: string[] = [];
  for (const route of routes) {
    if (route.access.public || route.hidden || !route.url.startsWith('/api/')) continue;
    const name = `${route.method} ${route.url}`;
    // It would only sign the stranger out.
    if (name === 'DELETE /api/session') continue;
    for (const stranger of strangers) findings.push(...await tryRoute(name, route, stranger, planted));
  }
  return findings;
}

/** Walks every route with the rights of a role. Answers where it was let in without the permission, or shut out with it. */
export async function walkAsRole(routes: readonly RegisteredRoute[], role: Role, person: Pick<Client, 'call'>): Promise<string[]> {
  const findings: string[] = [];
  for (const { method, url, access, hidden, hasBody } of routes) {
    const name = `${method} ${url}`;
    if (access.public || hidden || name === 'DELETE /api/session') continue;
    const { status, json } = await person.call(method as 'GET', url.replace(/:\w+/g, 'none'), hasBody ? { body: {} } : {});
    const refused = status === 401 || (status === 403 && (json as { code?: string }).code === 'not_allowed');
    const allowed = access.may !== undefined && mayDo(role, access.may);
    if (refused === allowed) findings.push(`${name}: ${role} was answered ${status}, and ${allowed ? 'has' : 'has not'} ${access.may ?? 'any permission'}`);
  }
  return findings;
}

async function tryRoute(name: string, route: RegisteredRoute, stranger: Pick<Client, 'call'>, planted: Planted): Promise<string[]> {
  const missing: string[] = [];
  let named = false;
  const path = route.url.replace(/\/([^/:]+)\/:(\w+)/g, (_, before: string, parameter: string) => {
    const id = planted.ids[before];
    if (id === undefined) missing.push(`${name}: no object of the other brand is planted for "${before}/:${parameter}"`);
    named = true;
    return `/${before}/${id ?? 'none'}`;
  });
  if (missing.length > 0) return missing;
  const body = planted.bodies?.[name];
  const namesForeign = named || body !== undefined || planted.queries?.[name] !== undefined;
  // Making something of one's own touches nobody else.
  if (!namesForeign && route.method !== 'GET') return [];
  const query = planted.queries?.[name];
  const answer = await stranger.call(route.method as 'GET', query === undefined ? path : `${path}?${query}`, body === undefined ? {} : { body });
  const leaked = planted.secrets.filter((secret) => answer.text.includes(secret) && !path.includes(secret) && !JSON.stringify(body ?? null).includes(secret));
  return [...leaked.map((secret) => `${name}: the answer (${answer.status}) holds "${secret}" of the other brand`), ...judge(name, answer.status, named, body !== undefined)];
}

function judge(name: string, status: number, named: boolean, hasBody: boolean): string[] {
  if (status >= 500) return [`${name}: answered ${status}`];
  if (!named) return hasBody && status < 400 ? [`${name}: a body that names objects of another brand was taken (${status})`] : [];
  if (status === 404 || status === 403) return [];
  if (status === 422 && !hasBody) return [`${name}: validation answered before the object was looked for; plant a body for it`];
  return [`${name}: answered ${status} for an object of another brand instead of 404`];
}

/** One number per table that holds rows of the brand: equal before and after, when nobody has changed anything of it. */
export async function fingerprint(db: Database, workspaceId: bigint): Promise<Record<string, string>> {
  return db.asEngine(async (tx) => {
    const tables = await tx.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and has_table_privilege(c.oid, 'select') order by 1`);
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await tx.query<{ print: string }>(`select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${name} t where workspace_id = $1`, [workspaceId]);
      found[name] = row?.print ?? '';
    }
    return found;
  });
}

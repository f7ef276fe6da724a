import type { RegisteredRoute } from '../http/index.ts';
import type { Answer, Client } from './server.ts';

/** A question beside the bare routes: a search, a sort, a body. `name` is the route that it tries. */
export type Ask = { name: string; url: string; body?: unknown };

/** What the walk needs to ask every route about somebody whom a person sees and about somebody whom they do not. */
export type ScopeWalk = {
  routes: readonly RegisteredRoute[];
  /** Ids by the part of the route before the parameter: `{ audiences: 'aud_…' }`. Those of a customer are told apart by `inside` and `outside`. */
  ids: Readonly<Record<string, string>>;
  inside: string;
  outside: string;
  asks: readonly Ask[];
  /** Unsafe routes by `METHOD /api/…` that answer no customer and no number of them. */
  quiet: readonly string[];
};

/** Everything that a person is answered, by question. Refusals count by their status alone. */
export type Answers = Map<string, string>;

const customerParameters = new Set(['customers', 'members']);

/** Asks everything that can be asked without changing anything. */
export async function answersOf(walk: ScopeWalk, person: Pick<Client, 'call'>): Promise<Answers> {
  const answers: Answers = new Map();
  for (const route of reads(walk)) answers.set(`GET ${route.url}`, shown(await person.call('GET', addressOf(route.url, walk, walk.inside))));
  for (const { name, url, body } of walk.asks) answers.set(`${name} → ${url}`, shown(await person.call(body === undefined ? 'GET' : 'POST', url, body === undefined ? {} : { body })));
  return answers;
}

/**
 * The questions whose answers differ between two moments. When only somebody outside of a person's scope came in between, every one is
 * a leak: a name, or a number that counts them.
 */
export function differences(before: Answers, after: Answers): string[] {
  return [...after].filter(([question, answer]) => before.get(question) !== answer).map(([question]) => question);
}

/** Routes about one customer that answer for somebody outside of the scope, and those for which the walk has nothing to ask. */
export async function findOpenRoutes(walk: ScopeWalk, person: Pick<Client, 'call'>): Promise<string[]> {
  const findings: string[] = [];
  for (const { method, url, access, hidden } of walk.routes) {
    const name = `${method} ${url}`;
    if (access.public || hidden || !url.startsWith('/api/')) continue;
    const parameters = parametersOf(url);
    const unknown = parameters.filter((before) => !customerParameters.has(before) && walk.ids[before] === undefined);
    if (unknown.length > 0 && method === 'GET') findings.push(`${name}: no object is planted for "${unknown.join('", "')}"`);
    else if (parameters.some((before) => customerParameters.has(before))) {
      const { status } = await person.call(method as 'GET', addressOf(url, walk, walk.outside), method === 'GET' ? {} : { body: {} });
      if (status !== 404 && status !== 403) findings.push(`${name}: answered ${status} for a customer outside of the scope instead of 404`);
    } else if (method !== 'GET' && /^(customers|audiences)\.|\.read$/.test(access.may ?? '') && !walk.quiet.includes(name) && !walk.asks.some((ask) => ask.name === name)) {
      findings.push(`${name}: may answer customers; plant a question for it, or say that it is quiet`);
    }
  }
  return findings;
}

/** But one's own sessions, which say when they were last used. */
function reads({ routes, ids }: ScopeWalk): RegisteredRoute[] {
  return routes.filter(({ method, url, access, hidden }) => (
    method === 'GET' && !access.public && !hidden && url.startsWith('/api/') && url !== '/api/account/sessions' && parametersOf(url).every((before) => customerParameters.has(before) || ids[before] !== undefined)));
}

function parametersOf(url: string): string[] {
  return [...url.matchAll(/\/([^/:]+)\/:\w+/g)].map(([, before = '']) => before);
}

function addressOf(url: string, { ids }: ScopeWalk, customer: string): string {
  return url.replace(/\/([^/:]+)\/:\w+/g, (_, before: string) => `/${before}/${customerParameters.has(before) ? customer : ids[before] ?? 'none'}`);
}

/** Without instants (the clock goes on between two moments), how long it took, and ids of snapshots. */
function shown({ status, json, text }: Answer): string {
  if (status >= 400) return String(status);
  return json === undefined ? text : JSON.stringify(json, (key, value: unknown) => (key.endsWith('Ms') ? undefined : value)).replaceAll(/mod_[0-9a-z]{13}/g, 'mod_');
}

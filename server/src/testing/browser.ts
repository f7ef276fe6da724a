import type { SessionState } from '@homefield/contract';
import type { HttpServer } from '../http/index.ts';
import { clientOf } from './server.ts';
import type { Answer, Call, Client } from './server.ts';

/** A client that keeps cookies as a browser does, and sends the CSRF token of the last session that it was told of. */
export type TestBrowser = Pick<Client, 'call' | 'get' | 'post'> & {
  cookies: Map<string, string>;
  /** What `GET /api/session` says. */
  session(): Promise<SessionState>;
};

export function browserOf(app: HttpServer, { address = '192.0.2.10' }: { address?: string } = {}): TestBrowser {
  const cookies = new Map<string, string>();
  let csrfToken: string | null = null;
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, { body, headers }: Call = {}): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own: Record<string, string> = { 'x-forwarded-for': address, ...(cookie ? { cookie } : {}), ...(csrfToken ? { 'x-csrf-token': csrfToken } : {}) };
    const answer = await clientOf(app, own).call(method, url, { ...(body === undefined ? {} : { body }), headers: headers ?? {} });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const told = answer.json as Partial<SessionState> | undefined;
    if (told?.csrfToken !== undefined) csrfToken = told.csrfToken;
    return answer;
  };
  return { call, cookies, get: (url) => call('GET', url), post: (url, body) => call('POST', url, body === undefined ? {} : { body }), session: async () => (await call('GET', '/api/session')).json as SessionState };
}

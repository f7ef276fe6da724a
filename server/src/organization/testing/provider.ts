import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider says of the person who comes by next; `wrong` spoils one part of the id token. */
export type Person = { sub: string; email?: string; email_verified?: boolean; name?: string };
export type Wrong = 'nonce' | 'signature' | 'audience' | 'issuer' | 'expired';

export type TestProvider = {
  issuer: string;
  client: { id: string; secret: string };
  /** As the person's browser would: goes to the authorization address and answers where the provider sends it back to. */
  visit(address: string, person: Person | 'refuses', wrong?: Wrong): Promise<string>;
  /** Requests of the token endpoint that were refused, and why. */
  refused: string[];
  close(): Promise<void>;
};

type Grant = { person: Person; nonce: string; challenge: string; redirectUri: string; wrong: Wrong | undefined };

const client = { id: 'homefield-test', secret: 'a client secret' };
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A small OpenID Connect provider on loopback: discovery, keys, authorization codes with PKCE that work once, signed id tokens. `now` in milliseconds. */
export async function startTestProvider(now: () => number): Promise<TestProvider> {
  const keys = createKeys(now);
  const grants = new Map<string, Grant>();
  const refused: string[] = [];
  let issuer = '';
  const exchange = (form: URLSearchParams): { status: number; body: object } => {
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const why = whyRefused(form, grant);
    if (why !== null || !grant) {
      refused.push(why ?? 'code');
      return { status: 400, body: { error: 'invalid_grant', error_description: why } };
    }
    return { status: 200, body: { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 300, id_token: keys.idToken(issuer, grant) } };
  };
  const server = createServer((request, response) => void answer(request, response, issuer, keys.published, exchange));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer, client, refused,
    async visit(address, person, wrong) {
      const { origin, pathname, searchParams: asked } = new URL(address);
      if (`${origin}${pathname}` !== `${issuer}/authorize` || asked.get('response_type') !== 'code' || asked.get('client_id') !== client.id || asked.get('code_challenge_method') !== 'S256') throw new Error(`The provider was asked wrongly: ${address}`);
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('state', asked.get('state') ?? '');
      if (person === 'refuses') {
        back.searchParams.set('error', 'access_denied');
        return back.href;
      }
      const code = randomBytes(16).toString('hex');
      grants.set(code, { person, wrong, nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '', redirectUri: asked.get('redirect_uri') ?? '' });
      back.searchParams.set('code', code);
      return back.href;
    },
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

function whyRefused(form: URLSearchParams, grant: Grant | undefined): string | null {
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) return 'client';
  if (!grant) return 'code';
  if (grant.redirectUri !== form.get('redirect_uri')) return 'redirect_uri';
  return createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') === grant.challenge ? null : 'verifier';
}

function createKeys(now: () => number) {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    published: { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] },
    idToken(issuer: string, { person, nonce, wrong }: Grant): string {
      const seconds = Math.floor(now() / 1000);
      const body = `${encode({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encode({
        ...person, iss: wrong === 'issuer' ? 'https://elsewhere.example' : issuer, aud: wrong === 'audience' ? 'another-client' : client.id, nonce: wrong === 'nonce' ? 'another nonce' : nonce,
        iat: seconds - (wrong === 'expired' ? 7_200 : 0), exp: seconds + (wrong === 'expired' ? -3_600 : 300),
      })}`;
      return `${body}.${sign('sha256', Buffer.from(body), wrong === 'signature' ? foreign.privateKey : own.privateKey).toString('base64url')}`;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, issuer: string, published: object, exchange: (form: URLSearchParams) => { status: number; body: object }): Promise<void> {
  const reply = (status: number, body: object) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url === '/.well-known/openid-configuration') {
    return reply(200, {
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'],
      subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'],
    });
  }
  if (request.url === '/keys') return reply(200, published);
  if (request.url !== '/token') return reply(404, {});
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { status, body } = exchange(new URLSearchParams(text));
  return reply(status, body);
}

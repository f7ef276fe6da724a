import * as oidc from 'openid-client';
import { dayMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { SsoUnreachable } from './problems.ts';
import { SsoFailed } from './sso-failed.ts';

export type ProviderClient = { issuer: string; clientId: string; secret: string };
/** What an id token says of a person. */
export type Claims = { subject: string; email: string | undefined; emailVerified: boolean | undefined; name: string | undefined };

const timeoutSeconds = 10;
/** Keys are fetched anew when an unknown one signs; the addresses of a provider hardly ever change. */
const configurationMs = dayMs;
const keptMax = 100;

/** Talks to providers: OpenID Connect's authorization code flow with PKCE, state, nonce and checked signatures. */
export function createProviderClients(clock: Clock) {
  const known = new Map<string, { configuration: oidc.Configuration; untilMs: number }>();
  const discover = async ({ issuer, clientId, secret }: ProviderClient): Promise<oidc.Configuration> => {
    const key = JSON.stringify([issuer, clientId, secret]);
    const found = known.get(key);
    if (found && found.untilMs > clock.now()) return found.configuration;
    const insecure = issuer.startsWith('http:');
    const configuration = await oidc.discovery(new URL(issuer), clientId, { [oidc.clockTolerance]: 60 }, oidc.ClientSecretPost(secret), { timeout: timeoutSeconds, execute: [oidc.enableNonRepudiationChecks, ...(insecure ? [oidc.allowInsecureRequests] : [])] });
    if (known.size >= keptMax) known.clear();
    known.set(key, { configuration, untilMs: clock.now() + configurationMs });
    return configuration;
  };
  return {
    /** Refuses (422) an issuer that is none. */
    async check(client: ProviderClient): Promise<void> {
      try {
        await discover(client);
      } catch (error) {
        throw SsoUnreachable({ why: reasonOf(error) }, { cause: error });
      }
    },
    async addressOf(client: ProviderClient, { state, nonce, verifier, redirectUri }: { state: string; nonce: string; verifier: string; redirectUri: string }): Promise<string> {
      const configuration = await discover(client).catch((error: unknown) => { throw new SsoFailed('provider', error); });
      return oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri, scope: 'openid email profile', state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      }).href;
    },
    async exchange(client: ProviderClient, currentUrl: URL, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }): Promise<Claims> {
      try {
        const tokens = await oidc.authorizationCodeGrant(await discover(client), currentUrl, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
        const claims = tokens.claims();
        if (!claims) throw new SsoFailed('provider');
        const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
        const verified = claims['email_verified'];
        return { subject: claims.sub, email: text('email'), emailVerified: typeof verified === 'boolean' ? verified : typeof verified === 'string' ? verified === 'true' : undefined, name: text('name') };
      } catch (error) {
        // The person said no, or the provider did.
        throw new SsoFailed(error instanceof oidc.AuthorizationResponseError ? 'refused' : 'provider', error);
      }
    },
  };
}

/** A short word about what went wrong, in the terms of whoever administers a provider. */
function reasonOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return [code, cause?.code].filter((text) => typeof text === 'string').join(' ').slice(0, 120) || 'no answer';
}

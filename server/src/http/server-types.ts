import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Permission, Role } from '@homefield/contract';
import type { DataScope, Language, ProblemMaker } from '../kernel/index.ts';

/** The web server as route registrars get it: `export function tagRoutes(app: HttpServer, deps): void`. */
export type HttpServer = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

export type Scope = 'read' | 'write' | 'import';

/** Who calls. A route that is not public always has one. */
export type Actor =
  | { kind: 'user'; id: bigint; role: Role; workspaceId: bigint; dataScope: DataScope }
  | { kind: 'apiKey'; id: bigint; scopes: readonly Scope[]; /** Its maker's, at this moment: a key does no more than the person on whose word it acts. */ role: Role; workspaceId: bigint; dataScope: DataScope };

/**
 * Who may call a route. Every route declares it; the server does not start with one that does not. Nobody is let in by default:
 * without `may` no user, without `scopes` no API key. A user's role needs the permission; a key needs one of the scopes, and its maker's role the permission.
 */
export type Access =
  | { public: true; may?: undefined; scopes?: undefined }
  | { public?: undefined; may?: Permission; scopes?: readonly Scope[] };

/** What a browser session or an API key stands for; told by whoever keeps them (the capability `organization`). */
export type Identified = { actor: Actor; language: Language | null; /** Of a key's maker: for calls that name no language. */ makerLanguage?: Language | null; sessionHash?: Buffer; /** Everything but the own account is refused until a second factor is set up. */ totpNeeded?: boolean; /** The key has no scope left, because its maker may not manage keys any more. */ keyRests?: boolean };
export type Authenticator = {
  /** By the token in the cookie. Undefined: unknown, over, or of a disabled user. */
  bySession(token: string, address: string): Promise<Identified | undefined>;
  /** By the whole key, `hf_…`. */
  byApiKey(key: string, address: string): Promise<Identified | undefined>;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Refusals of this route's own, for its documentation. */
    problems?: readonly ProblemMaker[];
    /** False: an `Idempotency-Key` is not heeded (the route sends a stream, or its body is one). */
    idempotency?: false;
  }
  interface FastifyRequest {
    /** Who calls. Throws `sign_in_needed` (401) where nobody is signed in, which only a public route can see. */
    readonly actor: Actor;
    readonly maybeActor: Actor | null;
    /** The reader's language: their setting, else `Accept-Language`, else (of a key) its maker's, else Chinese. */
    readonly language: Language;
    /** Whether the caller would be let in now: an answer that lasts (a stream) outlives the session or the role it began with. */
    stillAllowed(): Promise<boolean>;
    /** Kept by the server itself. */
    identified: Identified | null;
    /** Kept by the server itself: when a body that is no file has to be here. */
    bodyDeadline: NodeJS.Timeout | undefined;
  }
  interface FastifySchema {
    summary?: string;
    description?: string;
    tags?: readonly string[];
    hide?: boolean;
    consumes?: readonly string[];
    produces?: readonly string[];
  }
}

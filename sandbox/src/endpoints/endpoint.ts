import type { AppMessages } from '../app-messages.ts';
import type { ContactWays } from '../contact-ways.ts';
import type { CorpTags } from '../corp-tags.ts';
import type { Cursors } from '../cursors.ts';
import { wholeNumber } from '../fields.ts';
import type { Json } from '../fields.ts';
import type { MassMessages } from '../mass-messages.ts';
import type { Follow } from '../nouns.ts';
import type { Organization } from '../organization.ts';
import type { SandboxRules } from '../rules.ts';
import type { SandboxSecret } from '../tokens.ts';
import type { Welcomes } from '../welcomes.ts';
import type { World } from '../world.ts';

/** One call as it came in. */
export interface ApiRequest {
  query: Readonly<Record<string, string>>;
  body: Json;
  /** The app that calls. */
  app: SandboxSecret;
  /** ms. */
  now: number;
}

/** One path below `/cgi-bin/`. */
export interface Endpoint {
  path: string;
  method: 'GET' | 'POST';
  /** Fields that a refused answer still carries, empty. */
  lists?: readonly string[];
  handle: (request: ApiRequest) => object;
}

/** Everything that endpoints work on. */
export interface Services {
  world: World;
  organization: Organization;
  corpTags: CorpTags;
  contactWays: ContactWays;
  welcomes: Welcomes;
  massMessages: MassMessages;
  appMessages: AppMessages;
  cursors: Cursors;
  rules: SandboxRules;
  onWelcome: (welcome: { follow: Follow; text: string; at: number }) => void;
  newMessageId: () => string;
}

/** `limit` of a page; missing, 0 or above the maximum: the platform takes `tooMuch`. */
export function limitOf(body: Json, standard: number, max: number, tooMuch = max): number {
  const limit = wholeNumber(body, 'limit', standard);
  if (limit <= 0) return standard;
  return limit > max ? tooMuch : limit;
}

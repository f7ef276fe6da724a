import type { Ids } from './ids.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

/** One app's secret and what it may do. */
export interface SandboxSecret {
  secret: string;
  /** The app's id in message/send. */
  agentId: number;
  /** Listed as callable for customer contact; default true. Without it such calls answer 48002. */
  contacts?: boolean;
}

interface Issued {
  token: string;
  secret: SandboxSecret;
  validUntil: number;
  voided: boolean;
}

/** Access tokens per secret: the same one inside its life, and switches that end it early. */
export class Tokens {
  readonly #ids: Ids;
  readonly #rules: SandboxRules;
  readonly #corpId: string;
  readonly #secrets: ReadonlyMap<string, SandboxSecret>;
  readonly #issued = new Map<string, Issued>();
  readonly #current = new Map<string, Issued>();

  constructor(deps: { corpId: string; secrets: readonly SandboxSecret[]; ids: Ids; rules: SandboxRules }) {
    this.#corpId = deps.corpId;
    this.#secrets = new Map(deps.secrets.map((each) => [each.secret, each]));
    this.#ids = deps.ids;
    this.#rules = deps.rules;
  }

  issue(corpId: string | undefined, secretText: string | undefined, now: number): { access_token: string; expires_in: number } {
    if (!corpId) throw refuse(41002, 'corpid missing');
    if (!secretText) throw refuse(41004, 'corpsecret missing');
    if (corpId !== this.#corpId) throw refuse(40013, 'invalid corpid');
    const secret = this.#secrets.get(secretText);
    if (!secret) throw refuse(40001, 'invalid credential');
    let current = this.#current.get(secretText);
    if (!current || current.voided || current.validUntil <= now) {
      current = { token: this.#ids.next('TOK', 214), secret, validUntil: now + this.#rules.tokenLifeSeconds * 1000, voided: false };
      this.#current.set(secretText, current);
      this.#issued.set(current.token, current);
    }
    return { access_token: current.token, expires_in: Math.ceil((current.validUntil - now) / 1000) };
  }

  /** The app behind a token. */
  check(token: string | undefined, now: number): SandboxSecret {
    if (!token) throw refuse(41001, 'access_token missing');
    const issued = this.#issued.get(token);
    if (!issued || issued.voided) throw refuse(40014, 'invalid access_token');
    if (issued.validUntil <= now) throw refuse(42001, 'access_token expired');
    return issued.secret;
  }

  /** The platform takes all tokens back before their time: calls answer 40014. */
  voidAll(): void {
    for (const issued of this.#issued.values()) issued.voided = true;
  }

  /** All tokens have expired: calls answer 42001. */
  expireAll(now: number): void {
    for (const issued of this.#issued.values()) issued.validUntil = Math.min(issued.validUntil, now);
  }
}

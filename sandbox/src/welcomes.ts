import type { Ids } from './ids.ts';
import type { Follow } from './nouns.ts';
import { createRandom } from './random.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

interface WelcomeCode {
  follow: Follow;
  issuedAt: number;
  used: boolean;
}

/** Welcome codes: 20 seconds, one success. */
export class Welcomes {
  readonly #deps: { ids: Ids; seed: number; rules: SandboxRules; now: () => number };
  readonly #codes = new Map<string, WelcomeCode>();

  constructor(deps: { ids: Ids; seed: number; rules: SandboxRules; now: () => number }) {
    this.#deps = deps;
  }

  /** A code for a new pair; sometimes none, as when the console has a welcome message of its own. */
  issue(follow: Follow): string | undefined {
    const { ids, seed, rules } = this.#deps;
    const now = this.#deps.now();
    this.#forgetOld(now);
    if (createRandom(seed, 'welcome', follow.userid, follow.externalUserId).next() >= rules.welcome.codeShare) return undefined;
    const code = ids.next('WC', 43);
    this.#codes.set(code, { follow, issuedAt: now, used: false });
    return code;
  }

  /** Uses the code up and tells for whom it was. `chattedAt` is when that pair last talked. */
  use(code: string, now: number, chattedAt: (follow: Follow) => number | undefined): Follow {
    const found = this.#codes.get(code);
    if (!found || now - found.issuedAt > this.#deps.rules.welcome.lifeMs) throw refuse(41050, 'invalid welcome code or expired');
    if (found.used || (chattedAt(found.follow) ?? -Infinity) >= found.issuedAt) throw refuse(41051, 'welcome msg sent or chat started');
    found.used = true;
    return found.follow;
  }

  #forgetOld(now: number): void {
    for (const [code, { issuedAt }] of this.#codes) {
      if (now - issuedAt <= this.#deps.rules.welcome.lifeMs) return;
      this.#codes.delete(code);
    }
  }
}

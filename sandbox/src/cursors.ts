import { createRandom } from './random.ts';
import type { Ids } from './ids.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

interface Bookmark {
  key: string;
  rows: readonly unknown[];
  offset: number;
  expiresAt: number;
}

/** Opaque cursors that end after a while and belong to one question. They hold what was there when the first page was read. */
export class Cursors {
  readonly #bookmarks = new Map<string, Bookmark>();
  readonly #deps: { ids: Ids; seed: number; rules: SandboxRules };
  #pages = 0;

  constructor(deps: { ids: Ids; seed: number; rules: SandboxRules }) {
    this.#deps = deps;
  }

  /** One page of `rows()`, which is asked for only at the first page. `key` names the question, with all its filters. */
  page<Row>(key: string, cursor: string | undefined, limit: number, now: number, rows: () => readonly Row[]): { rows: Row[]; next_cursor?: string } {
    const { all, offset } = cursor ? this.#find<Row>(key, cursor, now) : { all: rows(), offset: 0 };
    const end = offset + this.#pageSize(limit);
    const page = all.slice(offset, end);
    if (end >= all.length) return { rows: page };
    const next = this.#deps.ids.next('CUR', 43);
    this.#forgetExpired(now);
    this.#bookmarks.set(next, { key, rows: all, offset: end, expiresAt: now + this.#deps.rules.cursorLifeMs });
    return { rows: page, next_cursor: next };
  }

  #find<Row>(key: string, cursor: string, now: number): { all: readonly Row[]; offset: number } {
    const bookmark = this.#bookmarks.get(cursor);
    if (!bookmark || bookmark.key !== key || bookmark.expiresAt <= now) throw refuse(40058, 'invalid cursor');
    return { all: bookmark.rows as readonly Row[], offset: bookmark.offset };
  }

  #pageSize(limit: number): number {
    const random = createRandom(this.#deps.seed, 'page', (this.#pages += 1));
    return random.next() < this.#deps.rules.shortPageShare ? Math.max(1, random.int(limit)) : limit;
  }

  /** Cursors are kept in the order they end, so the old ones are at the front. */
  #forgetExpired(now: number): void {
    for (const [cursor, bookmark] of this.#bookmarks) {
      if (bookmark.expiresAt > now) return;
      this.#bookmarks.delete(cursor);
    }
  }
}

import { Drop } from 'liquidjs';
import type { FilterImplOptions } from 'liquidjs';

/** A fact that the product keeps as a code: conditions compare the code, and what is written out is a word (or nothing). */
class CodedWord extends Drop {
  readonly #code: string;
  readonly word: string;

  constructor(code: string, word: string) {
    super();
    this.#code = code;
    this.word = word;
  }

  override valueOf(): string { return this.#code; }
}

/** What is written, of a fact that may be a code. */
export function written(value: unknown): unknown {
  return value instanceof CodedWord ? value.word : value;
}

/** Filters make what is written, so they see words too: `{{ customer.gender | default: "您" }}`. */
export function overWords(filter: FilterImplOptions): FilterImplOptions {
  const handler = typeof filter === 'function' ? filter : filter.handler;
  const words: typeof handler = function over(value, ...args) { return handler.call(this, written(value), ...args.map(written)) as unknown; };
  return typeof filter === 'function' ? words : { ...filter, handler: words };
}

const chinese = /\p{Script=Han}/u;
const genders: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = { male: { zh: '男', en: 'male' }, female: { zh: '女', en: 'female' }, unknown: { zh: '', en: '' } };
/** Where the product itself has a customer from: nothing that a customer could make sense of. A source of the brand's own stays its words. */
const ownSources: ReadonlySet<string> = new Set(['import', 'api', 'wecom', 'model', 'audience', 'sops', 'messages', 'console']);

/** In the language of the text around it: a brand has none of its own. */
export function genderWord(code: string, text: string): unknown {
  const words = genders[code];
  return words ? new CodedWord(code, chinese.test(text) ? words.zh : words.en) : code;
}

export function sourceWord(code: string): unknown {
  return ownSources.has(code) ? new CodedWord(code, '') : code;
}

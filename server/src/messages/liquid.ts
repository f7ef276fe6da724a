import { Liquid, Tokenizer, TokenKind } from 'liquidjs';
import type { TagToken, TopLevelToken } from 'liquidjs';
import type { Sentence } from '../kernel/index.ts';
import { overWords, written } from './coded-words.ts';

/** A mistake in a text: the line and column where it is, and what to do. */
export type TextMistake = { line: number; column: number; sentence: Sentence };

/**
 * The part of Liquid that a text may use: output, conditions, filters over texts. No loops, no ranges, no variables of its own and no
 * files: two nested loops over ranges (150 characters) held the whole server for a second per customer. Filters that read the clock
 * or draw lots are left out too.
 */
const tagsAllowed: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'comment']);
const partsAllowed: ReadonlySet<string> = new Set([...tagsAllowed, ...[...tagsAllowed].map((name) => `end${name}`), 'elsif', 'else', 'when']);
export const filtersAllowed: ReadonlySet<string> = new Set([
  'default', 'append', 'prepend', 'upcase', 'downcase', 'capitalize', 'strip', 'lstrip', 'rstrip', 'strip_newlines', 'remove', 'remove_first', 'remove_last',
  'replace', 'replace_first', 'replace_last', 'truncate', 'slice', 'size',
]);

/** Without loops a text of 4,000 characters renders in at most a millisecond (11 µs is usual); the limits are behind that, for what nobody thought of. */
export const liquid = new Liquid({
  strictVariables: true, strictFilters: true, ownPropertyOnly: true, templates: {},
  parseLimit: 20_000, renderLimit: 200, memoryLimit: 100_000, cache: false, outputEscape: written as (value: unknown) => string,
});
for (const name of Object.keys(liquid.tags)) if (!tagsAllowed.has(name)) delete liquid.tags[name];
for (const name of Object.keys(liquid.filters)) if (!filtersAllowed.has(name)) delete liquid.filters[name];
for (const [name, filter] of Object.entries(liquid.filters)) liquid.filters[name] = overWords(filter);

/** What a text uses that it may not, each with its place. */
export function forbiddenIn(text: string): TextMistake[] {
  return new Tokenizer(text).readTopLevelTokens().flatMap((token) => {
    const sentence = forbiddenBy(token);
    const [line, column] = token.getPosition();
    return sentence ? [{ line: line ?? 1, column: column ?? 1, sentence }] : [];
  });
}

function forbiddenBy(token: TopLevelToken): Sentence | undefined {
  if (token.kind !== TokenKind.Tag && token.kind !== TokenKind.Output) return undefined;
  const { name, content } = token as TagToken;
  if (token.kind === TokenKind.Tag && !partsAllowed.has(name)) {
    return {
      en: `{% ${name} %} cannot be used in a message. Conditions can: {% if %}, {% unless %}, {% case %}.`,
      zh: `消息里不能用 {% ${name} %}，可以用条件：{% if %}、{% unless %}、{% case %}。`,
    };
  }
  // Outside of texts in quotes, brackets only make ranges.
  if (/[()]/.test(content.replace(/"[^"]*"|'[^']*'/g, ''))) {
    return { en: 'Ranges like (1..9) cannot be used in a message.', zh: '消息里不能用 (1..9) 这样的区间。' };
  }
  return undefined;
}

import { LiquidError } from 'liquidjs';
import type { Template } from 'liquidjs';
import { messageVariables } from '@homefield/contract';
import type { Sentence } from '../kernel/index.ts';
import { forbiddenIn, liquid } from './liquid.ts';
import type { TextMistake } from './liquid.ts';
import { genderWord, sourceWord } from './coded-words.ts';
import { parseMistake, unknownVariable } from './parse-mistakes.ts';

export type { TextMistake } from './liquid.ts';

/** What a text may say about its customer, as it is stored. Unknown facts are empty, so that `{{ customer.name | default: "您" }}` works. */
export type MessageFacts = { name: string; city: string; gender: string; store: string; source: string };

const known: ReadonlySet<string> = new Set(messageVariables);
const parsedMax = 1_000;
const parsed = new Map<string, Template[]>();

/** Everything that is wrong with a text, before anything is sent. Empty: it will render for every customer. */
export function checkText(text: string, bytesMax: number): TextMistake[] {
  try {
    const forbidden = forbiddenIn(text);
    if (forbidden.length > 0) return forbidden;
    const templates = liquid.parse(text);
    const mistakes = Object.values(liquid.analyzeSync(templates, { partials: false }).globals).flat().flatMap(({ segments, location }) => {
      const name = segments.map(String).join('.');
      return known.has(name) ? [] : [{ line: location.row, column: location.col, sentence: unknownVariable(name) }];
    });
    if (mistakes.length > 0) return mistakes;
    // Short facts: a text that is too long with them is too long for everybody.
    const length = Buffer.byteLength(String(liquid.renderSync(templates, scopeOf(shortFacts, text))).trim());
    return length > bytesMax ? [{ line: 1, column: 1, sentence: tooLong(length, bytesMax) }] : length === 0 ? [{ line: 1, column: 1, sentence: empty }] : [];
  } catch (error) {
    return [mistakeOf(error)];
  }
}

/** The text for one customer. Throws when it cannot be rendered (a checked text always can). */
export function renderText(text: string, facts: MessageFacts): string {
  let templates = parsed.get(text);
  if (!templates) {
    if (parsed.size >= parsedMax) parsed.clear();
    parsed.set(text, templates = liquid.parse(text));
  }
  return String(liquid.renderSync(templates, scopeOf(facts, text))).trim();
}

/** True when the text may differ from customer to customer: then a broadcast task carries it to one customer only. */
export function isPersonal(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}

const shortFacts: MessageFacts = { name: '王', city: '', gender: '', store: '', source: '' };

function scopeOf(facts: MessageFacts, text: string): object {
  return { customer: { ...facts, gender: genderWord(facts.gender, text), source: sourceWord(facts.source) } };
}

function mistakeOf(error: unknown): TextMistake {
  const place = LiquidError.is(error) ? (error as LiquidError & { token?: { getPosition?: () => [number, number] } }).token?.getPosition?.() : undefined;
  const said = error instanceof Error ? error.message.replace(/, line:.*$/s, '') : String(error);
  return { line: place?.[0] ?? 1, column: place?.[1] ?? 1, sentence: parseMistake(said) };
}

function tooLong(bytes: number, bytesMax: number): Sentence {
  return { en: `The text has ${bytes} bytes; the channel takes ${bytesMax}.`, zh: `内容为 ${bytes} 字节，渠道上限为 ${bytesMax} 字节。` };
}

const empty: Sentence = { en: 'The text is empty.', zh: '内容为空。' };

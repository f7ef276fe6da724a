import { permissions } from '@homefield/contract/access';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import enBase from './en/index.ts';
import enMore from './en/more.ts';
import zhBase from './zh/index.ts';
import zhMore from './zh/more.ts';

type Texts = { readonly [key: string]: string | Texts };

function flat(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)])));
}

const [zh, en] = [{ ...zhBase, ...zhMore }, { ...enBase, ...enMore }];
const chinese = flat(zh);
const english = flat(en);
const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.startsWith('i18n'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Keys as code names them: whole ones, and patterns where a part is filled in. */
const sections = Object.keys(zh).join('|');
const named = sources.flatMap(({ path, text }) => [...text.matchAll(new RegExp(`['"\`]((?:${sections})\\.(?:[\\w.-]|\\$\\{[^}]*(?:\\([^)]*\\))?[^}]*\\})+)['"\`]`, 'g'))].map((match) => ({ path, key: match[1] ?? '' })))
  // A permission looks like a key.
  .filter(({ key }) => chinese.has(key) || !(permissions as readonly string[]).includes(key));
const matches = (pattern: string, key: string): boolean =>
  pattern.includes('${') ? new RegExp(`^${pattern.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')).join('[\\w-]+')}$`).test(key) : pattern === key;

describe('the dictionaries', () => {
  it('have the same keys in Chinese and English', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have a text under every key, with the same places to fill in', () => {
    const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('');
      expect(english.get(key)?.trim(), key).not.toBe('');
      // An example with a variable of Liquid is no place of ours.
      if (!text.includes('{{ ')) expect(places(english.get(key) ?? ''), key).toEqual(places(text));
    }
  });

  it('have every key that the code names', () => {
    const missing = named.filter(({ key }) => ![...chinese.keys()].some((known) => matches(key, known)));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(200);
  });

  it('have no key that the code does not name', () => {
    expect([...chinese.keys()].filter((key) => !named.some((one) => matches(one.key, key)))).toEqual([]);
  });

  it('address the reader politely (您), or better not at all', () => {
    expect([...chinese].filter(([, text]) => text.includes('你'))).toEqual([]);
  });

  it('write full-width punctuation in Chinese and no Chinese in English', () => {
    const halfWidth = [...chinese].filter(([, text]) => /[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]/.test(text.replaceAll(/\{\{[^}]*\}\}/g, '')));
    expect(halfWidth).toEqual([]);
    expect([...english].filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
});

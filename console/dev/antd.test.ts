import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { antdTheme } from '../src/design/theme.ts';
import { antdCss, antdPieces } from './antd-css.ts';
import { withoutStyles } from './antd-scripts.ts';

const sources = fileURLToPath(new URL('../src', import.meta.url));

test('the sheet is the same in every theme: what differs is in its variables', () => {
  const sheet = antdCss();
  expect(sheet).toContain('.ant-btn');
  for (const theme of [antdTheme('dark'), antdTheme('light', 'compact'), antdTheme('dark', 'compact', true)]) expect(antdCss(theme) === sheet).toBe(true);
});

test('the styles of every component that the console draws are in it', () => {
  const used = new Set(readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).flatMap((name) =>
    [...readFileSync(join(sources, name), 'utf8').matchAll(/import \{([^}]*)\} from 'antd'/g)].flatMap(([, names = '']) => names.split(',').map((one) => one.trim()))));
  // What draws nothing itself, and types.
  const withoutOwn = new Set(['', 'ConfigProvider', 'theme']);
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((name) => !name.startsWith('type ') && !withoutOwn.has(name) && !(name in antdPieces))).toEqual([]);
});

test('the code that would make styles in the browser is left out, and nothing else of its file', () => {
  const file = "const genA = (token) => ({ color: token.a });\nexport const prepare = (token) => ({ b: token.b });\nexport default genStyleHooks('A', (token) => [genA(token)], prepare, { c: 1 });";
  expect(withoutStyles(file)).toBe(file.replace('(token) => [genA(token)]', 'null'));
  expect(withoutStyles('export const genA = () => null;')).toBeNull();
});

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { measureSizes } from '../../../console/dev/sizes.ts';
import type { Sizes } from '../../../console/dev/sizes.ts';
import { builtConsole } from './built.ts';

let folder: string;
let sizes: Sizes;
beforeAll(async () => {
  folder = await builtConsole();
  sizes = measureSizes(folder);
}, 240_000);

test('what is counted here is what is sent: every script and style lies there packed', () => {
  const files = readdirSync(join(folder, 'assets'));
  const plain = files.filter((file) => /\.(?:js|css)$/.test(file) && statSync(join(folder, 'assets', file)).size > 1_000);
  expect(plain.length).toBeGreaterThan(20);
  expect(plain.filter((file) => !files.includes(`${file}.br`) || !files.includes(`${file}.gz`))).toEqual([]);
});

test('the shell is at most 250 kB of JavaScript, gzipped', () => {
  // Far less would mean that it was not found.
  expect(sizes.shell).toBeGreaterThan(100);
  expect(sizes.shell).toBeLessThanOrEqual(250);
});

test('every route is at most 450 kB together with the shell, and its charts 210 kB more', () => {
  expect(Object.keys(sizes.routes).length).toBeGreaterThanOrEqual(10);
  expect(Object.entries(sizes.routes).filter(([, size]) => size > 450 || size < sizes.shell)).toEqual([]);
  expect(sizes.charts).toBeLessThanOrEqual(210);
});

test('every page has its files in the list that the server names them from, all of them are there, and they are few', () => {
  const { pages, languages } = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')) as { pages: Record<string, string[]>; languages: Record<string, string[]> };
  expect(Object.keys(pages)).toEqual(expect.arrayContaining(['/', '/customers', '/customers/$customerId', '/audiences', '/sops/$sopId', '/settings', '/jobs']));
  expect([...Object.values(pages), ...Object.values(languages)].flat().filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  // Each costs a browser about as much as 2 kB of code.
  expect(Object.entries(pages).filter(([, files]) => files.length === 0 || files.length > 20)).toEqual([]);
});

import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

const pages = { '/': ['assets/home.js'], '/customers': ['assets/list.js'], '/customers/$customerId': ['assets/one.js', 'assets/one.css'] };
const zh = '</assets/zh.js>; rel=modulepreload';
const cookie = 'homefield_session=anything';

let folder: string;
let server: TestServer;
const list = (languages: Record<string, string[]>) => writeFile(join(folder, 'pages.json'), JSON.stringify({ pages, languages }));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homefield-console-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  await list({ zh: ['assets/zh.js'], en: ['assets/en.js'] });
  server = await startTestServer({ consoleFolder: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const linkOf = async (path: string, headers: Record<string, string>) => (await server.anonymous.call('GET', path, { headers })).headers['link'];

test('a page names the files that it will ask for: its own to who has a cookie, the language of the browser to everybody', async () => {
  expect(await linkOf('/customers/cus_1?tab=orders', { cookie })).toBe(`${zh}, </assets/one.js>; rel=modulepreload, </assets/one.css>; rel=preload; as=style; crossorigin`);
  expect(await linkOf('/', { cookie, 'accept-language': 'en-GB,zh;q=0.5' })).toBe('</assets/en.js>; rel=modulepreload, </assets/home.js>; rel=modulepreload');
  expect(await linkOf('/customers', {})).toBe(zh);
  expect(await linkOf('/customers/', { cookie })).toBe(zh);
  expect(await linkOf('/nowhere', { cookie })).toBe(zh);
  expect(await linkOf('/index.html', { cookie })).toBeUndefined();
});

test('a console that is built anew names its new files, one without a list none', async () => {
  await list({ zh: ['assets/zh-2.js'], en: [] });
  await utimes(join(folder, 'index.html'), 1, 2_000_000_000);
  expect(await linkOf('/customers', {})).toBe('</assets/zh-2.js>; rel=modulepreload');
  await rm(join(folder, 'pages.json'));
  await utimes(join(folder, 'index.html'), 1, 2_000_000_001);
  expect(await linkOf('/customers', { cookie })).toBeUndefined();
});

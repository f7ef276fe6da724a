import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { startMock } from '../../../console/dev/mock.ts';
import { customers } from '../../../console/dev/people.ts';
import { audiences, sops } from '../../../console/dev/work.ts';
import { builtConsole } from './built.ts';
import type { Visitor } from './product.ts';
import { countTraffic, settled } from './settled.ts';

/** Machines that run tests are busy: what has to come may take its time. */
export const soon = { timeout: 20_000 };

/** The console over a made-up brand: no engines, every state at once. */
export async function openMock(): Promise<{ address: string; close(): void }> {
  await builtConsole();
  const server: Server = await startMock(0);
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Every address that the console answers to, with its tabs and dialogs. A new route belongs here. */
export const routes: readonly string[] = [
  '/', '/?people=lapsed', '/customers', `/customers/${customers[0]?.id}`, '/customers?dialog=import', '/audiences', '/audiences/new', `/audiences/${audiences[0]?.id}`, '/models/rfm',
  '/sops', '/sops/new', `/sops/${sops[0]?.id}`, `/sops/${sops[0]?.id}?tab=edit`, `/sops/${sops[0]?.id}?tab=result`, '/jobs',
  ...['account', 'brand', 'users', 'permissions', 'security', 'sso', 'staff', 'stores', 'wecom', 'messages', 'apiKeys', 'audit'].map((section) => `/settings?section=${section}`),
  '/system', '/_design', '/nowhere',
];

export type Look = { language: 'zh' | 'en'; theme?: 'light' | 'dark'; device?: 'desktop' | 'phone'; scene?: string };

/** A person at a browser who chose language and appearance once; what they choose later stays. */
export async function look(browser: Browser, address: string, { language, theme = 'light', device = 'desktop', scene = 'full' }: Look): Promise<Visitor> {
  const phone = device === 'phone';
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, deviceScaleFactor: phone ? 2 : 1, isMobile: phone, hasTouch: phone, reducedMotion: 'reduce', locale: language === 'zh' ? 'zh-CN' : 'en-US',
  });
  await context.addInitScript(`localStorage.getItem('homefield.preferences') ?? localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${language}', theme: '${theme}' }, version: 1 }))`);
  const complaints: string[] = [];
  const page = await context.newPage();
  countTraffic(page);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await choose(page, address, scene);
  return { page, context, complaints };
}

/** Another state of the made-up brand, from the next request on. */
export async function choose(page: Page, address: string, scene: string): Promise<void> {
  await page.context().addCookies([{ name: 'mock', value: scene, url: address }]);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on the page as it is now, one line for each place. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(`if (!('axe' in window)) { ${axe} }`);
  const found = await page.evaluate(`axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary.split('\\n').slice(1, 2).join(''))))`);
  return found as string[];
}

/** A visitor at a page that has come to rest; in Chinese, unless `more` says otherwise. */
export async function openPage(browser: Browser, address: string, path: string, more: Partial<Look> = {}): Promise<Visitor> {
  const visitor = await look(browser, address, { language: 'zh', ...more });
  await visitor.page.goto(`${address}${path}`);
  await visitor.page.waitForSelector('main h1, main h2, input[type=password]');
  await settled(visitor.page);
  return visitor;
}

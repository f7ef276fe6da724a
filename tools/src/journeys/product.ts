import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { consoleFolder } from '../../../server/src/commands/index.ts';
import { runDemo } from '../../../server/src/demo/index.ts';
import type { Demo, DemoRequest } from '../../../server/src/demo/index.ts';
import { createLogger, listen } from '../../../server/src/http/index.ts';
import { createRandomness, createRealClock, readConfig } from '../../../server/src/kernel/index.ts';
import { freshHome } from '../../../server/src/testing/engines.ts';
import { createProduct, openHttp } from '../../../server/src/wiring.ts';
import type { Product } from '../../../server/src/wiring.ts';
import { builtConsole } from './built.ts';
import { countTraffic } from './settled.ts';

export const account = { email: 'owner@brand.example', password: 'a long password' };

/** The product over a brand that the demo has lived with for some days, with its console, on a free port. */
export async function openDemoProduct(request: Partial<DemoRequest> = {}): Promise<{ address: string; demo: Demo; close(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'homefield-journey-'));
  await chmod(home, 0o711);
  await builtConsole();
  const realClock = createRealClock();
  const options = { config: readConfig({ HOMEFIELD_HOME: home }, home), clock: realClock, realClock, randomness: createRandomness(), logger: createLogger({ level: 'silent' }) };
  const demo = await runDemo({ ...options, home: join(home, 'demo'), request: { ordersPath: undefined, mapping: 'auto', asOf: '2026-06-30', days: 8, seed: 5, customers: 900, ...request } });
  await demo.product.organization.users.create(null, demo.workspaceId, { ...account, name: '王负责', role: 'owner' });
  const app = await openHttp(demo.product, { ...options, clock: demo.clock, consoleFolder, virtualTime: true });
  const address = await listen(app, { host: '127.0.0.1', port: 0 });
  demo.product.runner.start();
  return {
    address, demo,
    async close() {
      await app.close();
      demo.product.jobs.stop();
      await demo.product.runner.stop();
      await demo.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The product as its first start leaves it: nobody has an account, and `setupLink` is the link that the start prints. */
export async function openFreshProduct(): Promise<{ address: string; setupLink: string; product: Product; close(): Promise<void> }> {
  const [home] = await Promise.all([freshHome(), builtConsole()]);
  const clock = createRealClock();
  const options = { config: readConfig({ HOMEFIELD_HOME: home }, home), clock, realClock: clock, randomness: createRandomness(), logger: createLogger({ level: 'silent' }) };
  const product = await createProduct(options);
  const app = await openHttp(product, { ...options, consoleFolder, virtualTime: false });
  const address = await listen(app, { host: '127.0.0.1', port: 0 });
  product.runner.start();
  return {
    address, product, setupLink: `${address}/setup?token=${await product.organization.firstOwners.ensureSetupToken()}`,
    async close() {
      await app.close();
      product.jobs.stop();
      await product.runner.stop();
      await product.engines.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export type Visitor = { page: Page; context: BrowserContext; /** What the browser complained about. */ complaints: string[] };

/** A person with a browser: their language and device, and everything that goes wrong while they click. */
export async function visit(browser: Browser, options: { language: 'zh' | 'en'; device: 'desktop' | 'phone'; /** With the stream of jobs. */ live?: boolean }): Promise<Visitor> {
  const phone = options.device === 'phone';
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, deviceScaleFactor: phone ? 2 : 1, isMobile: phone, hasTouch: phone,
    locale: options.language === 'zh' ? 'zh-CN' : 'en-US',
  });
  await context.addInitScript(`localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${options.language}', theme: 'light' }, version: 1 }))`);
  // Without the stream the console asks for its jobs at intervals: both ways are walked.
  if (options.live !== true) await context.route('**/api/jobs/events', (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  countTraffic(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  // What the server names ahead has to be what the page asks for: else the browser fetches it twice, and only warns.
  page.on('console', (message) => { if (message.type() === 'error' || message.text().includes('credentials mode')) complaints.push(message.text()); });
  return { page, context, complaints };
}

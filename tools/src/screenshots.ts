/**
 * `npm run screenshots`: pictures of the main pages for the README and the guide, of the product itself over the demo's brand, into
 * `docs/images`. The same seed gives the same brand.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatId, wholeBrand } from '../../server/src/kernel/index.ts';
import { launchBrowser } from './browser.ts';
import { account, openDemoProduct, visit } from './journeys/product.ts';

const folder = fileURLToPath(new URL('../../docs/images', import.meta.url));
const settleMs = 2_500;

const [opened, browser] = await Promise.all([openDemoProduct({ customers: 3_000, days: 20, asOf: '2026-10-31', seed: 1 }), launchBrowser()]);
const { demo, address } = opened;
const sop = formatId('sop', demo.sopId);
const customer = (await demo.product.customers.list(wholeBrand(demo.workspaceId), { sort: '-netSales', limit: 1 })).rows[0]?.id ?? '';
const pages: [name: string, path: string][] = [
  ['home', '/'], ['customers', '/customers?sort=-netSales'], ['customer', `/customers/${customer}`], ['audience', '/audiences/new?preset=lapsed'],
  ['rfm', '/models/rfm'], ['sop', `/sops/${sop}`], ['sop-result', `/sops/${sop}?tab=result`],
];
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const language of ['zh', 'en'] as const) {
  for (const device of ['desktop', 'phone'] as const) {
    const { page, context } = await visit(browser, { language, device });
    await page.goto(address);
    await page.fill('input[type=email]', account.email);
    await page.fill('input[type=password]', account.password);
    await page.click('button[type=submit]');
    await page.waitForSelector('input[type=password]', { state: 'detached' });
    for (const [name, path] of device === 'phone' ? pages.slice(0, 1) : pages) {
      await page.goto(`${address}${path}`);
      // Streams of events stay open: the network is never idle.
      await page.waitForLoadState('load');
      await page.waitForTimeout(settleMs);
      await page.screenshot({ path: join(folder, `${name}${device === 'phone' ? '-phone' : ''}.${language}.png`) });
    }
    await context.close();
  }
}
await browser.close();
await opened.close();
console.log(`docs/images: ${2 * (pages.length + 1)} pictures`);
process.exit(0);

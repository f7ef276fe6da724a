import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { accessibilityFaults, look, openMock, routes, settled } from './shell-kit.ts';

/** Every route in both languages and both themes. What axe finds is a mistake, and so is every error in the browser's console. */
let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

/** As if another tab had chosen it. */
const chooseTheme = (theme: string) => `(() => {
  const kept = JSON.parse(localStorage.getItem('homefield.preferences'));
  kept.state.theme = '${theme}';
  localStorage.setItem('homefield.preferences', JSON.stringify(kept));
  dispatchEvent(new StorageEvent('storage', { key: 'homefield.preferences' }));
})()`;

test.each([{ language: 'zh', device: 'desktop' }, { language: 'en', device: 'desktop' }, { language: 'zh', device: 'phone' }] as const)('no route has a fault for axe or an error of the browser, in $language on a $device, light and dark', async ({ language, device }) => {
  const { page, context, complaints } = await look(browser, mock.address, { language, device });
  const faults: string[] = [];
  for (const route of routes) {
    await page.goto(`${mock.address}${route}`);
    // The console listens to other tabs once it has begun.
    await page.waitForSelector('main h1');
    for (const theme of ['light', 'dark']) {
      await page.evaluate(chooseTheme(theme));
      await page.waitForSelector(`html[data-theme="${theme}"]`);
      await settled(page);
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${route} (${theme}): ${fault}`));
    }
    if (await page.evaluate('document.documentElement.scrollWidth - innerWidth') as number > 1) faults.push(`${route} is wider than its window`);
  }
  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
}, 420_000);

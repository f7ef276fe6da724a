import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { settled } from './settled.ts';
import { accessibilityFaults, look, openMock, routes } from './shell-kit.ts';

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

type Walk = { language: 'zh' | 'en'; device: 'desktop' | 'phone'; themes: readonly ('light' | 'dark')[] };
/** Both languages, devices and themes; `npm run soak -- looks` walks every combination of them. */
const walks: readonly Walk[] = process.env['HOMEFIELD_LONG'] !== undefined
  ? (['zh', 'en'] as const).flatMap((language) => (['desktop', 'phone'] as const).map((device): Walk => ({ language, device, themes: ['light', 'dark'] })))
  : [{ language: 'zh', device: 'desktop', themes: ['light'] }, { language: 'en', device: 'phone', themes: ['dark'] }];

test.each(walks)('no route has a fault for axe or an error of the browser, in $language on a $device, $themes', async ({ language, device, themes }) => {
  const { page, context, complaints } = await look(browser, mock.address, { language, device });
  const faults: string[] = [];
  await page.goto(mock.address);
  // The console listens to other tabs once it has begun.
  await page.waitForSelector('main h1');
  for (const route of routes) {
    // As a link does it.
    await page.evaluate(`history.pushState(null, '', '${route}')`);
    for (const theme of themes) {
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
}, 600_000);

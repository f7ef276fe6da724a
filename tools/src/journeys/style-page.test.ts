import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { openMock } from './shell-kit.ts';
import { compare } from '../pictures.ts';

/**
 * The style page against committed pictures, piece by piece, in real Chromium. `HOMEFIELD_PICTURES=new` writes the pictures anew (look at
 * them before committing them). A piece that changed leaves the new picture and one of the differences in a folder that the failure names.
 */
const folder = fileURLToPath(new URL('pictures', import.meta.url));
const anew = process.env['HOMEFIELD_PICTURES'] === 'new';
const failed = mkdtempSync(join(tmpdir(), 'homefield-pictures-'));
/** Blocks that may differ: another version of Chromium draws an arrow otherwise; a piece whose color or place changed is far above it. */
const shareMax = 0.006;
const pieces = ['colors', 'values', 'actions', 'figures', 'table', 'states', 'confirm', 'empty', 'charts'] as const;

let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
let address: string;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
  address = mock.address;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

type Look = { language: 'zh' | 'en'; theme: 'light' | 'dark'; density: 'comfortable' | 'compact'; phone?: boolean };

async function open(path: string, { language, theme, density, phone = false }: Look): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 }, isMobile: phone, hasTouch: phone, reducedMotion: 'reduce',
    // As on Linux: there the console brings its own font, so that every machine draws the same letters.
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', locale: language === 'zh' ? 'zh-CN' : 'en-US',
  });
  await context.addInitScript(`localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${language}', theme: '${theme}', density: '${density}' }, version: 1 }))`);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await page.goto(`${address}${path}`);
  await page.waitForSelector('main h1');
  return { page, complaints };
}

const looks: (Look & { name: string })[] = [
  { name: 'zh-light-comfortable', language: 'zh', theme: 'light', density: 'comfortable' },
  { name: 'zh-dark-compact', language: 'zh', theme: 'dark', density: 'compact' },
  { name: 'en-light-compact', language: 'en', theme: 'light', density: 'compact' },
  { name: 'en-dark-comfortable', language: 'en', theme: 'dark', density: 'comfortable' },
  { name: 'zh-light-phone', language: 'zh', theme: 'light', density: 'comfortable', phone: true },
];

/** One font for every letter, nothing that moves, nothing over the pieces. */
const still = '* { font-family: "Noto Sans SC Variable" !important; animation: none !important; transition: none !important; caret-color: transparent !important; content-visibility: visible !important; } nav, header[class*=bar] { visibility: hidden !important; }';

// Each language and theme once, and the phone; `npm run soak -- pictures` compares all.
describe.each(process.env['HOMEFIELD_LONG'] === undefined && !anew ? looks.filter(({ name }) => ['zh-light-comfortable', 'en-dark-comfortable', 'zh-light-phone'].includes(name)) : looks)('the style page in $name', (look) => {
  test('looks as it did', async () => {
    const { page, complaints } = await open('/_design', look);
    await page.addStyleTag({ content: still });
    // Charts are drawn when they come in sight.
    await page.locator('[data-piece=charts]').scrollIntoViewIfNeeded();
    await page.waitForSelector('canvas');
    await page.evaluate('document.fonts.load(\'16px "Noto Sans SC Variable"\', document.body.innerText).then(() => document.fonts.ready).then(() => undefined)');
    await page.waitForTimeout(500);
    const changed: string[] = [];
    for (const piece of pieces) {
      const name = `${piece}-${look.name}.png`;
      // A list of 100,000 cards has no picture of the whole of it.
      const place = piece === 'table' && look.phone ? page.locator('[data-piece=table] [role=search]') : page.locator(`[data-piece=${piece}]`);
      const now = await place.screenshot({ animations: 'disabled' });
      if (anew) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, name), now);
        continue;
      }
      expect(existsSync(join(folder, name)), `${name} is committed`).toBe(true);
      const { share, picture } = compare(readFileSync(join(folder, name)), now);
      if (share <= shareMax) continue;
      writeFileSync(join(failed, name), now);
      writeFileSync(join(failed, `difference-${name}`), picture);
      changed.push(`${name}: ${(share * 100).toFixed(1)} % of it changed; see ${failed}`);
    }
    expect(changed).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);
});

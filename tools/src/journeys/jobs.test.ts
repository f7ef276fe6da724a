import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { account, openDemoProduct, visit } from './product.ts';

/** Long work as a person lives with it: real Chromium, real product, the stream of jobs open. */
let opened: Awaited<ReturnType<typeof openDemoProduct>>;
let browser: Browser;
beforeAll(async () => {
  [opened, browser] = await Promise.all([openDemoProduct({ days: 2, customers: 400 }), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await opened?.close();
});

test('an export started on the list of customers is told of on another page without a reload, and its file has every customer', async () => {
  const { page, context, complaints } = await visit(browser, { language: 'zh', device: 'desktop', live: true });
  await page.goto(opened.address);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[type=password]', { state: 'detached' });
  await page.goto(`${opened.address}/customers`);
  await page.click('main header button:has-text("导出")');
  await page.click('nav a[href="/audiences"]');
  const link = page.locator('a[download]', { hasText: '下载' });
  await link.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^客户-2026.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  const [row] = await opened.demo.product.db.inWorkspace(opened.demo.workspaceId, (tx) => tx.query<{ count: number }>('select count(*)::int as count from customer where not excluded and not erased'));
  expect(lines).toHaveLength(1 + Number(row?.count));
  // Told once: not again after a reload.
  await page.goto(`${opened.address}/audiences`);
  await page.waitForTimeout(2_000);
  expect(await link.count()).toBe(0);
  await page.click('[aria-haspopup=dialog]');
  await page.waitForSelector('[role=dialog] >> text=导出客户');
  await page.click('[role=dialog] a[href="/jobs"]');
  await page.waitForSelector('text=实时更新');
  expect(await page.innerText('main')).toMatch(/导出客户\s*已完成/);
  expect(complaints).toEqual([]);
  await context.close();
}, 180_000);

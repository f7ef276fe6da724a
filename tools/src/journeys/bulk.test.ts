import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sops } from '../../../console/dev/work.ts';
import { launchBrowser } from '../browser.ts';
import { openMock, openPage, soon } from './shell-kit.ts';

/** What is done to several rows of a list at once, in real Chromium over the mock brand. */
// Machines that run tests are busy: what has to come may take its time.
vi.setConfig({ testTimeout: 90_000 });

let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
beforeAll(async () => { [mock, browser] = await Promise.all([openMock(), launchBrowser()]); }, 120_000);
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

const rows = 'main tbody tr[aria-rowindex]';
async function open(path: string): Promise<Page> {
  const { page } = await openPage(browser, mock.address, path);
  await page.waitForSelector(rows);
  return page;
}

describe('several at once', () => {
  const bulk = (page: Page) => page.locator('[aria-label="对所选行的操作"]');
  /** In the dialog: the button that opened it says the same, and has the focus until the dialog takes it. */
  const focused = (page: Page) => page.evaluate("document.activeElement.closest('.ant-modal') ? document.activeElement.innerText : ''") as Promise<string>;
  const column = (page: Page, place: number) => page.locator(`${rows} td:nth-child(${place})`).allInnerTexts();

  test('are archived one by one: what refuses says why and stays chosen, what was archived comes back', async () => {
    const page = await open('/audiences');
    const names = await column(page, 2);
    await page.click('main thead input[type=checkbox]');
    await bulk(page).getByRole('button', { name: '归档' }).click();
    await expect.poll(() => page.innerText('.ant-modal'), soon).toMatch(/影响 3 个人群[\s\S]*SOP/);
    // What destroys something begins on its way out.
    await expect.poll(() => focused(page), soon).toBe('取消');
    await page.click('.ant-modal-footer button:has-text("归档")');
    await expect.poll(() => page.innerText('.ant-modal [role=alert]'), soon).toMatch(/60 天未回购的重要客户[\s\S]*重要客户回访/);
    await page.keyboard.press('Escape');
    await expect.poll(() => column(page, 2), soon).toEqual([expect.stringContaining('60 天未回购的重要客户')]);
    expect(await bulk(page).innerText()).toContain('已选 1 项');
    await page.click('button:has-text("撤销")');
    await expect.poll(() => column(page, 2), soon).toEqual(names);
  });

  test('are paused and resumed by the keyboard, each one that is in the state for it', async () => {
    const page = await open('/sops');
    const states = async () => (await column(page, 3)).toSorted().join();
    const before = await states();
    const move = async (act: string, impact: string) => {
      await page.click('main thead input[type=checkbox]');
      await bulk(page).getByRole('button', { name: act }).click();
      await expect.poll(() => focused(page), soon).toBe(act);
      expect(await page.innerText('.ant-modal')).toContain(impact);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.ant-modal', { state: 'detached' });
      await expect.poll(() => bulk(page).count(), soon).toBe(0);
    };
    expect(before.match(/运行中/g)).toHaveLength(2);
    await move('暂停', `所选的另外 ${sops.length - 2} 个`);
    await expect.poll(async () => (await states()).match(/已暂停/g), soon).toHaveLength(3);
    await move('恢复', `所选的另外 ${sops.length - 3} 个`);
    await expect.poll(async () => (await states()).match(/运行中/g), soon).toHaveLength(3);
  });
});

test('whoever is left out of counts is not just gone: the empty list says so, leads to them, and the notice takes it back once', async () => {
  const page = await open('/customers?city=%E6%9D%AD%E5%B7%9E');
  const listed = await page.locator(rows).count();
  await page.locator('main thead input[type=checkbox]').check();
  await page.click('[class*=bulk] button:has-text("不计入统计")');
  await page.fill('[placeholder*="内部测试账号"]', '测试');
  await page.locator('.ant-btn-primary:visible', { hasText: /^不计入$/ }).click();
  await page.waitForSelector('text=位客户都已设为不计入统计');
  await page.click('main button:has-text("查看这些客户")');
  await expect.poll(() => page.locator(rows).count(), soon).toBe(listed);
  expect(page.url()).toContain('excluded=yes');
  await page.locator('main thead input[type=checkbox]').check();
  expect(await page.locator('[class*=bulk] button', { hasText: '恢复计入统计' }).count()).toBe(1);
  const undo = page.locator('[class*=notice] button', { hasText: '撤销' });
  await undo.click();
  await expect.poll(() => undo.count(), soon).toBe(0);
  await page.waitForSelector('text=没有找到');
  await page.goto(`${mock.address}/jobs`);
  const done = page.locator('main li', { hasText: '批量不计入统计' }).first();
  await done.waitFor();
  expect(await done.locator('button', { hasText: '撤销' }).count()).toBe(0);
});

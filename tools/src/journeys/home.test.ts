import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import zh from '../../../console/src/i18n/zh/index.ts';
import { launchBrowser } from '../browser.ts';
import { openMock, openPage, soon } from './shell-kit.ts';

/** What a newcomer sees of home, of RFM and of customers. */

let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

const open = (path: string, more?: Parameters<typeof openPage>[3]) => openPage(browser, mock.address, path, more);
const boxOf = async (page: Page, text: string) => {
  const box = await page.locator('main section button, main summary, main h2').filter({ hasText: new RegExp(`^${text}`) }).first().boundingBox();
  if (!box) throw new Error(`${text} is not on the page`);
  return box;
};

test('on a phone the numbers of today come first, and what stands around them is a line that opens', async () => {
  const { page, context, complaints } = await open('/', { device: 'phone' });
  const { day, steps, sampleRemove, waitingTitle } = zh.home;
  for (const name of Object.values(day)) expect((await boxOf(page, name)).y).toBeLessThan(600);
  const lines = [await boxOf(page, zh.home.sampleLine.split('：')[0] ?? ''), await boxOf(page, steps.title)];
  for (const line of lines) expect([line.y > (await boxOf(page, day.classChanges)).y, line.y < (await boxOf(page, waitingTitle)).y, line.height < 60]).toEqual([true, true, true]);
  const remove = page.getByRole('button', { name: sampleRemove });
  expect(await remove.isVisible()).toBe(false);
  await page.locator('summary').first().tap();
  await expect.poll(() => remove.isVisible(), soon).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('all figures stand on the lines of one grid', async () => {
  const { page, context } = await open('/');
  const { day, sales30d, netSales30d, orders30d, customers, contacts, buyers } = zh.home;
  const lefts = (names: readonly string[]) => Promise.all(names.map(async (name) => Math.round((await boxOf(page, name)).x)));
  const today = await lefts([day.salesMinor, day.orders, day.newCustomers]);
  expect(await lefts([sales30d, netSales30d, orders30d])).toEqual(today);
  expect(await lefts([customers, contacts, buyers])).toEqual(today);
  expect(await lefts([zh.home.waitingTitle, zh.home.liveSopsTitle])).toEqual([today[0], ...await lefts([day.sent])]);
  await context.close();
}, 120_000);

test('home and the bell name the same numbers of what needs a hand', async () => {
  const { page, context } = await open('/');
  const numbers = (text: string) => [...text.matchAll(/^\s*(\d+)\s*(?=[条个次])/gm)].map(([, number]) => Number(number));
  const home = await page.locator('main section', { hasText: zh.home.waitingTitle }).last().innerText();
  await page.locator('header button[aria-label*="通知"]').click();
  await page.waitForSelector('[role=dialog] section');
  const bell = await page.locator('[role=dialog] section').first().innerText();
  expect(numbers(home)).toHaveLength(4);
  expect(numbers(bell)).toEqual(numbers(home));
  await context.close();
}, 120_000);

test('who may not keep the sample reads that it counts, and is not offered to remove it', async () => {
  for (const [scene, offered] of [['full', 1], ['as-operator', 0]] as const) {
    const { page, context } = await open('/', { scene });
    expect(await page.innerText('main')).toContain('样例品牌的 3,000 位虚构的客户');
    expect(await page.getByRole('button', { name: zh.home.sampleRemove }).count()).toBe(offered);
    await context.close();
  }
}, 120_000);

test('a hint opens with a tap, and stays: what a number means, and what the loop is', async () => {
  const { page, context } = await open('/models/rfm', { device: 'phone' });
  await page.locator('dd[data-full]').nth(1).tap();
  await expect.poll(() => page.locator('.ant-tooltip:visible').innerText(), soon).toContain('2.34');
  await page.getByRole('button', { name: zh.app.loop.convert }).tap();
  const popover = page.locator('.ant-popover:visible');
  await expect.poll(() => popover.count(), soon).toBe(1);
  // Longer than a hint takes to close.
  await page.waitForTimeout(600);
  const { attract, keep, engage, convert, repurchase, refer } = zh.app.loop;
  expect(await popover.locator('li b').allInnerTexts()).toEqual([attract, keep, engage, convert, repurchase, refer]);
  expect(await popover.locator('li[aria-current] b').allInnerTexts()).toEqual([convert, repurchase]);
  await context.close();
}, 120_000);

test('a snapshot says whom it does not know yet and leads to them; its legend names all eight classes with their counts', async () => {
  const { page, context } = await open('/models/rfm', { scene: 'troubled' });
  expect(await page.locator('main p[role=status]').innerText()).toMatch(/截至 11月22日 09:32。之后又有 1,284 位客户/);
  for (const name of Object.values(zh.models.classes)) expect(await page.locator('figure li').allInnerTexts()).toContainEqual(expect.stringMatching(new RegExp(`^${name}\\s+[\\d,]+\\s+\\d+\\.\\d%$`)));
  await page.getByRole('link', { name: zh.models.newcomersList }).click();
  await page.waitForURL(/\/customers\?class=/);
  expect(new URL(page.url()).searchParams.get('class')).toBe('-');
  await context.close();
}, 120_000);

test('the card of a customer leaves out what is not there and shows the class', async () => {
  const { page, context } = await open('/customers', { device: 'phone' });
  const cards = await page.locator('main ul[aria-label] > li').allInnerTexts();
  expect(cards.length).toBeGreaterThan(20);
  for (const card of cards) expect(card).not.toMatch(/–|未分层/);
  expect(cards.filter((card) => Object.values(zh.models.classes).some((name) => card.includes(name))).length).toBeGreaterThan(10);
  await context.close();
}, 120_000);

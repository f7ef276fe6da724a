import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customers } from '../../../console/dev/people.ts';
import { launchBrowser } from '../browser.ts';
import { settled } from './settled.ts';
import { choose, openMock, openPage, soon } from './shell-kit.ts';

/** How the shell behaves when a person is quick, a session ends, a server goes away. */

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
const pathOf = (page: Page) => new URL(page.url()).pathname;
const body = (page: Page) => page.innerText('body');

describe('the palette', () => {
  test('finds and opens with the keyboard alone, and remembers what was looked at', async () => {
    const person = customers.find(({ name }) => name.length === 3);
    const { page, context, complaints } = await open('/jobs');
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog[open] input');
    await page.keyboard.type(person?.name ?? '');
    await page.waitForSelector(`dialog [cmdk-item][data-value="${person?.id}"]`);
    // What arrived last stands first, and is chosen.
    await page.waitForSelector('dialog [cmdk-item][data-selected="true"][data-value^="cus_"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers\/cus_/);
    await settled(page);
    const opened = pathOf(page).split('/').at(-1) ?? '';
    await expect.poll(() => page.innerText('header nav'), soon).toContain(person?.name ?? 'nobody');
    await page.keyboard.press('Control+k');
    await page.waitForSelector(`dialog [cmdk-item][data-value="${opened}"]`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('finds pages and actions by text, pinyin and initials, and runs them', async () => {
    const { page, context } = await open('/');
    for (const [typed, shown] of [['rq', '人群'], ['xinjiansop', '新建 SOP'], ['深色', '外观：深色'], ['shenji', '审计'], ['yhyjs', '用户与角色'], ['密钥', 'API 密钥']] as const) {
      await page.keyboard.press('Control+k');
      await page.waitForSelector('dialog input');
      await page.keyboard.type(typed);
      await expect.poll(() => page.locator('dialog [cmdk-item]').allInnerTexts(), soon).toEqual(expect.arrayContaining([expect.stringContaining(shown)]));
      // Something was found: nothing says otherwise above it.
      expect(await page.locator('dialog').innerText()).not.toContain('没有找到');
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
    }
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog input');
    await page.keyboard.type('深色');
    await page.locator('dialog [cmdk-item]', { hasText: '外观：深色' }).click();
    await page.waitForSelector('html[data-theme="dark"]');
    await context.close();
  }, 120_000);

  test('asks nothing while Chinese is being composed, and Enter that ends a composition opens nothing', async () => {
    const { page, context } = await open('/');
    const asked: string[] = [];
    page.on('request', (request) => { if (request.url().includes('/api/search')) asked.push(decodeURIComponent(new URL(request.url()).search)); });
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog input');
    const input = page.locator('dialog input');
    await input.dispatchEvent('compositionstart');
    await input.fill("wang'yu");
    await page.waitForTimeout(500);
    await input.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true });
    expect(asked).toEqual([]);
    expect(pathOf(page)).toBe('/');
    await input.fill('王');
    await input.dispatchEvent('compositionend');
    await expect.poll(() => asked, soon).toEqual(['?q=王']);
    await context.close();
  }, 120_000);
});

test('keys lead to places and explain themselves, and stay quiet in a field', async () => {
  const { page, context } = await open('/');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL(/\/customers$/);
  await settled(page);
  await page.locator('main input').first().click();
  await page.keyboard.type('g?');
  expect(await page.locator('dialog[open]').count()).toBe(0);
  await page.locator('main input').first().blur();
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open] li');
  await expect.poll(() => page.innerText('dialog'), soon).toMatch(/去“客户”/);
  await context.close();
}, 120_000);

test('the bell tells what needs a hand until it was looked at, also after a reload', async () => {
  const { page, context } = await open('/');
  const bell = page.locator('header button[aria-label*="未读"]');
  await bell.click();
  await expect.poll(() => page.innerText('[role=dialog]'), soon).toMatch(/条消息等待员工在企业微信里确认[\s\S]*客户名单/);
  await page.keyboard.press('Escape');
  await page.reload();
  await settled(page);
  await expect.poll(() => bell.count(), soon).toBe(0);
  await context.close();
}, 120_000);

describe('roles', () => {
  test('who may not see a page is told who may, and home leads to the first place that is theirs', async () => {
    const { page, context, complaints } = await open('/sops', { scene: 'as-staff' });
    await expect.poll(() => body(page), soon).toMatch(/您的角色不能查看这个页面[\s\S]*所有者、经理、运营/);
    await page.click('main a');
    await page.waitForURL((url) => url.pathname === '/');
    await choose(page, mock.address, 'as-developer');
    await page.goto(mock.address);
    await page.waitForURL(/\/jobs$/);
    await choose(page, mock.address, 'as-guest');
    await page.goto(mock.address);
    await settled(page);
    await expect.poll(() => body(page), soon).toMatch(/还没有任何权限/);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('a role that is taken away while a page is open shows the page for it at the next refusal', async () => {
    const { page, context } = await open('/customers');
    await choose(page, mock.address, 'as-content');
    await page.route('**/api/customers?*', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: '', status: 403, code: 'not_allowed', detail: '不允许' }) }));
    await page.locator('main input').first().fill('王');
    await page.waitForSelector('text=您的角色不能查看这个页面');
    await context.close();
  }, 120_000);
});

test('who makes no audiences is led from a number to the people behind it, and back by closing them', async () => {
  const { page, context, complaints } = await open('/', { scene: 'as-region' });
  // The first hour is for who may do all of it.
  expect(await page.locator('main a[href^="/sops/new"]').count()).toBe(0);
  await page.click('main a[href*="people=lapsed"]');
  const drawer = page.locator('.ant-drawer-section');
  await expect.poll(() => drawer.innerText(), soon).toMatch(/流失老客[\s\S]*位客户[\s\S]*其中一些客户/);
  expect(await drawer.locator('a[href^="/customers/cus_"]').count()).toBeGreaterThan(0);
  expect(await drawer.locator('a[href^="/customers?"]').getAttribute('href')).toMatch(/lastOrderTo=/);
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).search, soon).toBe('');
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('a session that ends in the middle of a form loses nothing', async () => {
  const { page, context } = await open('/sops/new');
  await page.locator('main label:has(> span:text-is("名称")) input').first().fill('冬季回访');
  await choose(page, mock.address, 'expired');
  await page.evaluate('dispatchEvent(new Event("visibilitychange"))');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('dialog input');
  await page.keyboard.type('王');
  await page.waitForSelector('.ant-modal input[type=password]');
  await page.fill('.ant-modal input[type=password]', 'a long password');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.ant-modal input[type=password]', { state: 'detached' });
  expect(await page.locator('main label:has(> span:text-is("名称")) input').first().inputValue()).toBe('冬季回访');
  // What could not be saved meanwhile is there to be saved, and nothing says any more that one has to sign in.
  await choose(page, mock.address, 'full');
  await page.goto(`${mock.address}/audiences/new?class=key_value`);
  await expect.poll(() => page.locator('main label:has(> span:text-is("名称")) input').first().inputValue(), soon).toBe('重要价值客户');
  await choose(page, mock.address, 'expired');
  await page.click('main button:has-text("保存")');
  await page.fill('.ant-modal input[type=password]', 'a long password');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.ant-modal input[type=password]', { state: 'detached' });
  expect(await page.locator('main [role=alert]').allInnerTexts()).toEqual([]);
  expect(await page.locator('main label:has(> span:text-is("名称")) input').first().inputValue()).toBe('重要价值客户');
  await context.close();
}, 120_000);

test('a server that goes away is said quietly, and everything is loaded anew when it is back', async () => {
  const { page, context } = await open('/customers');
  await page.route('**/api/**', (route) => route.abort('connectionrefused'));
  await page.locator('main input').first().fill('王');
  await page.waitForSelector('text=正在重新连接');
  // It covers nothing: the bar and the navigation stand under it.
  const [said, header, brand] = await Promise.all(['[data-lost=true]', 'header', 'nav[aria-label="主导航"]'].map((selector) => page.locator(selector).first().boundingBox()));
  for (const under of [header, brand]) expect(under?.y).toBeGreaterThanOrEqual((said?.y ?? 0) + (said?.height ?? 0));
  await page.unroute('**/api/**');
  await page.waitForSelector('text=正在重新连接', { state: 'detached', timeout: 20_000 });
  await expect.poll(() => body(page), soon).toMatch(/王/);
  expect(await page.locator('main [role=alert]').count()).toBe(0);
  await context.close();
}, 120_000);

test('two tabs are one: signing out and the language are followed', async () => {
  const { page, context } = await open('/');
  const second = await context.newPage();
  await second.goto(`${mock.address}/audiences`);
  await settled(second);
  await page.click('header button[aria-label^="账号"]');
  await page.locator('[role=dialog] label', { hasText: 'English' }).click();
  await expect.poll(() => second.innerText('nav'), soon).toContain('Customers');
  await page.locator('[role=dialog] button', { hasText: 'Sign out of all' }).click();
  await page.waitForSelector('input[type=password]');
  await second.waitForSelector('input[type=password]', { timeout: 10_000 });
  expect(await second.innerText('body')).not.toMatch(/60 天未回购/);
  await context.close();
}, 120_000);

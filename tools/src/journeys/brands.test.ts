import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import base from '../../../console/src/i18n/zh/index.ts';
import more from '../../../console/src/i18n/zh/more.ts';
import { launchBrowser } from '../browser.ts';
import { account, openFreshProduct, visit } from './product.ts';
import { accessibilityFaults, soon } from './shell-kit.ts';

/** One owner, one browser, two brands, on the real product: the second is opened in the console, and neither shows anything of the other. */
let opened: Awaited<ReturnType<typeof openFreshProduct>>;
let browser: Browser;
const t = { ...base, ...more };
const [skin, home] = ['山茶护肤', '山茶家居'];
const customer = '只属于护肤的客户';

beforeAll(async () => {
  [opened, browser] = await Promise.all([openFreshProduct(), launchBrowser()]);
  const { organization, orders } = opened.product;
  const workspaceId = await organization.workspaces.create({ name: skin });
  await organization.users.create(null, workspaceId, { ...account, name: '王负责', role: 'owner' });
  const { verdicts } = await orders.recordNow(workspaceId, [{
    kind: 'order', orderNumber: 'S-1', identities: [{ kind: 'phone', value: '13800001111' }], profile: { name: customer, firstSeenAtMs: Date.now() }, state: 'paid', amountMinor: 20_000n, items: 1, orderedAtMs: Date.now() - 60_000, channel: '', store: '',
  }], { source: 'test', via: 'import' });
  expect(verdicts.map(({ kind }) => kind)).toEqual(['imported']);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await opened?.close();
});

const shows = (page: Page, part: string, text: string) => expect.poll(() => page.locator(part).allInnerTexts().then((all) => all.join('\n')), soon).toContain(text);
const present = (page: Page, name: string) => expect.poll(() => page.locator('nav button[aria-haspopup=dialog]').allInnerTexts().then((all) => all.join()), soon).toContain(name);
const line = (page: Page, name: string) => page.locator('[role=dialog] button', { hasText: name });
const openBrands = (page: Page) => page.click('nav button[aria-haspopup=dialog]');

async function switchTo(page: Page, name: string): Promise<void> {
  await openBrands(page);
  await line(page, name).click();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${opened.address}/customers`);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await shows(page, 'main', customer);
}

/** From a customer's page; afterwards nothing of them is left in the navigation's search either. */
async function openSecondBrand(page: Page): Promise<void> {
  await page.locator('main a', { hasText: customer }).first().click();
  await shows(page, 'main h1', customer);
  await openBrands(page);
  await line(page, t.app.brands.open).click();
  await page.fill('.ant-modal #name', home);
  await page.locator('.ant-modal button', { hasText: t.accounts.brands.newOk }).click();
  await present(page, home);
  expect(new URL(page.url()).pathname).toBe('/');
  await shows(page, 'main h1', home);
  await page.keyboard.press('Control+k');
  await shows(page, 'dialog[open]', t.app.palette.pages);
  expect(await page.locator('dialog[open]').innerText()).not.toContain(customer);
  await page.keyboard.press('Escape');
  await page.goto(`${opened.address}/customers`);
  await shows(page, 'main', t.customers.emptyTitle);
}

/** The second tab stands on a page of the brand that is left. */
async function secondTabFollows(page: Page, second: Page): Promise<void> {
  await switchTo(page, skin);
  await present(page, skin);
  await present(second, skin);
  await second.goto(`${opened.address}/customers`);
  await shows(second, 'main', customer);
  await second.locator('main a', { hasText: customer }).first().click();
  await shows(second, 'main h1', customer);
  await switchTo(page, home);
  await present(second, home);
  await expect.poll(() => new URL(second.url()).pathname, soon).toBe('/');
  expect(await second.locator('body').innerText()).not.toContain(customer);
}

/** What is typed and not saved: the page asks, and staying means staying in the brand too. */
async function unsavedChangesAsk(page: Page): Promise<void> {
  await page.goto(`${opened.address}/audiences/new`);
  await page.fill('main label input', '还没有保存');
  await switchTo(page, skin);
  await shows(page, '.ant-modal', t.common.leaveTitle);
  await page.locator('.ant-modal button', { hasText: t.common.stay }).click();
  await present(page, home);
  expect(await page.locator('main label input').first().inputValue()).toBe('还没有保存');
  await switchTo(page, skin);
  await page.locator('.ant-modal button', { hasText: t.common.leave }).last().click();
  await present(page, skin);
}

/** The switch is in one tab, what is typed and not saved in the other: it asks before it follows, and can take the browser back. */
async function unsavedChangesOfTheOtherTabAsk(page: Page, second: Page): Promise<void> {
  await second.goto(`${opened.address}/audiences/new`);
  await second.fill('main label input', '还没有保存');
  await switchTo(page, skin);
  await shows(second, '.ant-modal', t.app.brands.elsewhereTitle.replace('{{brand}}', skin));
  expect(await accessibilityFaults(second)).toEqual([]);
  await second.locator('.ant-modal button', { hasText: t.app.brands.elsewhereBack.replace('{{brand}}', home) }).click();
  await present(page, home);
  await expect.poll(() => second.locator('.ant-modal').count(), soon).toBe(0);
  expect(await second.locator('main label input').first().inputValue()).toBe('还没有保存');
  await switchTo(page, skin);
  await second.locator('.ant-modal button', { hasText: t.app.brands.elsewhereFollow }).click();
  await present(second, skin);
  await switchTo(page, home);
  await present(second, home);
}

/** Out of the present brand alone: every tab goes on in the other one, and nothing is left of the session. */
async function leaveOne(page: Page, second: Page): Promise<void> {
  await present(second, skin);
  await openAccount(page);
  await page.locator('button', { hasText: t.app.signOutBrand }).click();
  await present(page, home);
  await present(second, home);
  expect(await opened.product.db.asEngine((tx) => tx.query('select w.name from session s join workspace w using (workspace_id)'))).toEqual([{ name: home }]);
  await expect.poll(() => page.locator('button', { hasText: t.app.signOutBrand }).count(), soon).toBe(0);
}

const openAccount = (page: Page) => page.click(`button[aria-label="${t.app.account.replace('{{name}}', '王负责')}"]`);

test('an owner opens a second brand and goes back and forth: customers stay in theirs, a second tab follows, unsaved changes ask in both, signing out ends both or one', async () => {
  const { page, context, complaints } = await visit(browser, { language: 'zh', device: 'desktop', live: true });
  page.setDefaultTimeout(soon.timeout);
  await signIn(page);
  await openSecondBrand(page);
  const second = await context.newPage();
  second.setDefaultTimeout(soon.timeout);
  await second.goto(opened.address);
  await present(second, home);
  await secondTabFollows(page, second);
  await unsavedChangesOfTheOtherTabAsk(page, second);
  await unsavedChangesAsk(page);
  await present(second, skin);
  await switchTo(page, home);
  await present(page, home);
  // A read that meets a switch in another tab is refused, and the browser says so.
  expect(complaints.filter((complaint) => !complaint.includes('409 (Conflict)'))).toEqual([]);
  const cookies = await context.cookies();
  await openAccount(page);
  await page.locator('button', { hasText: t.app.signOutAll.replace('{{number}}', '2') }).click();
  await page.waitForSelector('input[type=password]');
  await second.waitForSelector('input[type=password]');
  // Who kept the cookies finds neither brand behind them.
  await context.addCookies(cookies);
  await page.goto(`${opened.address}/customers`);
  await page.waitForSelector('input[type=password]');
  expect(await opened.product.db.asEngine((tx) => tx.query('select 1 from session'))).toEqual([]);
  // The one password opens both again, the older one first.
  await signIn(page);
  await openBrands(page);
  await expect.poll(() => line(page, '山茶').locator('bdi').allInnerTexts(), soon).toEqual([skin, home]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await leaveOne(page, second);
  await context.close();
}, 180_000);

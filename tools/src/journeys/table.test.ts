import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { countTraffic, settled } from './settled.ts';
import { openMock, soon } from './shell-kit.ts';

/** The one table in real Chromium over the mock brand: scrolling, keyboard, choosing, filters in the address, views. */
// Machines that run tests are busy: what has to come may take its time.
vi.setConfig({ testTimeout: 90_000 });

let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
let address: string;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
  address = mock.address;
}, 120_000);
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

async function open(path: string, { scene = 'full' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', locale: 'zh-CN' });
  await context.addInitScript(`localStorage.getItem('homefield.preferences') || localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: 'zh', theme: 'light', density: 'comfortable' }, version: 1 }))`);
  await context.addCookies([{ name: 'mock', value: scene, domain: '127.0.0.1', path: '/' }]);
  const page = await context.newPage();
  countTraffic(page);
  await page.goto(`${address}${path}`);
  await page.waitForSelector(scene === 'full' ? 'main tbody tr[aria-rowindex]' : 'main h1');
  return page;
}

const firstName = (page: Page) => page.locator('main tbody tr[aria-rowindex="2"] td:nth-child(2)').innerText();
const rows = 'main tbody tr[aria-rowindex]';
const grid = 'main [role=grid]';
const activeIndex = (page: Page) => page.evaluate("Number(document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant'))?.getAttribute('aria-rowindex'))");

test('a list fits its page at 1440, 1366 and 1280 pixels in both languages and densities; where it does not, its edge shows that it goes on', async () => {
  const page = await open('/customers');
  const edges = () => page.evaluate(`(() => {
    const box = document.querySelector('[role=grid]').parentElement;
    return { over: box.scrollWidth - box.clientWidth, more: box.parentElement.dataset.more };
  })()`) as Promise<{ over: number; more: string }>;
  for (const [language, density, paths] of [['zh', 'comfortable', ['/customers', '/audiences', '/sops']], ['zh', 'compact', ['/customers']], ['en', 'comfortable', ['/customers', '/audiences', '/sops']], ['en', 'compact', ['/customers']]] as const) {
    await page.evaluate(`localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${language}', theme: 'light', density: '${density}' }, version: 1 }))`);
    for (const path of paths) {
      await page.goto(`${address}${path}`);
      await page.waitForSelector(rows);
      for (const width of [1440, 1366, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(edges, { ...soon, message: `${path} ${language} ${density} ${width}` }).toEqual({ over: 0, more: 'false' });
      }
    }
  }
  await page.setViewportSize({ width: 900, height: 900 });
  await expect.poll(async () => (await edges()).more, soon).toBe('true');
  await page.evaluate("document.querySelector('[role=grid]').parentElement.scrollLeft = 10_000");
  await expect.poll(async () => (await edges()).more, soon).toBe('false');
});

describe('100,000 loaded rows', () => {
  test('are drawn some dozens at a time, from end to end', async () => {
    const page = await open('/_design');
    expect(await page.locator(grid).getAttribute('aria-rowcount')).toBe('40001');
    await page.click('button[aria-label="清除“城市”"]');
    await expect.poll(() => page.locator(grid).getAttribute('aria-rowcount'), soon).toBe('100001');
    expect(await page.locator(rows).count()).toBeLessThan(60);
    // How long a step takes is the machine's matter; that it never draws more than what is seen is ours.
    const drawn = await page.evaluate(`(async () => {
      const box = document.querySelector('[role=grid]').parentElement;
      const counts = [];
      for (let step = 1; step <= 12; step += 1) {
        box.scrollTop = (box.scrollHeight * step) / 12;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        counts.push(document.querySelectorAll('[role=grid] tbody tr[aria-rowindex]').length);
      }
      return counts;
    })()`) as number[];
    expect(Math.max(...drawn)).toBeLessThan(60);
    expect(Math.min(...drawn)).toBeGreaterThan(5);
    await expect.poll(() => page.locator(`${grid} tr[aria-rowindex="100001"]`).count(), soon).toBe(1);
  });

  test('keep the head and the first column in sight', async () => {
    const page = await open('/_design');
    await page.setViewportSize({ width: 800, height: 900 });
    await page.evaluate("{ const box = document.querySelector('[role=grid]').parentElement; box.scrollTop = 5000; box.scrollLeft = 200; }");
    const place = (selector: string) => page.evaluate(`(() => { const [box, cell] = [document.querySelector('[role=grid]').parentElement.getBoundingClientRect(), document.querySelector('${selector}').getBoundingClientRect()]; return [cell.top - box.top, cell.left - box.left]; })()`) as Promise<[number, number]>;
    expect((await place('[role=grid] thead th:nth-child(2)')).map(Math.round)).toEqual([0, 40]);
    expect(Math.round((await place('[role=grid] tbody tr[aria-rowindex] td:nth-child(2)'))[1])).toBe(40);
  });
});

describe('the keyboard', () => {
  test('moves, chooses ranges, lets go, opens, and goes to the search', async () => {
    const page = await open('/customers');
    await page.focus(grid);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await activeIndex(page)).toBe(3);
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await page.locator(`${rows}[aria-selected=true]`).count()).toBe(3);
    await page.keyboard.press('Escape');
    expect(await page.locator(`${rows}[aria-selected=true]`).count()).toBe(0);
    await page.keyboard.press('End');
    await expect.poll(() => activeIndex(page), soon).toBeGreaterThan(40);
    await page.keyboard.press('Home');
    await page.keyboard.press('/');
    // The palette, which has this key elsewhere, would come some moments later and take the focus.
    await settled(page);
    expect([await page.evaluate("document.activeElement.matches('[role=search] input')"), await page.locator('dialog[open]').count()]).toEqual([true, 0]);
    const name = (await firstName(page)).split('\n')[0] ?? '';
    await page.focus(grid);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers\/cus_/);
    await expect.poll(() => page.innerText('main h1'), soon).toContain(name);
  });

  test('keeps what is active in sight: step by step, and to the end and back before the list has moved', async () => {
    const page = await open('/_design');
    await page.focus(grid);
    // In one task each: the browser tells of no scrolling in between.
    const press = (...keys: string[]) => page.evaluate(`for (const key of ${JSON.stringify(keys)}) document.querySelector('[role=grid]').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`);
    /** The active row, and how far it reaches over the head or the foot of the box. */
    const place = () => page.evaluate(`(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const grid = document.querySelector('[role=grid]');
      const row = document.getElementById(grid.getAttribute('aria-activedescendant'));
      const [box, head, line] = [grid.parentElement, grid.tHead, row].map((one) => one?.getBoundingClientRect());
      return [Number(row?.getAttribute('aria-rowindex')), row ? Math.max(0, Math.round(head.bottom - line.top), Math.round(line.bottom - box.bottom)) : null];
    })()`);
    for (let step = 0; step < 20; step += 1) await press('ArrowDown');
    expect(await place()).toEqual([21, 0]);
    await press('End', 'Home');
    expect(await place()).toEqual([2, 0]);
    await press('Home', 'End');
    expect(await place()).toEqual([40_001, 0]);
    for (let step = 0; step < 20; step += 1) await press('ArrowUp');
    expect(await place()).toEqual([39_981, 0]);
  });

  test('moves a column by its handle, and the order is there after a reload', async () => {
    const page = await open('/customers');
    const heads = () => page.locator('main thead th').allInnerTexts();
    await page.click('button[aria-label="列与密度"]');
    await page.focus('button[aria-label^="移动“城市”"]');
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await heads()).slice(1, 4), soon).toEqual(['姓名', '城市', '手机']);
    await page.getByRole('checkbox', { name: '来源' }).click();
    await expect.poll(heads, soon).not.toContain('来源');
    await page.reload();
    await page.waitForSelector(rows);
    await expect.poll(async () => (await heads()).slice(1, 4), soon).toEqual(['姓名', '城市', '手机']);
    expect(await heads()).not.toContain('来源');
    await page.evaluate("fetch('/api/views/layout?page=customers', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ columns: null }) }).then(() => undefined)");
    await page.reload();
    await expect.poll(heads, soon).toContain('来源');
  });
});

test('rows load as one scrolls and by the button, and "all" means all that match, not all that are loaded', async () => {
  const page = await open('/customers');
  await expect.poll(() => page.innerText('main'), soon).toContain('已加载 50 / 共 237');
  await page.click('button:has-text("加载更多")');
  await expect.poll(() => page.innerText('main'), soon).toContain('已加载 100 / 共 237');
  for (const loaded of [150, 200, 237]) {
    await page.evaluate("{ const box = document.querySelector('[role=grid]').parentElement; box.scrollTop = box.scrollHeight; }");
    await expect.poll(() => page.innerText('main'), soon).toContain(`已加载 ${loaded} / 共 237`);
  }
  await page.reload();
  await page.waitForSelector(rows);
  await page.click('main thead input[type=checkbox]');
  await expect.poll(() => page.innerText('[aria-label="对所选行的操作"]'), soon).toContain('已选 50 项');
  await page.click('button:has-text("选择全部 237 项")');
  await expect.poll(() => page.innerText('[aria-label="对所选行的操作"]'), soon).toContain('已选 237 项');
  await page.click(`${rows}[aria-rowindex="2"] td:first-child`);
  await expect.poll(() => page.innerText('[aria-label="对所选行的操作"]'), soon).toContain('已选 236 项');
  // What is shown changes: nobody acts on rows that are out of sight.
  await page.fill('main input[type=text], main [role=search] input', '王');
  await expect.poll(() => page.locator('[aria-label="对所选行的操作"]').count(), soon).toBe(0);
});

test('a filter is the address: chosen, it is there; opened from a link, it filters; let go, it is gone', async () => {
  const page = await open('/customers');
  await page.click('[role=search] button:has-text("城市")');
  await page.getByRole('checkbox', { name: /上海/ }).click();
  await page.waitForURL(/city=/);
  expect(new URL(page.url()).searchParams.get('city')).toBe('上海');
  await expect.poll(async () => new Set(await page.locator(`${rows} td:nth-child(4)`).allInnerTexts()), soon).toEqual(new Set(['上海']));
  const link = `${new URL(page.url()).pathname}${new URL(page.url()).search}&ordersFrom=3&sort=orders`;
  const other = await open(link);
  await expect.poll(() => other.innerText('[role=search]'), soon).toContain('≥ 3');
  const orders = (await other.locator(`${rows} td:nth-child(8)`).allInnerTexts()).map(Number);
  expect(orders.length).toBeGreaterThan(0);
  expect(Math.min(...orders)).toBeGreaterThanOrEqual(3);
  expect(orders).toEqual([...orders].sort((left, right) => left - right));
  expect(await other.getAttribute('main th[aria-sort=ascending]', 'aria-sort')).toBe('ascending');
  await other.click('button:has-text("清空条件")');
  await expect.poll(() => new URL(other.url()).search, soon).toBe('?sort=orders');
});

test('a view is kept, opens by default, tells that it was changed, and its deletion is taken back', async () => {
  const page = await open('/customers?city=%E6%88%90%E9%83%BD');
  await page.click('button:has-text("存为视图")');
  await page.fill('.ant-modal input', '成都客户');
  await page.click('.ant-modal button:has-text("保存")');
  const tab = page.locator('nav[aria-label="视图"] button', { hasText: '成都客户' });
  await expect.poll(() => tab.getAttribute('aria-current'), soon).toBe('true');
  await page.waitForSelector('.ant-modal', { state: 'detached' });
  await page.click('main th button:has-text("净销售额")');
  await expect.poll(() => page.locator('button:has-text("保存到视图")').count(), soon).toBe(1);
  await page.click('button:has-text("还原")');
  await expect.poll(() => page.locator('button:has-text("保存到视图")').count(), soon).toBe(0);
  await page.click('button[aria-label="视图“成都客户”的操作"]');
  // Stored before the page is left.
  const stored = page.waitForResponse((answer) => answer.url().includes('/api/views') && answer.request().method() !== 'GET');
  await page.click('.ant-dropdown-menu-item:has-text("设为我的默认")');
  await stored;
  await page.goto(`${address}/customers`);
  await page.waitForURL(/view=/);
  await expect.poll(() => tab.getAttribute('aria-current'), soon).toBe('true');
  await page.click('nav[aria-label="视图"] button:has-text("全部")');
  await expect.poll(() => new URL(page.url()).search, soon).toBe('?view=all');
  await tab.click();
  await page.click('button[aria-label="视图“成都客户”的操作"]');
  await page.click('.ant-dropdown-menu-item:has-text("删除")');
  await expect.poll(() => tab.count(), soon).toBe(0);
  await page.click('button:has-text("撤销")');
  await expect.poll(() => tab.count(), soon).toBe(1);
});

describe('axe finds nothing, besides what the walk over all routes sees,', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
  test.each([
    ['with chosen rows', '/customers', {}, 'main thead input[type=checkbox]'], ['in a filter', '/customers', {}, '[role=search] button:has-text("所属分层")'],
    ['in the chooser of columns', '/customers', {}, 'button[aria-label="列与密度"]'], ['where there is nothing', '/customers', { scene: 'empty' }, ''],
  ])('%s', async (_where, path, options, click) => {
    const page = await open(path, options);
    if (click) await page.click(click);
    await settled(page);
    // As a text for the debugger: the policy of the page lets no foreign script in.
    await page.evaluate(`${axe}; undefined`);
    const found = await page.evaluate("axe.run('main, .ant-popover').then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))") as string[];
    expect(found).toEqual([]);
  });
});

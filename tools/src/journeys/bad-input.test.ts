import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customers } from '../../../console/dev/people.ts';
import { audiences, sops } from '../../../console/dev/work.ts';
import { launchBrowser } from '../browser.ts';
import { settled } from './settled.ts';
import { look, openMock, soon } from './shell-kit.ts';
import type { Look } from './shell-kit.ts';

/** What people and networks do that no form was made for: clicking twice, waiting, names of every kind, the same form in two tabs. */

let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

async function open(path: string, more: Partial<Look> = {}) {
  const visitor = await look(browser, mock.address, { language: 'zh', ...more });
  await visitor.page.goto(`${mock.address}${path}`);
  await visitor.page.waitForSelector('main h1');
  await settled(visitor.page);
  return visitor;
}

/** What is too wide is so on a phone first; `npm run soak -- bad-input` goes through both. */
const devices = process.env['HOMEFIELD_LONG'] === undefined ? ['phone'] as const : ['desktop', 'phone'] as const;
const wide = 'document.documentElement.scrollWidth - innerWidth';
const ok = '.ant-modal-footer button.ant-btn-primary';

type Form = { name: string; path: string; call: string; /** Up to the last stroke. */ fill: (page: Page) => Promise<void>; /** The field in which Enter sends. */ field?: string; button: string };
const openDialog = async (page: Page, button: string, values: Record<string, string>) => {
  await page.click(`main button:has-text("${button}")`);
  for (const [field, value] of Object.entries(values)) await page.fill(`.ant-modal ${field}`, value);
};
const forms: readonly Form[] = [
  {
    name: 'import', path: '/customers?dialog=import', call: '/api/imports/orders', button: '.ant-modal button.ant-btn-primary',
    fill: (page) => page.setInputFiles('.ant-modal input[type=file]', { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n') }),
  },
  {
    name: 'new SOP', path: `/sops/new?audience=${audiences[0]?.id}`, call: '/api/sops', button: 'main button.ant-btn-primary:has-text("存为草稿")',
    fill: async (page) => {
      await page.locator('main label:has(> span:text-is("名称")) input').first().fill('冬季回访');
      await page.locator('main textarea').first().fill('您好');
    },
  },
  { name: 'invite', path: '/settings?section=users', call: '/api/invites', button: ok, fill: (page) => openDialog(page, '邀请成员', { '#name': '陈屿', '#email': 'chenyu@shancha.example' }) },
  { name: 'API key', path: '/settings?section=apiKeys', call: '/api/api-keys', button: ok, fill: async (page) => { await openDialog(page, '新建', { '#name': '收银' }); await page.getByRole('checkbox', { name: /^导入/ }).check(); } },
  { name: 'view', path: '/customers?city=%E4%B8%8A%E6%B5%B7', call: '/api/views', button: ok, field: '.ant-modal #name', fill: (page) => openDialog(page, '存为视图', { '#name': '上海' }) },
  { name: 'snapshot', path: '/models/rfm?dialog=snapshot', call: '/api/models/rfm/snapshots', button: '.ant-modal button.ant-btn-primary:has-text("更新快照")', fill: async (page) => { await page.waitForSelector('.ant-modal'); } },
];
const sendings = forms.flatMap((form) => [{ ...form, way: 'a double click' }, ...(form.field ? [{ ...form, way: 'Enter twice' }] : [])]);

describe('a slow network', () => {
  test.each(sendings)('$way in the form "$name" sends once', async ({ path, call, fill, field = '', button, way }) => {
    const { page, context, complaints } = await open(path);
    await fill(page);
    const sent: string[] = [];
    let answer = () => {};
    const held = new Promise<void>((resolve) => { answer = resolve; });
    await page.route((url) => url.pathname === call, async (route) => {
      if (route.request().method() === 'POST') {
        sent.push(route.request().url());
        await held;
      }
      await route.continue();
    });
    if (way === 'Enter twice') for (let time = 0; time < 2; time += 1) await page.press(field, 'Enter');
    else await page.dblclick(button);
    await expect.poll(() => sent.length, soon).toBeGreaterThan(0);
    // A second one would have left by the time that the page has answered this.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    answer();
    await settled(page);
    expect([sent.length, complaints]).toEqual([1, []]);
    await context.close();
  }, 60_000);

  test.each(devices)('what is not there yet has its place on a %s: the page stands with its title, and a placeholder says that it loads', async (device) => {
    const { page, context } = await look(browser, mock.address, { language: 'zh', device });
    await page.route((url) => url.pathname.startsWith('/api/') && url.pathname !== '/api/session', () => undefined);
    for (const path of ['/', '/customers', '/audiences', '/models/rfm', '/sops', '/jobs', '/settings?section=users', '/system']) {
      await page.goto(`${mock.address}${path}`);
      await page.waitForSelector('main h1');
      await page.waitForSelector('main [role=status][aria-label="正在加载"]');
      expect(await page.evaluate(wide), path).toBeLessThanOrEqual(1);
    }
    await context.close();
  }, 120_000);
});

describe('names of 5,000 characters, from right to left, of emoji or of HTML', () => {
  const places = [
    '/', '/customers', ...customers.slice(0, 3).map(({ id }) => `/customers/${id}`), '/audiences', `/audiences/${audiences[0]?.id}`, '/sops', `/sops/${sops[0]?.id}`, `/sops/${sops[0]?.id}?tab=edit`, `/sops/${sops[0]?.id}?tab=result`, `/sops/${sops[3]?.id}`, '/jobs',
    ...['brand', 'users', 'stores', 'apiKeys', 'audit'].map((section) => `/settings?section=${section}`),
  ];
  test.each(devices)('stay text and in their place on a %s, on every page, in the palette, in notices and in titles', async (device) => {
    const { page, context, complaints } = await open('/', { device, scene: 'strange' });
    const faults: string[] = [];
    const check = async (where: string) => {
      await settled(page);
      if (await page.locator('img[src="x"]').count() > 0) faults.push(`${where}: a name became a picture`);
      if (Number(await page.evaluate(wide)) > 1) faults.push(`${where}: wider than its window by ${await page.evaluate(wide)}`);
      if (await page.title() === '1') faults.push(`${where}: a name was run`);
    };
    for (const path of places) {
      // As a link does it.
      await page.evaluate(`history.pushState(null, '', '${path}')`);
      await check(path);
    }
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog input');
    await page.keyboard.type('客');
    await page.waitForSelector('dialog [cmdk-item][data-value^="sop_"]');
    await check('the palette');
    await page.keyboard.press('Escape');
    await page.locator('header button[aria-haspopup=dialog]').first().click();
    await page.waitForSelector('[role=dialog]');
    await check('the jobs');
    await page.keyboard.press('Escape');
    await page.locator('header button[aria-label*="未读"]').click();
    await page.waitForSelector('[role=dialog]');
    await check('the notices');
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 180_000);
});

test('the same audience changed in two tabs: the second is told before it writes over the first, and both are merged', async () => {
  const path = `/audiences/${audiences[1]?.id}`;
  const { page: first, context } = await open(path);
  const second = await context.newPage();
  await second.goto(`${mock.address}${path}`);
  await second.waitForSelector('main label:has(> span:text-is("名称")) input');
  const rename = async (page: Page, name: string) => {
    await page.locator('main label:has(> span:text-is("名称")) input').first().fill(name);
    await page.click('main header button.ant-btn-primary');
  };
  await rename(first, '第一个名字');
  await expect.poll(() => first.innerText('main h1'), soon).toContain('第一个名字');
  await rename(second, '第二个名字');
  await second.waitForSelector('.ant-modal [role=radiogroup]');
  const asked = await second.innerText('.ant-modal');
  for (const name of ['第一个名字', '第二个名字']) expect(asked).toContain(name);
  expect(audiences[1]?.name).toBe('第一个名字');
  await second.click(ok);
  await expect.poll(() => audiences[1]?.name, soon).toBe('第二个名字');
  await second.waitForSelector('.ant-modal', { state: 'detached' });
  await expect.poll(() => second.innerText('main h1'), soon).toContain('第二个名字');
  await context.close();
}, 60_000);

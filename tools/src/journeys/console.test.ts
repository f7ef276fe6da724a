import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatId, wholeBrand } from '../../../server/src/kernel/index.ts';
import { launchBrowser } from '../browser.ts';
import { account, openDemoProduct, visit } from './product.ts';
import { settled } from './settled.ts';

/** Real Chromium on the real product, over a brand with a past. `HOMEFIELD_SHOTS=folder` keeps a picture of every page. */
let opened: Awaited<ReturnType<typeof openDemoProduct>>;
let browser: Browser;
beforeAll(async () => {
  [opened, browser] = await Promise.all([openDemoProduct(), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await opened?.close();
});

const shots = process.env['HOMEFIELD_SHOTS'];
async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: !name.includes('phone') });
}

/** Until the page shows it. */
async function seen(page: Page, shows: RegExp, name: string): Promise<void> {
  await expect.poll(async () => (await page.innerText('body')).replaceAll(',', ''), { timeout: 15_000, message: `${name} shows ${shows}` }).toMatch(shows);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(opened.address);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', account.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[type=password]', { state: 'detached' });
}

/** The first day's journey goes over the product in both languages; `npm run soak -- pages` looks at every page in both, on both. */
const looks = [{ language: 'zh', device: 'desktop' }, { language: 'en', device: 'desktop' }, { language: 'zh', device: 'phone' }, { language: 'en', device: 'phone' }] as const;
describe.each(process.env['HOMEFIELD_LONG'] === undefined ? looks.slice(2, 3) : looks)('the console in $language on a $device', ({ language, device }) => {
  test('every page shows the brand without an error of the browser and without scrolling sideways', async () => {
    const { page, context, complaints } = await visit(browser, { language, device });
    await signIn(page);
    const { report, sopId, product, workspaceId } = opened.demo;
    // The newest snapshot is that of the last midnight.
    const newest = await product.models.latest(workspaceId, 'rfm');
    const sop = formatId('sop', sopId);
    const pages: [name: string, path: string, shows: RegExp][] = [
      ['home', '/', /900/],
      ['customers', '/customers', /./],
      ['audiences', '/audiences', /沉睡老客/],
      ['rfm', '/models/rfm', new RegExp(String(newest?.summary.buyers))],
      ['sops', '/sops', /沉睡老客唤醒/],
      ['sop', `/sops/${sop}`, /沉睡老客唤醒/],
      ['sop-result', `/sops/${sop}?tab=result`, new RegExp(String(report.sop.enrolled))],
      ['jobs', '/jobs', /./],
      ['settings', '/settings', new RegExp(account.email)],
      ['settings-wecom', '/settings?section=wecom', language === 'zh' ? /检查连接/ : /Check connection/],
      ['settings-messages', '/settings?section=messages', language === 'zh' ? /频次上限/ : /Frequency cap/],
    ];
    for (const [name, path, shows] of pages) {
      await page.goto(`${opened.address}${path}`);
      await seen(page, shows, name);
      await settled(page);
      await shoot(page, `${name}-${language}-${device}`);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${name} is as wide as its window`).toBeLessThanOrEqual(1);
    }
    expect(complaints).toEqual([]);
    await context.close();
  }, 180_000);
});

test('a rule that is edited is counted while it is typed, said as a sentence, and stored as an audience', async () => {
  const { page, context, complaints } = await visit(browser, { language: 'zh', device: 'desktop' });
  await signIn(page);
  const [audience] = await opened.demo.product.audiences.list(wholeBrand(opened.demo.workspaceId));
  await page.goto(`${opened.address}/audiences/${formatId('audience', audience?.id ?? 0n)}`);
  await seen(page, new RegExp(String(audience?.size ?? '')), 'the audience');
  const count = await opened.demo.product.audiences.preview(wholeBrand(opened.demo.workspaceId), { event: 'order.paid', within: '3650d' });
  await page.goto(`${opened.address}/audiences/new`);
  await page.click('text=JSON');
  await page.fill('textarea', JSON.stringify({ event: 'order.paid', within: '3650d' }));
  await expect.poll(async () => (await page.innerText('body')).replaceAll(',', ''), { timeout: 15_000 }).toContain(String(count.count));
  expect(await page.innerText('body')).toContain(count.sentence.zh);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('a customer page tells what happened to them, day by day, with the message that reached them', async () => {
  const { page, context, complaints } = await visit(browser, { language: 'zh', device: 'desktop' });
  await signIn(page);
  const [row] = await opened.demo.product.db.inWorkspace(opened.demo.workspaceId, (tx) => tx.query<{ customer_id: bigint }>("select customer_id from message where state = 'sent' order by customer_id limit 1"));
  await page.goto(`${opened.address}/customers/${formatId('customer', row?.customer_id ?? 0n)}`);
  await seen(page, /订单|下单|支付/, 'the time line');
  await shoot(page, 'customer-zh-desktop');
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('a wrong password says so in a sentence, and lets nobody in', async () => {
  const { page, context } = await visit(browser, { language: 'zh', device: 'desktop' });
  await page.goto(`${opened.address}/customers`);
  await page.fill('input[type=email]', account.email);
  await page.fill('input[type=password]', 'not this one');
  await page.click('button[type=submit]');
  await page.waitForSelector('[role=alert]');
  await shoot(page, 'sign-in-wrong-zh-desktop');
  expect(await page.innerText('[role=alert]')).toMatch(/邮箱或密码/);
  await context.close();
}, 60_000);

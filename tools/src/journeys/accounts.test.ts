import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consoleFolder } from '../../../server/src/commands/index.ts';
import { builtConsole } from './built.ts';
import { createLogger, listen } from '../../../server/src/http/index.ts';
import { createRandomness, createRealClock, readConfig } from '../../../server/src/kernel/index.ts';
import { createProduct, openHttp } from '../../../server/src/wiring.ts';
import { launchBrowser } from '../browser.ts';
import { account, visit } from './product.ts';

/** A person's way into a brand: invited, signed in with a second factor, seen in the log. Real Chromium on the real product. */
let browser: Browser;
let address: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'homefield-journey-'));
  await chmod(home, 0o711);
  await builtConsole();
  const clock = createRealClock();
  const options = { config: readConfig({ HOMEFIELD_HOME: home }, home), clock, realClock: clock, randomness: createRandomness(), logger: createLogger({ level: 'silent' }) };
  const product = await createProduct(options);
  const workspaceId = await product.organization.workspaces.create({ name: '山茶护肤' });
  await product.organization.users.create(null, workspaceId, { ...account, name: '王负责', role: 'owner' });
  const app = await openHttp(product, { ...options, consoleFolder, virtualTime: false });
  address = await listen(app, { host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
  close = async () => {
    await browser.close();
    await app.close();
    await product.engines.close();
    await rm(home, { recursive: true, force: true });
  };
}, 240_000);
afterAll(() => close?.());

const password = 'a password of my own';
const code = (secret: string, stepsAhead = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + stepsAhead * 30 });

async function signIn(page: Page, email: string, secretWord: string): Promise<void> {
  await page.fill('input[type=email]', email);
  await page.fill('input[type=password]', secretWord);
  await page.click('button[type=submit]');
}

test('an invited person sets a password, turns two-step verification on, signs in with it, and the owner reads it all in the log', async () => {
  const owner = await visit(browser, { language: 'zh', device: 'desktop' });
  await owner.page.goto(`${address}/settings?section=users`);
  await signIn(owner.page, account.email, account.password);
  await owner.page.click('text=邀请成员');
  await owner.page.fill('#name', '陈屿');
  await owner.page.fill('#email', 'chenyu@brand.example');
  await owner.page.click('text=生成邀请链接');
  const link = await owner.page.locator('.ant-modal code').innerText();
  expect(link).toMatch(new RegExp(`^${address}/invite#[\\w-]{43}`));

  const guest = await visit(browser, { language: 'zh', device: 'phone' });
  await guest.page.goto(link.trim());
  await guest.page.waitForSelector('text=加入山茶护肤');
  await guest.page.fill('input[type=password]', password);
  await guest.page.click('button[type=submit]');
  await guest.page.waitForURL(`${address}/`);
  await guest.page.goto(`${address}/settings?section=account`);
  await guest.page.click('text=开启两步验证');
  const secret = (await guest.page.locator('.ant-modal [class*=secret]').innerText()).replaceAll(/\s/g, '');
  await guest.page.fill('#code', code(secret));
  await guest.page.click('text=确认并开启');
  await expect.poll(() => guest.page.locator('.ant-modal li').count(), { timeout: 15_000 }).toBe(10);
  await guest.page.click('text=我已保存');
  await guest.page.waitForSelector('text=还剩 10 个恢复码');
  expect(guest.complaints).toEqual([]);
  await guest.context.close();

  const again = await visit(browser, { language: 'zh', device: 'desktop' });
  await again.page.goto(`${address}/settings?section=account`);
  await signIn(again.page, 'chenyu@brand.example', password);
  await again.page.waitForSelector('#code');
  // The code of the set-up is used; the next one is taken half a minute early.
  await again.page.fill('#code', code(secret, 1));
  await again.page.click('button[type=submit]');
  await again.page.waitForSelector('text=登录中的设备');
  expect(again.complaints).toEqual([]);
  await again.context.close();

  await owner.page.goto(`${address}/settings?section=audit`);
  await owner.page.waitForSelector('text=开启两步验证');
  const log = await owner.page.innerText('main');
  for (const words of ['发出邀请', '接受邀请', '陈屿', '王负责']) expect(log).toContain(words);
  expect(owner.complaints).toEqual([]);
  await owner.context.close();
}, 180_000);

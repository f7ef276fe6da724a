/** Pictures of pages against the mock: `node console/dev/testing/shots.ts [name part] [--phone] [--en] [--dark]` writes to console/shots. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../../tools/src/browser.ts';
import { startMock } from '../mock.ts';
import { customers } from '../people.ts';
import { audiences, sops } from '../work.ts';

type Shot = { name: string; path: string; scene?: string; act?: (page: Page) => Promise<unknown>; whole?: boolean };
const port = Number(process.env['SHOTS_PORT'] ?? 4_799);
const folder = fileURLToPath(new URL('../../shots', import.meta.url));

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const has = (flag: string) => process.argv.includes(flag);
const [phone, language, theme] = [has('--phone'), has('--en') ? 'en' : 'zh', has('--dark') ? 'dark' : 'light'];

/** Chooses every row of the list. */
async function chooseAll(page: Page): Promise<void> {
  const boxes = page.locator('main tbody input[type=checkbox], main li input[type=checkbox]');
  await boxes.first().waitFor({ state: 'attached' });
  for (const box of await boxes.all()) await box.click({ force: true });
}

/** The brands of the browser: in the navigation, on a phone in the drawer. */
async function openBrands(page: Page): Promise<void> {
  await page.click(phone ? 'nav button >> nth=-1' : 'nav button[aria-haspopup=dialog]');
  await page.waitForSelector('[aria-current=true]');
  await page.waitForTimeout(400);
}

const shots: Shot[] = [
  { name: 'setup', path: '/', scene: 'first-run' }, { name: 'sign-in', path: '/', scene: 'signed-out' },
  { name: 'sign-in-wrong', path: '/', scene: 'signed-out', act: async (page) => { await page.fill('input[type=email]', 'a@b.example'); await page.fill('input[type=password]', 'wrong'); await page.click('button[type=submit]'); await page.waitForSelector('[role=alert]'); } },
  { name: 'home', path: '/' }, { name: 'home-empty', path: '/', scene: 'empty' }, { name: 'home-broken', path: '/', scene: 'broken', act: (page) => page.waitForSelector('[role=alert]') }, { name: 'home-loading', path: '/', scene: 'slow' },
  { name: 'customers', path: '/customers' }, { name: 'customers-none', path: '/customers?q=无此人' }, { name: 'customers-empty', path: '/customers', scene: 'empty' }, { name: 'customers-loading', path: '/customers', scene: 'slow' },
  { name: 'customer', path: `/customers/${customers[0]?.id}` }, { name: 'customer-missing', path: '/customers/cus_0000000000000' },
  { name: 'import', path: '/customers?dialog=import' },
  { name: 'import-running', path: '/customers?dialog=import', act: async (page) => { await page.setInputFiles('input[type=file]', { name: 'orders-2026.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') }); await page.click('.ant-modal button.ant-btn-lg'); await page.waitForTimeout(1_800); } },
  { name: 'import-done', path: '/customers?dialog=import', act: async (page) => { await page.setInputFiles('input[type=file]', { name: 'orders-2026.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') }); await page.click('.ant-modal button.ant-btn-lg'); await page.waitForTimeout(6_500); } },
  { name: 'audiences', path: '/audiences' }, { name: 'audiences-empty', path: '/audiences', scene: 'empty' }, { name: 'audiences-none', path: '/audiences?q=无此人群' }, { name: 'audiences-loading', path: '/audiences', scene: 'slow' }, { name: 'audiences-broken', path: '/audiences', scene: 'broken', act: (page) => page.waitForSelector('[role=alert]') },
  { name: 'audiences-reader', path: '/audiences', scene: 'as-manager' }, { name: 'audience-reader', path: `/audiences/${audiences[0]?.id}`, scene: 'as-manager' }, { name: 'audience-members', path: `/audiences/${audiences[0]?.id}?dialog=members`, act: (page) => page.waitForSelector('.ant-drawer li, .ant-drawer tbody tr') },
  { name: 'audiences-archive', path: '/audiences', act: async (page) => { await chooseAll(page); await page.click('[role=region] button:has-text("归档"), [role=region] button:has-text("Archive")'); await page.waitForTimeout(600); } },
  { name: 'audiences-refused', path: '/audiences', act: async (page) => { await chooseAll(page); await page.click('[role=region] button:has-text("归档"), [role=region] button:has-text("Archive")'); await page.click('.ant-modal-footer .ant-btn-primary'); await page.waitForTimeout(1_500); } },
  { name: 'audience', path: `/audiences/${audiences[0]?.id}`, whole: true }, { name: 'audience-new', path: '/audiences/new' },
  { name: 'audience-json', path: `/audiences/${audiences[0]?.id}`, act: async (page) => { await page.click('text=JSON'); await page.waitForTimeout(300); } },
  { name: 'audience-merge', path: `/audiences/${audiences[0]?.id}`, act: async (page) => { await page.fill('label input', '沉睡客户（新名字）'); await page.click('header button.ant-btn-primary'); await page.waitForSelector('.ant-modal'); await page.waitForTimeout(500); } },
  { name: 'audience-draft', path: `/audiences/${audiences[1]?.id}`, act: async (page) => { await page.fill('label input', '没有保存的名字'); await page.waitForTimeout(1_500); page.on('dialog', (dialog) => void dialog.accept()); await page.reload(); await page.waitForTimeout(1_500); } },
  { name: 'rfm', path: '/models/rfm', whole: true }, { name: 'rfm-empty', path: '/models/rfm', scene: 'empty' }, { name: 'rfm-snapshot', path: '/models/rfm?dialog=snapshot' },
  { name: 'sops', path: '/sops' }, { name: 'sops-empty', path: '/sops', scene: 'empty' }, { name: 'sops-none', path: '/sops?state=ended' }, { name: 'sops-reader', path: '/sops', scene: 'as-manager' }, { name: 'sop-reader', path: `/sops/${sops[0]?.id}`, scene: 'as-manager', whole: true },
  { name: 'sops-pause', path: '/sops', act: async (page) => { await chooseAll(page); await page.click('[role=region] button:has-text("暂停"), [role=region] button:has-text("Pause")'); await page.waitForTimeout(600); } },
  { name: 'sop-flow', path: `/sops/${sops[0]?.id}`, whole: true }, { name: 'sop-edit', path: `/sops/${sops[0]?.id}?tab=edit`, whole: true }, { name: 'sop-new', path: '/sops/new' },
  { name: 'sop-result', path: `/sops/${sops[0]?.id}?tab=result`, whole: true }, { name: 'sop-result-zero', path: `/sops/${sops[1]?.id}?tab=result`, whole: true }, { name: 'sop-result-none', path: `/sops/${sops[3]?.id}?tab=result` },
  { name: 'sop-people', path: `/sops/${sops[0]?.id}?step=send-1`, act: (page) => page.waitForSelector('.ant-drawer li, .ant-drawer tbody tr') },
  { name: 'sop-publish', path: `/sops/${sops[3]?.id}`, act: async (page) => { await page.click('header button.ant-btn-primary'); await page.waitForTimeout(300); } },
  { name: 'system', path: '/system' },
  { name: 'jobs', path: '/jobs', whole: true }, { name: 'jobs-panel', path: '/', act: async (page) => { await page.click('[aria-haspopup=dialog]'); await page.waitForSelector('[role=dialog]'); await page.waitForTimeout(300); } },
  { name: 'jobs-filtered', path: '/jobs?state=failed&mine=true' }, { name: 'jobs-none', path: '/jobs?state=canceled' }, { name: 'jobs-loading', path: '/jobs', scene: 'slow' }, { name: 'jobs-staff', path: '/customers', scene: 'as-staff' },
  { name: 'jobs-export', path: '/customers', act: async (page) => { await page.click('main header button:not(.ant-btn-primary)'); await page.waitForTimeout(2_600); } },
  { name: 'jobs-notice', path: '/customers', act: async (page) => { await page.click('main header button:not(.ant-btn-primary)'); await page.waitForTimeout(5_600); } },
  { name: 'jobs-retry', path: '/jobs?state=failed', act: async (page) => { await page.click('main li button'); await page.waitForTimeout(400); } }, { name: 'jobs-empty', path: '/jobs', scene: 'empty' },
  { name: 'settings-stores', path: '/settings?section=stores', whole: true }, { name: 'settings-stores-empty', path: '/settings?section=stores', scene: 'empty' }, { name: 'settings-stores-region', path: '/settings?section=stores', scene: 'as-region' },
  { name: 'settings-stores-dialog', path: '/settings?section=stores', act: async (page) => { await page.click('section button >> nth=1'); await page.waitForTimeout(500); } },
  { name: 'settings-stores-change', path: '/settings?section=stores', act: async (page) => { await page.click('text=上海五角场店'); await page.waitForTimeout(500); } },
  { name: 'home-region', path: '/', scene: 'as-region' },
  { name: 'settings', path: '/settings', whole: true }, { name: 'settings-account', path: '/settings?section=account', whole: true }, { name: 'settings-account-off', path: '/settings?section=account', scene: 'empty', whole: true },
  { name: 'settings-brand', path: '/settings?section=brand', whole: true }, { name: 'settings-brand-conflict', path: '/settings?section=brand', act: async (page) => { await page.fill('#name', '冲突'); await page.click('button[type=submit]'); await page.waitForSelector('[role=alert]'); }, whole: true },
  { name: 'settings-users', path: '/settings?section=users', whole: true }, { name: 'settings-user', path: '/settings?section=users', act: async (page) => { await page.click('main .ant-btn-sm >> nth=0'); await page.waitForTimeout(400); } },
  { name: 'settings-invite', path: '/settings?section=users', act: async (page) => { await page.click('main .ant-btn-primary'); await page.waitForTimeout(400); } },
  { name: 'settings-invited', path: '/settings?section=users', act: async (page) => { await page.click('main .ant-btn-primary'); await page.fill('#name', '陈屿'); await page.fill('#email', 'chenyu@shancha.example'); await page.click('.ant-modal .ant-btn-primary'); await page.waitForTimeout(500); } },
  { name: 'settings-permissions', path: '/settings?section=permissions', whole: true }, { name: 'settings-security', path: '/settings?section=security', whole: true }, { name: 'settings-sso', path: '/settings?section=sso', whole: true }, { name: 'settings-audit', path: '/settings?section=audit', whole: true },
  { name: 'totp-setup', path: '/settings?section=account', scene: 'empty', act: async (page) => { await page.click('main .ant-btn-primary'); await page.waitForTimeout(500); } },
  { name: 'totp-codes', path: '/settings?section=account', scene: 'empty', act: async (page) => { await page.click('main .ant-btn-primary'); await page.fill('#code', '123456'); await page.click('.ant-modal button[type=submit]'); await page.waitForTimeout(500); } },
  { name: 'totp-needed', path: '/', scene: 'totp-needed' }, { name: 'sign-in-code', path: '/', scene: 'signed-out', act: async (page) => { await page.fill('input[type=email]', 'a@b.example'); await page.fill('input[type=password]', 'code'); await page.click('button[type=submit]'); await page.waitForSelector('#code'); } },
  { name: 'sign-in-sso-failed', path: '/?sso=foreign_domain', scene: 'signed-out' }, { name: 'invite-accept', path: '/invite#a-token-of-an-invitation', scene: 'signed-out' }, { name: 'invite-over', path: '/invite#old', scene: 'signed-out' },
  { name: 'settings-keys', path: '/settings?section=apiKeys' }, { name: 'settings-staff', path: '/settings?section=staff' },
  { name: 'settings-wecom', path: '/settings?section=wecom', whole: true }, { name: 'settings-wecom-missing', path: '/settings?section=wecom', scene: 'empty', whole: true }, { name: 'settings-wecom-troubled', path: '/settings?section=wecom', scene: 'troubled', whole: true }, { name: 'settings-wecom-broken', path: '/settings?section=wecom', scene: 'broken', act: (page) => page.waitForSelector('[role=alert]') },
  { name: 'settings-wecom-checked', path: '/settings?section=wecom', act: async (page) => { await page.click('dl + div button'); await page.waitForTimeout(600); }, whole: true },
  { name: 'settings-wecom-change', path: '/settings?section=wecom', act: async (page) => { await page.click('dl + div button + button'); await page.fill('#corpId', 'ww0another0corp'); await page.click('button[type=submit]'); await page.waitForTimeout(600); }, whole: true },
  { name: 'settings-wecom-refused', path: '/settings?section=wecom', scene: 'empty', act: async (page) => { await page.fill('#corpId', 'ww5c1e8f0a27d39b64'); await page.fill('#secret', 'wrong'); await page.click('button[type=submit]'); await page.waitForSelector('[role=alert]'); }, whole: true },
  { name: 'settings-wecom-connected', path: '/settings?section=wecom', scene: 'empty', act: async (page) => { await page.fill('#corpId', 'ww5c1e8f0a27d39b64'); await page.fill('#secret', 'a secret'); await page.click('button[type=submit]'); await page.waitForTimeout(500); }, whole: true },
  { name: 'settings-messages', path: '/settings?section=messages', whole: true }, { name: 'settings-messages-none', path: '/settings?section=messages', scene: 'empty', whole: true }, { name: 'settings-messages-staff', path: '/settings?section=messages', scene: 'as-staff' },
  { name: 'settings-messages-invalid', path: '/settings?section=messages', act: async (page) => { await page.fill('#perDay', '6'); await page.click('button[type=submit]'); await page.waitForTimeout(600); }, whole: true },
  { name: 'settings-messages-refused', path: '/settings?section=messages', act: async (page) => { await page.fill('#perWeek', '6'); await page.click('button[type=submit]'); await page.waitForSelector('[role=alert]'); }, whole: true },
  { name: 'expired', path: '/customers', scene: 'full', act: async (page) => { await page.context().addCookies([{ name: 'mock', value: 'expired', domain: '127.0.0.1', path: '/' }]); await page.fill('main input', '王'); await page.waitForSelector('.ant-modal'); await page.waitForTimeout(300); } },
  { name: 'brands', path: '/customers', act: async (page) => { await openBrands(page); } },
  { name: 'brands-sign-in', path: '/', act: async (page) => { await openBrands(page); await page.click('text=/登录其他品牌|Sign in to another/'); await page.waitForSelector('.ant-modal'); await page.waitForTimeout(300); } },
  { name: 'brands-code', path: '/', act: async (page) => { await openBrands(page); await page.click('text=/登录其他品牌|Sign in to another/'); await page.fill('.ant-modal input[type=email]', 'a@b.example'); await page.fill('.ant-modal input[type=password]', 'code'); await page.click('.ant-modal button[type=submit]'); await page.waitForSelector('#code'); } },
  { name: 'brands-new', path: '/', act: async (page) => { await openBrands(page); await page.click('text=/新建品牌|Open a new brand/'); await page.waitForSelector('.ant-modal'); await page.waitForTimeout(300); } },
  { name: 'brands-refused', path: '/', act: async (page) => { await openBrands(page); await page.click('text=/新建品牌|Open a new brand/'); await page.fill('.ant-modal #name', '没有密码'); await page.click('.ant-modal .ant-btn-primary'); await page.waitForSelector('.ant-modal [role=alert]'); } },
  { name: 'brands-second', path: '/customers', act: async (page) => { await openBrands(page); await page.click('text=山茶家居'); await page.waitForTimeout(1_200); await openBrands(page); } },
  { name: 'brands-palette', path: '/', act: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('pinpai'); await page.waitForTimeout(500); } },
  { name: 'brands-guard', path: `/audiences/${audiences[1]?.id}`, act: async (page) => { await page.fill('label input', '没有保存的名字'); await openBrands(page); await page.click('text=山茶家居'); await page.waitForTimeout(500); } },
  { name: 'brands-sso', path: '/?sso=unknown_person', scene: 'empty', act: (page) => page.waitForSelector('.ant-modal [role=alert]') },
  { name: 'brands-collapsed', path: '/customers', act: async (page) => { await page.keyboard.press('['); await page.waitForTimeout(300); await openBrands(page); } },
  { name: 'brands-account', path: '/', act: async (page) => { await page.click('header button[aria-haspopup=dialog] >> nth=-1'); await page.waitForTimeout(400); } },
  { name: 'more', path: '/', act: async (page) => { const more = page.locator('nav button'); if (await more.count()) { await more.last().click(); await page.waitForTimeout(400); } } },
];

mkdirSync(folder, { recursive: true });
const server = await startMock(port);
const browser = await launchBrowser();
for (const shot of shots.filter((one) => words.length === 0 || words.some((word) => (word.endsWith('.') ? one.name === word.slice(0, -1) : one.name.includes(word))))) {
  const context = await browser.newContext({ viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, deviceScaleFactor: phone ? 2 : 1, locale: language === 'zh' ? 'zh-CN' : 'en-US', isMobile: phone, hasTouch: phone });
  await context.addCookies([{ name: 'mock', value: shot.scene ?? 'full', domain: '127.0.0.1', path: '/' }]);
  await context.addInitScript(`localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${language}', theme: '${theme}' }, version: 1 }))`);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(shot.name, 'page error:', error.message));
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') console.error(shot.name, message.type(), message.text().slice(0, 300)); });
  await page.goto(`http://127.0.0.1:${port}${shot.path}`);
  await page.waitForTimeout(900);
  try {
    await shot.act?.(page);
  } catch (error) {
    console.error(shot.name, 'act failed:', String(error).slice(0, 200));
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(150);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) console.error(shot.name, `is ${wide} px too wide`);
  await page.screenshot({ path: `${folder}/${shot.name}-${phone ? 'phone' : 'desktop'}-${language}-${theme}.png`, fullPage: shot.whole ?? false });
  await context.close();
}
await browser.close();
server.close();
server.closeAllConnections();

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audiences, sops } from '../../../console/dev/work.ts';
import { launchBrowser } from '../browser.ts';
import { settled } from './settled.ts';
import { accessibilityFaults, look, openMock } from './shell-kit.ts';

/** What a form does when somebody is quick, when the server refuses, and when somebody else was quicker. */
let mock: Awaited<ReturnType<typeof openMock>>;
let browser: Browser;
beforeAll(async () => {
  [mock, browser] = await Promise.all([openMock(), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  mock?.close();
});

async function open(path: string, language: 'zh' | 'en' = 'zh') {
  const { page, context, complaints } = await look(browser, mock.address, { language });
  const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push({ method: request.method(), path: new URL(request.url()).pathname, body: (request.postDataJSON() ?? {}) as Record<string, unknown> });
  });
  await page.goto(`${mock.address}${path}`);
  await page.waitForSelector('main h1, main h2');
  await settled(page);
  return { page, context, complaints, sent: (part: string) => sent.filter((one) => `${one.method} ${one.path}`.includes(part)) };
}
const dialogs = (page: Page) => page.locator('.ant-modal:visible').count();
const errors = (page: Page) => page.locator('.ant-form-item-explain-error').allInnerTexts();

test('a dialog sends once however often Enter is pressed, keeps what is typed on Escape, and says in the reader\'s language on the field what is wrong', async () => {
  const { page, context, complaints, sent } = await open('/settings?section=users', 'en');
  await page.click('main .ant-btn-primary');
  await page.fill('#email', 'nobody');
  await page.press('#email', 'Enter');
  await expect.poll(() => errors(page)).toEqual(['Enter a name', 'This is not a valid e-mail address, e.g. name@brand.com']);
  await page.keyboard.press('Escape');
  await settled(page);
  expect([await dialogs(page), await page.inputValue('#email'), sent('POST').length]).toEqual([1, 'nobody', 0]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.fill('#name', 'Guide');
  await page.fill('#email', 'guide1@shancha.example');
  await page.evaluate("for (let press = 0; press < 3; press += 1) document.querySelector('.ant-modal form').requestSubmit()");
  await expect.poll(() => errors(page)).toEqual(['An account with this e-mail address already exists.']);
  expect(sent('POST /api/invites')).toHaveLength(1);
  expect(complaints.filter((text) => !text.includes('409'))).toEqual([]);
  await context.close();
});

test('brand settings that somebody else saved meanwhile are merged field by field: theirs where I changed nothing, mine where I did', async () => {
  const { page, context, sent } = await open('/settings?section=brand');
  await page.fill('#name', '冲突');
  await page.locator('main nav a[href*="section=security"]').click();
  await page.waitForSelector('text=离开这个页面？');
  await page.click('text=留在这里');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=有人同时改了它');
  await page.click('text=按选择保存');
  await expect.poll(() => page.inputValue('#mission')).toBe('让护肤回到简单。');
  await settled(page);
  expect(sent('PATCH').map(({ body: { revision, name, mission } }) => [revision, name, mission])).toEqual([[7, '冲突', '让每一位敏感肌都能安心护肤。'], [8, '冲突', '让护肤回到简单。']]);
  // Saved: nothing is left to lose.
  await page.locator('main nav a[href*="section=security"]').click();
  await page.waitForURL(/section=security/);
  await context.close();
});

test('an SOP that somebody else saved meanwhile is merged part by part, and the draft is gone only once it is saved', async () => {
  const { page, context, sent } = await open(`/sops/${sops[0]?.id}?tab=edit`);
  await page.locator('fieldset input').first().fill('冲突的名字');
  await expect.poll(() => sent('PUT /api/drafts').length).toBe(1);
  await page.locator('[class*=saveBar] button').click();
  await page.waitForSelector('text=有人同时改了它');
  await page.waitForSelector('.ant-modal >> text=苏禾在');
  expect(sent('DELETE /api/drafts')).toHaveLength(0);
  await page.click('text=按选择保存');
  await expect.poll(() => page.locator('textarea').first().inputValue()).toContain('（苏禾改过）');
  expect(await page.locator('fieldset input').first().inputValue()).toBe('冲突的名字');
  const saved = sent('PUT /api/sops');
  expect(saved.map(({ body }) => body['revision'])).toEqual([sops[0]?.revision, (sops[0]?.revision ?? 0) + 1]);
  expect(saved[1]?.body).toMatchObject({ name: '冲突的名字', definition: { holdOut: 0.2 } });
  await expect.poll(() => sent('DELETE /api/drafts').length).toBe(1);
  await context.close();
});

test('an SOP says at its field what is wrong while it is written, and no longer once it is mended; a refused publication leads to the first mistake', async () => {
  const { page, context, sent } = await open(`/sops/${sops[3]?.id}?tab=flow`);
  await page.route((url) => url.pathname.endsWith('/publish'), (route) => route.fulfill({
    status: 422, contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: 'sop_invalid', status: 422, code: 'sop_invalid', detail: 'SOP 有误', instance: 'req_1', errors: [{ pointer: '/definition/steps/3/text', detail: '第 1 行第 1 列：内容太长' }] }),
  }));
  await page.click('main button:has-text("发布")');
  await page.waitForSelector('text=能收到第一条消息');
  await page.click('.ant-modal-footer .ant-btn-primary');
  await page.waitForSelector('main textarea');
  const last = page.locator('main textarea').last();
  await expect.poll(() => page.evaluate('document.activeElement.value')).toBe(await last.inputValue());
  expect(await page.locator('text=内容太长').count()).toBe(2);
  await last.fill('{{ customer.nam }}，您好');
  await page.waitForSelector('[data-wrong=true] >> text=没有变量 {{ customer.nam }}');
  expect(await page.locator('text=内容太长').count()).toBe(0);
  await last.fill('{{ customer.name }}，您好');
  await expect.poll(() => page.locator('[data-wrong=true]').count()).toBe(0);
  // Nothing of what is pasted is cut: it is refused, with how long it is.
  await last.fill('好'.repeat(5_000));
  await page.waitForSelector('[data-wrong=true] >> text=最多 4000 个字符，现在有 5000 个');
  await page.locator('[class*=saveBar] button').click();
  expect([(await last.inputValue()).length, sent('PUT /api/sops').length]).toEqual([5_000, 0]);
  await context.close();
});

test('the flow of an SOP is what runs, also while its draft says something else; the draft can be given up', async () => {
  const [changed, running, revision] = [sops[1], sops[1]?.published, sops[1]?.revision];
  const words = (definition: typeof running) => definition?.steps.flatMap((step) => (step.kind === 'send' ? [step.text] : []))[0] ?? '';
  const [draft, live] = [words(changed?.definition ?? null), words(running ?? null)];
  expect([draft === live, draft.length > 0]).toEqual([false, true]);
  const { page, context, sent } = await open(`/sops/${changed?.id}?tab=flow`);
  await page.waitForSelector(`main >> text=${live}`);
  await page.waitForSelector('main >> text=5% 留作对照组');
  await page.waitForSelector('main [role=note] >> text=有未发布的修改');
  expect(await page.locator(`main >> text=${draft}`).count()).toBe(0);
  await page.click('main [role=note] >> text=查看修改');
  await expect.poll(() => page.locator('main textarea').first().inputValue()).toBe(draft);
  // What is typed would be missing in a copy and lost on the way to it.
  const [copy, discard] = ['main button:has-text("复制")', 'main [role=note] button:has-text("放弃修改")'];
  expect([await page.locator(copy).isEnabled(), await page.locator(discard).isEnabled()]).toEqual([true, true]);
  await page.locator('main textarea').first().fill(`${draft}！`);
  for (const one of [copy, discard]) await page.waitForSelector(`${one}[disabled][title*=先保存]`);
  await page.locator('main textarea').first().fill(draft);
  await page.click(discard);
  // Somebody saves another draft, and the page reads it behind the dialog: the one that was looked at is given up, or none.
  const name = changed?.name;
  Object.assign(changed ?? {}, { name: '苏禾改过的', revision: (revision ?? 0) + 1 });
  await page.evaluate('{ const now = Date.now; Date.now = () => now() + 60_000; dispatchEvent(new Event("visibilitychange")); }');
  await page.waitForSelector('h1 >> text=苏禾改过的');
  await page.click('.ant-modal-footer .ant-btn-dangerous');
  await page.waitForSelector('.ant-modal [role=alert] >> text=已被他人修改');
  await page.click('.ant-modal-footer .ant-btn-default');
  await page.locator('.ant-modal:visible').waitFor({ state: 'hidden' });
  await page.click(discard);
  await page.click('.ant-modal-footer .ant-btn-dangerous');
  await expect.poll(() => page.locator('main textarea').first().inputValue()).toBe(live);
  expect([await page.locator('main [role=note]').count(), sent('/discard').map(({ body }) => body['revision'])]).toEqual([0, [revision, (revision ?? 0) + 1]]);
  Object.assign(changed ?? {}, { name });
  await context.close();
});

test('publishing looks for mistakes first, saves what is typed before, and names what it showed; what somebody else saved meanwhile is shown and not published', async () => {
  const { page, context, sent } = await open(`/sops/${sops[3]?.id}?tab=edit`);
  const text = page.locator('main textarea').last();
  await text.fill('{{ customer.nam }}，您好');
  await page.click('main button:has-text("保存并发布")');
  await expect.poll(() => page.evaluate('document.activeElement.value')).toBe('{{ customer.nam }}，您好');
  expect([await dialogs(page), sent('PUT /api/sops').length]).toEqual([0, 0]);
  await text.fill('您好，欢迎');
  await text.evaluate((area) => (area as unknown as { setSelectionRange(from: number, to: number): void }).setSelectionRange(0, 2));
  await page.locator('main button:has-text("姓名")').last().click();
  expect(await page.evaluate('[document.activeElement.value, document.activeElement.selectionStart]')).toEqual(['{{ customer.name }}，欢迎', 19]);
  await page.click('main button:has-text("保存并发布")');
  await page.waitForSelector('.ant-modal >> text=您的修改已经保存');
  expect(sent('PUT /api/sops').map(({ body }) => JSON.stringify(body).includes('{{ customer.name }}，欢迎'))).toEqual([true]);
  await page.route((url) => url.pathname.endsWith('/publish'), (route) => route.fulfill({
    status: 409, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'sop_changed', status: 409, code: 'sop_changed', detail: '该 SOP 已被他人修改', instance: 'req_1' }),
  }));
  const theirs = { ...sops[3], name: '苏禾的生日礼', revision: 9 };
  await page.route((url) => url.pathname === `/api/sops/${sops[3]?.id}`, (route) => route.fulfill({ json: theirs }));
  await page.click('.ant-modal-footer .ant-btn-primary');
  await page.waitForSelector('text=还没有发布：内容已被修改');
  await page.waitForSelector('.ant-modal >> text=苏禾的生日礼');
  expect(sent('/publish').map(({ body }) => body['revision'])).toEqual([(sops[3]?.revision ?? 0) + 1]);
  await page.click('.ant-modal:has-text("还没有发布") .ant-btn-primary');
  await page.waitForSelector('main h1:has-text("苏禾的生日礼")');
  await context.close();
});

test('a draft is kept once something was typed and not before, and may be incomplete; only its name is needed, and asked for where it stands', async () => {
  const { page, context, sent } = await open(`/sops/new?audience=${audiences[0]?.id}`);
  const line = page.locator('p[role=status]').first();
  const top = async () => (await page.locator('main fieldset label').first().boundingBox())?.y;
  const before = await top();
  expect(before).toBeGreaterThan(0);
  // Longer than typing rests before it is kept.
  await page.waitForTimeout(1_200);
  expect([await line.innerText(), sent('/api/drafts')]).toEqual(['', []]);
  await page.click('main button:has-text("存为草稿")');
  await expect.poll(() => page.evaluate('document.activeElement.placeholder')).toBe('例如：重要客户回访');
  expect(sent('POST /api/sops').filter(({ path }) => path === '/api/sops')).toEqual([]);
  await page.keyboard.type('冬季回访');
  await expect.poll(() => line.innerText()).toContain('草稿已自动保存');
  expect(await top()).toBe(before);
  // What is typed now is not kept: neither the line nor the question on the way out says so, until it is.
  await page.route((url) => url.pathname === '/api/drafts', (route) => route.abort());
  await page.keyboard.type('二');
  await expect.poll(() => line.innerText()).toContain('草稿还没有保存上');
  const leaving = async () => {
    await page.locator('nav a[href="/customers"]').first().click();
    const question = await page.locator('.ant-modal:visible p').innerText();
    await page.click('.ant-modal:visible button:has-text("留在这里")');
    await page.waitForSelector('.ant-modal', { state: 'hidden' });
    return question;
  };
  expect(await leaving()).toContain('离开后会丢失');
  await page.unrouteAll();
  await expect.poll(() => line.innerText(), { timeout: 15_000 }).toContain('草稿已自动保存');
  expect(sent('PUT /api/drafts').at(-1)?.body['value']).toMatchObject({ name: '冬季回访二' });
  expect(await leaving()).toContain('草稿已自动保留');
  await page.locator('main fieldset input').first().focus();
  await page.click('main button:has-text("存为草稿")');
  await page.waitForSelector('text=还差 1 处才能发布');
  await context.close();
});

test('an audience with an unfinished condition says what is missing and waits for nothing', async () => {
  const { page, context } = await open(`/audiences/${audiences[1]?.id}`);
  await page.locator('main button:has-text("添加条件")').last().click();
  await page.locator('.ant-dropdown-menu-item:visible').first().click();
  await page.waitForSelector('aside >> text=请选择属性');
  await settled(page);
  expect([await page.locator('aside [aria-busy=true]').count(), await page.locator('aside .anticon-loading').count()]).toEqual([0, 0]);
  await context.close();
});

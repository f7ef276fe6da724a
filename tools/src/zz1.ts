import { launchBrowser } from './browser.ts';
import { openMock, openPage } from './journeys/shell-kit.ts';
const mock = await openMock(); const browser = await launchBrowser();
for (const language of ['zh', 'en'] as const) {
  const { page } = await openPage(browser, mock.address, '/customers', { language });
  for (const density of ['comfortable', 'compact']) {
    await page.evaluate((d) => { const p = JSON.parse(localStorage.getItem('homefield.preferences')!); p.state.density = d; localStorage.setItem('homefield.preferences', JSON.stringify(p)); }, density);
    for (const path of ['/customers', '/audiences', '/sops', '/models/rfm', '/jobs', '/settings?section=users','/settings?section=audit','/settings?section=apiKeys','/settings?section=stores']) {
      await page.goto(mock.address + path); try { await page.waitForSelector('table', { timeout: 4000 }); } catch { console.log('none', path); continue; } await page.waitForTimeout(500);
      for (const width of [1440, 1366, 1280]) {
        await page.setViewportSize({ width, height: 900 }); await page.waitForTimeout(200);
        const r = await page.evaluate(() => [...document.querySelectorAll('table')].map((t) => { const b = t.parentElement!; const cut = [...t.querySelectorAll('th,tbody td')].filter((c) => c.scrollWidth > c.clientWidth + 1).map((c) => (c as HTMLElement).cellIndex + ':' + (c.textContent ?? '').slice(0, 24)); return `${b.clientWidth}/${b.scrollWidth} more=${b.parentElement?.dataset['more']} cut=${[...new Set(cut)].slice(0, 14).join(' | ')}`; }));
        console.log(language, density, path, width, r.join('\n      '));
        if (path === '/customers') await page.screenshot({ path: `/tmp/shots/sh-cust-${language}-${density}-${width}.png` });
      }
    }
  }
}
await browser.close(); mock.close();

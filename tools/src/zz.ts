import { startMock } from '../../console/dev/mock.ts';
import { launchBrowser } from './browser.ts';
const server = await startMock(0); const address = `http://127.0.0.1:${(server.address() as any).port}`;
const browser = await launchBrowser();
const shots: [string, string, any][] = JSON.parse(process.argv[2] ?? '[]');
for (const [name, path, o] of shots) {
  const phone = o.phone ?? false;
  const context = await browser.newContext({ viewport: o.size ?? (phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }), isMobile: phone, hasTouch: phone, deviceScaleFactor: o.scale ?? 1, reducedMotion: 'reduce', locale: 'zh-CN' });
  await context.addInitScript(`localStorage.setItem('homefield.preferences', JSON.stringify({ state: { language: '${o.language ?? 'zh'}', theme: '${o.theme ?? 'light'}', density: '${o.density ?? 'comfortable'}' }, version: 1 }))`);
  await context.addCookies([{ name: 'mock', value: o.scene ?? 'full', url: address }]);
  const page = await context.newPage();
  await page.goto(address + path); await page.waitForSelector('main h1'); await page.waitForTimeout(2500);
  if (o.click) { await page.click(o.click); await page.waitForTimeout(800); }
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: o.full ?? false });
  await context.close();
}
process.exit(0);

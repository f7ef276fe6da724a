import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runDemo, readDemoRequest } from '../demo/index.ts';
import type { Demo, DemoReport } from '../demo/index.ts';
import { listen } from '../http/index.ts';
import { randomToken } from '../kernel/index.ts';
import { openHttp } from '../wiring.ts';
import type { ProductOptions } from '../wiring.ts';
import { buildConsole, consoleFolder } from './build-console.ts';
import { untilAskedToEnd } from './until-asked.ts';
import type { Terminal } from './terminal.ts';

type Request = { orders: string | undefined; asOf: string | undefined; days: string | undefined; seed: string | undefined; mapping: string | undefined; report: string | undefined; exit: boolean };

const ownerEmail = 'demo@homefield.example';

/** `homefield demo`: the main job on a brand; stays open for clicking unless `--exit`. */
export async function demoCommand(options: ProductOptions, terminal: Terminal, request: Request): Promise<number> {
  const folder = process.cwd();
  const wanted = readDemoRequest(request, folder);
  const building = request.exit ? Promise.resolve() : buildConsole(terminal);
  building.catch(() => undefined);
  const demo = await runDemo({ ...options, home: join(options.config.home, 'demo'), request: wanted, say: (zh, en) => terminal.say(zh, en) });
  try {
    tell(terminal, demo);
    if (request.report !== undefined) await writeFile(resolve(folder, request.report), `${JSON.stringify(demo.report, null, 2)}\n`);
    if (request.exit) return 0;
    await building;
    await stayOpen(options, terminal, demo);
    return 0;
  } finally {
    await demo.close();
  }
}

async function stayOpen(options: ProductOptions, terminal: Terminal, demo: Demo): Promise<void> {
  const { product, clock, workspaceId } = demo;
  const ended = untilAskedToEnd();
  const password = randomToken(options.randomness).slice(0, 16);
  await product.organization.users.create(null, workspaceId, { email: ownerEmail, name: '演示负责人', password, role: 'owner' });
  const app = await openHttp(product, { ...options, clock, consoleFolder, virtualTime: true });
  const address = await listen(app, options.config);
  product.runner.start();
  terminal.line('');
  terminal.say(`  打开 ${address} 随意点击：邮箱 ${ownerEmail}，密码 ${password}`, `  Open ${address} and click around: e-mail ${ownerEmail}, password ${password}`);
  terminal.say('  Ctrl-C 停止。演示数据在下次演示时重建。', '  Ctrl-C stops it. The next demo begins anew.');
  await ended;
  await app.close();
  product.jobs.stop();
  await product.runner.stop();
}

function tell(terminal: Terminal, { report, truth, errorFile }: Demo): void {
  const { imported, rfm, sop, timingsMs, currency } = report;
  const money = (minor: number | null) => (minor === null ? '—' : `${currency} ${(minor / 100).toFixed(2)}`);
  terminal.line('');
  terminal.say(
    `  导入 ${imported.rows} 行：${imported.customers} 位客户，${imported.orders} 笔订单，${money(imported.amountMinor)}，拒绝 ${imported.rejected} 行`,
    `  Imported ${imported.rows} rows: ${imported.customers} customers, ${imported.orders} orders, ${money(imported.amountMinor)}; ${imported.rejected} rejected`);
  if (errorFile !== null) terminal.say(`  被拒绝的行和原因在 ${errorFile}`, `  The rejected lines and why: ${errorFile}`);
  terminal.say(
    `  RFM：${rfm.buyers} 位购买者，分界线 R ${rfm.lines.recencyDays.toFixed(1)} 天 / F ${rfm.lines.frequency.toFixed(2)} 次 / M ${money(rfm.lines.amountMinor)}`,
    `  RFM: ${rfm.buyers} buyers, lines R ${rfm.lines.recencyDays.toFixed(1)} days / F ${rfm.lines.frequency.toFixed(2)} / M ${money(rfm.lines.amountMinor)}`);
  // Everybody who entered is in one of these places.
  terminal.say(
    `  SOP：进入 ${sop.enrolled} = 对照组 ${sop.heldOut} + 送达 ${sop.sent} + 员工未确认 ${sop.notConfirmed} + 触达上限 ${sop.capped} + 未发出 ${sop.suppressed + sop.failed} + 仍在等待 ${sop.waiting}`,
    `  SOP: ${sop.enrolled} entered = ${sop.heldOut} held out + ${sop.sent} sent + ${sop.notConfirmed} not confirmed by staff + ${sop.capped} capped + ${sop.suppressed + sop.failed} kept back + ${sop.waiting} still waiting`);
  terminal.say(`  转化：发送组 ${sop.converted}，对照组 ${sop.heldOutConverted}`, `  Converted: ${sop.converted} treated, ${sop.heldOutConverted} held out`);
  terminal.say(`  增量：${liftText(sop, 'zh', money)}`, `  Lift: ${liftText(sop, 'en', money)}`);
  terminal.say(`  （沙盒里的真实效果：每位 ${money(truth.liftPerCustomerMinor)}，产品并不知道）`, `  (the effect that the sandbox's people really have: ${money(truth.liftPerCustomerMinor)} each; the product does not know it)`);
  terminal.line(`  ${Object.entries(timingsMs).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`).join(' · ')}`);
}

/** One plain sentence, honest also when the interval contains zero. */
function liftText({ liftPerCustomerMinor, liftLow, liftHigh }: DemoReport['sop'], language: 'zh' | 'en', money: (minor: number | null) => string): string {
  if (liftPerCustomerMinor === null || liftLow === null || liftHigh === null) return language === 'zh' ? '数据不足，无法判断' : 'not enough data to say';
  const unsure = liftLow <= 0 && liftHigh >= 0;
  return language === 'zh'
    ? `每位客户 ${money(liftPerCustomerMinor)}（95% 区间 ${money(liftLow)} ~ ${money(liftHigh)}）${unsure ? '，区间包含 0，还不能说有效果' : ''}`
    : `${money(liftPerCustomerMinor)} per customer (95 % interval ${money(liftLow)} to ${money(liftHigh)})${unsure ? '; the interval contains zero, so an effect is not shown' : ''}`;
}

import { listen } from '../http/index.ts';
import { createRealClock } from '../kernel/index.ts';
import { createProduct, openHttp } from '../wiring.ts';
import type { ProductOptions } from '../wiring.ts';
import { buildConsole, consoleFolder } from './build-console.ts';
import { untilAskedToEnd } from './until-asked.ts';
import type { Terminal } from './terminal.ts';

/** `homefield start`: runs the product until it is asked to end. */
export async function startCommand(options: ProductOptions, terminal: Terminal): Promise<number> {
  const ended = untilAskedToEnd();
  const starting = createProduct({ ...options, clock: createRealClock() });
  // The engines start while the console is built.
  starting.catch(() => undefined);
  const built = buildConsole(terminal);
  built.catch(() => undefined);
  const product = await starting;
  try {
    await built;
    const app = await openHttp(product, { ...options, clock: createRealClock(), consoleFolder, virtualTime: false });
    const address = await listen(app, options.config);
    product.runner.start();
    await greet(terminal, options.config.publicUrl ?? address, await product.organization.firstOwners.ensureSetupToken());
    await ended;
    terminal.say('正在停止……', 'Stopping …');
    await app.close();
    product.jobs.stop();
    await product.runner.stop();
  } finally {
    await product.engines.close();
  }
  terminal.say('已停止，数据都在。', 'Stopped; everything is kept.');
  return 0;
}

async function greet(terminal: Terminal, address: string, setupToken: string | null): Promise<void> {
  terminal.line('');
  terminal.say(`  主场已启动：${address}`, `  Homefield runs: ${address}`);
  if (setupToken !== null) {
    terminal.say(`  首次使用，请打开 ${address}/setup?token=${setupToken}`, `  The first time, open ${address}/setup?token=${setupToken}`);
    terminal.say('  在那里创建所有者账号。链接末尾是启动口令，只能用一次。', '  and make the owner account there. The setup token ends the link and works once.');
  } else terminal.say('  用邮箱和密码登录。', '  Sign in with your e-mail and password.');
  terminal.say('  Ctrl-C 停止。', '  Ctrl-C stops it.');
  terminal.line('');
}

import { createLogger } from '../http/index.ts';
import { createRandomness, createRealClock, problem, readConfig, settings } from '../kernel/index.ts';
import type { Config } from '../kernel/index.ts';
import { createProduct } from '../wiring.ts';
import type { ProductOptions } from '../wiring.ts';
import { demoCommand } from './demo.ts';
import { doctor } from './doctor.ts';
import { importCommand } from './import.ts';
import { startCommand } from './start.ts';
import type { Terminal } from './terminal.ts';

export const CommandUnknown = problem('command_unknown', 500, {
  en: 'There is no command "{command}". Try: homefield help',
  zh: '没有“{command}”这个命令。请试试：homefield help',
});
export const ArgumentMissing = problem('argument_missing', 500, {
  en: '"{command}" needs a file behind it: homefield import orders FILE',
  zh: '“{command}”后面缺少订单文件：homefield import orders 文件',
});

export const EmailMissing = problem('email_missing', 500, {
  en: 'Say whose password is to be reset: homefield reset-password EMAIL',
  zh: '请写明要重置谁的密码：homefield reset-password 邮箱',
});

export { readArguments } from './arguments.ts';
export { buildConsole, consoleFolder } from './build-console.ts';
export { complainAbout, createTerminal } from './terminal.ts';

export type Invocation = {
  command: string;
  positionals: readonly string[];
  values: Readonly<Record<string, string | boolean | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  terminal: Terminal;
};

/** Runs one command and answers the exit code. */
export async function runCommand({ command, positionals, values, environment, terminal }: Invocation): Promise<number> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  if (['help', '--help', '-h'].includes(command)) return help(terminal);
  const config = readConfig(environment, process.cwd());
  const options = productOptions(config, terminal);
  if (command === 'start') return startCommand(options, terminal);
  if (command === 'demo') {
    return demoCommand(options, terminal, {
      orders: text('orders'), asOf: text('as-of'), days: text('days'), seed: text('seed'), mapping: text('mapping'), report: text('report'), exit: values['exit'] === true,
    });
  }
  if (command === 'doctor') return doctor({ config, clock: options.realClock, randomness: options.randomness, terminal }, { adopt: values['adopt'] === true });
  if (command === 'migrate') return migrate(options, terminal);
  if (command === 'reset-password') return resetPassword(options, terminal, positionals[0]);
  const [what = 'orders', file] = positionals;
  if (command === 'import' && what === 'orders') {
    if (!file) throw ArgumentMissing({ command: [command, ...positionals].join(' ') });
    return importCommand(options, terminal, { file, mapping: text('mapping') ?? 'auto', json: values['json'] === true, dateOrder: text('date-order'), columns: text('columns') });
  }
  throw CommandUnknown({ command: [command, ...positionals].join(' ') });
}

function productOptions(config: Config, terminal: Terminal): ProductOptions {
  const realClock = createRealClock();
  // A terminal shows our own few sentences; the log of requests is for whoever asks for it.
  return {
    config, clock: realClock, realClock, randomness: createRandomness(), logger: createLogger({ level: config.logLevel }),
    // Not among the results of a command, which may be read by a program.
    onWait: ({ zh, en }) => terminal.complain(zh, en),
  };
}

/** For an owner who is alone: whoever runs the machine may let them in again. The engines are this command's own while it works. */
async function resetPassword(options: ProductOptions, terminal: Terminal, email: string | undefined): Promise<number> {
  if (!email) throw EmailMissing();
  const { host, port, publicUrl } = options.config;
  const product = await createProduct(options);
  try {
    const made = await product.organization.passwordResets.createFor(email);
    const base = publicUrl ?? `http://${['0.0.0.0', '::'].includes(host) ? 'localhost' : host}:${port}`;
    terminal.say('打开链接设置新密码（24 小时内有效，只能用一次）。请先用 homefield start 启动产品。', 'Open the link to set a new password (good for 24 hours, once). Run the product first: homefield start.');
    for (const { brand, token } of made) terminal.line(`  ${brand}: ${base}/reset-password#${token}`);
  } finally {
    await product.engines.close();
  }
  return 0;
}

async function migrate(options: ProductOptions, terminal: Terminal): Promise<number> {
  const product = await createProduct(options);
  await product.engines.close();
  terminal.say('两个引擎的表结构都已是最新。', 'Both schemas are up to date.');
  return 0;
}

function help(terminal: Terminal): number {
  terminal.say(
    `用法：homefield 命令

  start                                启动产品
  demo [--orders 文件] [--as-of 日期] [--days 天数] [--seed 数] [--mapping 名称] [--report 文件] [--exit]
                                       在一个品牌上演示完整流程
  import orders 文件 [--mapping 名称] [--columns JSON] [--date-order day-first|month-first] [--json]
                                       导入订单（CSV，可为 .gz）
  doctor [--adopt]                     检查环境；恢复或迁移数据库后用 --adopt 接管
  migrate                              升级表结构后退出
  reset-password 邮箱                  打印一个设置新密码的一次性链接（请先停止产品）

配置（环境变量）：`,
    `Usage: homefield COMMAND

  start                                run the product
  demo [--orders FILE] [--as-of DATE] [--days N] [--seed N] [--mapping NAME] [--report FILE] [--exit]
                                       the main job on a brand, start to end
  import orders FILE [--mapping NAME] [--columns JSON] [--date-order day-first|month-first] [--json]
                                       import orders (CSV, also .gz)
  doctor [--adopt]                     look at everything that has stopped somebody before; --adopt after a restore or a move
  migrate                              bring both schemas up to date and end
  reset-password EMAIL                 print a one-time link to set a new password (stop the product first)

Settings (environment variables):`);
  for (const [name, what] of Object.entries(settings)) terminal.line(`  ${name.padEnd(22)} ${what}`);
  return 0;
}

/** The commands of Homefield. Started by `bin/homefield.js` on the Node that the project brings. */
import { parseArgs } from 'node:util';
import { complainAbout, createTerminal, runCommand } from './commands/index.ts';

const terminal = createTerminal(process.env);
const [command = 'help', ...rest] = process.argv.slice(2);
try {
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: {
      adopt: { type: 'boolean', default: false },
      'as-of': { type: 'string' },
      days: { type: 'string' },
      exit: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      mapping: { type: 'string' },
      orders: { type: 'string' },
      report: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  process.exitCode = await runCommand({ command, positionals, values, environment: process.env, terminal });
} catch (error) {
  complainAbout(terminal, error);
  process.exitCode = 1;
}
// Nothing may hold the process open once a command has ended: what had to be closed is closed.
process.exit();

/** The commands of Homefield. Started by `bin/homefield.js` on the Node that the project brings. */
import { complainAbout, createTerminal, readArguments, runCommand } from './commands/index.ts';

const terminal = createTerminal(process.env);
try {
  process.exitCode = await runCommand({ ...readArguments(process.argv.slice(2)), environment: process.env, terminal });
} catch (error) {
  complainAbout(terminal, error);
  process.exitCode = 1;
}
// Nothing may hold the process open once a command has ended: what had to be closed is closed.
process.exit();

import { buildConsole, consoleFolder, createTerminal } from '../../../server/src/commands/index.ts';

/** The console as its sources are now. */
export async function builtConsole(): Promise<string> {
  await buildConsole(createTerminal({}));
  return consoleFolder;
}

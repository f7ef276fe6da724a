import { mkdir, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildConsole, consoleFolder, createTerminal } from '../../../server/src/commands/index.ts';

const staleMs = 180_000;
const lookEveryMs = 200;

/** The console as its sources are now. Test files run beside each other: one builds, the others wait for it. */
export async function builtConsole(): Promise<string> {
  const lock = `${consoleFolder}.lock`;
  while (!(await mkdir(lock).then(() => true, () => false))) {
    const age = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    // Whoever held it was ended.
    if (age > staleMs) await rm(lock, { recursive: true, force: true });
    await sleep(lookEveryMs);
  }
  try {
    await buildConsole(createTerminal({}));
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return consoleFolder;
}

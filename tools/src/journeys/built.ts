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
  const mode = process.env['NODE_ENV'];
  // The builder follows the environment: under the test runner it would make React's development build, which is larger and mounts twice.
  process.env['NODE_ENV'] = 'production';
  try {
    await buildConsole(createTerminal({}));
  } finally {
    process.env['NODE_ENV'] = mode;
    await rm(lock, { recursive: true, force: true });
  }
  return consoleFolder;
}

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRealClock, problem } from '../kernel/index.ts';
import type { Terminal } from './terminal.ts';

export const ConsoleBuildFailed = problem('console_build_failed', 500, {
  en: 'The console could not be built:\n{words}',
  zh: '后台页面构建失败：\n{words}',
});

const repository = fileURLToPath(new URL('../../../', import.meta.url));
export const consoleFolder = join(repository, 'console', 'dist');

const clock = createRealClock();
const lock = `${consoleFolder}.lock`;
const lockLookMs = 200;
/** A lock that old was left by a process that was ended. */
const lockStaleMs = 180_000;

/** Builds the console when it was never built, or when its sources are newer. Takes some seconds the first time. Of several processes one builds and the others wait. */
export async function buildConsole(terminal: Terminal): Promise<void> {
  if (isBuilt()) return;
  while (!(await taken())) {
    const ageMs = await stat(lock).then(({ mtimeMs }) => clock.now() - mtimeMs, () => 0);
    if (ageMs > lockStaleMs) await rm(lock, { recursive: true, force: true });
    await sleep(lockLookMs);
  }
  try {
    if (!isBuilt()) await build(terminal);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Whether the lock is ours now; false while another process has it. */
async function taken(): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw ConsoleBuildFailed({ words: String(error) });
  }
}

async function build(terminal: Terminal): Promise<void> {
  terminal.say('正在构建后台页面（仅首次或更新后需要）……', 'Building the console (the first time, and after an update) …');
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(repository, 'console'), stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { words = (words + chunk.toString()).slice(-4_000); });
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve); });
  if (code !== 0) throw ConsoleBuildFailed({ words });
}

function isBuilt(): boolean {
  const built = join(consoleFolder, 'index.html');
  return existsSync(built) && ['console', 'contract'].every((folder) => newest(join(repository, folder)) <= statSync(built).mtimeMs);
}

/** When a source of the folder changed last, in milliseconds since the epoch; built files do not count. */
function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /[\\/](dist|node_modules)[\\/]/.test(`${dirname(path)}/`) || /\.test\.tsx?$/.test(path)) continue;
    latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

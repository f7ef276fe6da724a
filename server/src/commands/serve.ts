import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problem } from '../kernel/index.ts';
import type { Terminal } from './terminal.ts';

export const ConsoleBuildFailed = problem('console_build_failed', 500, {
  en: 'The console could not be built:\n{words}',
  zh: '后台页面构建失败：\n{words}',
});

const repository = fileURLToPath(new URL('../../../', import.meta.url));
export const consoleFolder = join(repository, 'console', 'dist');

/** Builds the console when it was never built, or when its sources are newer. Takes some seconds the first time. */
export async function buildConsole(terminal: Terminal): Promise<void> {
  const built = join(consoleFolder, 'index.html');
  const sources = ['console', 'contract'].map((folder) => join(repository, folder));
  if (existsSync(built) && sources.every((folder) => newest(folder) <= statSync(built).mtimeMs)) return;
  terminal.say('正在构建后台页面（仅首次或更新后需要）……', 'Building the console (the first time, and after an update) …');
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(repository, 'console'), stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { words = (words + chunk.toString()).slice(-4_000); });
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve); });
  if (code !== 0) throw ConsoleBuildFailed({ words });
}

/** When a source of the folder changed last, in milliseconds since the epoch; built files do not count. */
function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /[\\/](dist|node_modules|dev)[\\/]/.test(`${dirname(path)}/`) || /\.test\.tsx?$/.test(path)) continue;
    latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

/** Resolves when somebody asks the process to end; a second time ends it at once. */
export function untilAskedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve(signal);
      });
    }
  });
}

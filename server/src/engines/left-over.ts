import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStopwatch } from '../kernel/index.ts';

/**
 * Ends a process that a killed parent left behind. We hold the lock of the home, so whoever still works on its data has no owner.
 * `pidFile` begins with a process number; `marks` have to be in that process's command line, because a recycled number must never
 * be killed.
 */
export async function endLeftOver(pidFile: string, marks: readonly string[], signals: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (const [signal, waitMs] of signals) {
    if (!runs(pid, marks)) return;
    process.kill(pid, signal);
    const stopwatch = createStopwatch();
    while (runs(pid, marks) && stopwatch.elapsedMs() < waitMs) await sleep(20);
  }
}

function runs(pid: number, marks: readonly string[]): boolean {
  const listing = spawnSync('ps', ['-ww', '-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  const text = listing || commandLineOf(pid);
  return !text.startsWith('Z') && text !== '' && marks.every((mark) => text.includes(mark));
}

/** A minimal machine may lack `ps`. */
function commandLineOf(pid: number): string {
  return spawnSync('cat', [`/proc/${pid}/cmdline`], { encoding: 'utf8' }).stdout?.replaceAll('\0', ' ') ?? '';
}

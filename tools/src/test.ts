/** `npm test [-- PATH…]`: everything, or the tests whose path contains one of the words. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const memory = '/dev/shm';
const prefix = 'homefield-run-';
/** What the homes of two test files and the one that they are copied from take, many times over. */
const roomBytes = 4e9;

/**
 * A folder in memory for the homes of the tests, where there is room: some seventy of them are made and thrown away, and nobody pulls a plug.
 * What a run left that was killed goes with the next one.
 */
function memoryFolder(): string | undefined {
  const folder = `${memory}/${prefix}${process.pid}`;
  try {
    for (const name of readdirSync(memory)) if (/^homefield-run-\d+$/.test(name) && (name.endsWith(`-${process.pid}`) || !existsSync(`/proc/${name.slice(prefix.length)}`))) rmSync(`${memory}/${name}`, { recursive: true, force: true });
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < roomBytes) return undefined;
    mkdirSync(folder);
    // PostgreSQL's unprivileged user has to pass through when the tests run as root.
    chmodSync(folder, 0o711);
    return folder;
  } catch {
    // Another system, or what somebody else left: the tests run on the disk.
    return undefined;
  }
}

const folder = memoryFolder();
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit', env: folder === undefined ? process.env : { ...process.env, TMPDIR: folder } });
if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);

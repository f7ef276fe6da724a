import { constants } from 'node:fs';
import { chmod, mkdir, open, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { problem } from '../kernel/index.ts';
import type { Randomness } from '../kernel/index.ts';

export const HomeInUse = problem('home_in_use', 500, {
  en: 'Another Homefield is running on the data folder {home}. Stop it first, or give this one its own folder with HOMEFIELD_HOME.',
  zh: '数据目录 {home} 正被另一个 Homefield 使用。请先停止它，或用 HOMEFIELD_HOME 指定别的目录。',
});
export const HomeNotWritable = problem('home_not_writable', 500, {
  en: 'The data folder {home} cannot be written to ({why}). Give it to this user, or choose another with HOMEFIELD_HOME.',
  zh: '无法写入数据目录 {home}（{why}）。请授予当前用户写权限，或用 HOMEFIELD_HOME 指定别的目录。',
});

/** The data folder of an installation: its places and its key. */
export type Home = {
  path: string;
  postgres: string;
  clickhouse: string;
  logs: string;
  files: string;
  /** 32 bytes that encrypt secrets at rest. */
  secretKey: Buffer;
  unlock(): Promise<void>;
};

/** Makes the folder when it is missing, locks it against a second process, and reads or makes its key. */
export async function openHome(path: string, options: { randomness: Randomness; secretKey?: string | undefined }): Promise<Home> {
  try {
    await mkdir(path, { recursive: true });
    await Promise.all(['logs', 'files'].map((folder) => mkdir(join(path, folder), { recursive: true })));
    const probe = join(path, `.write-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw HomeNotWritable({ home: path, why: codeOf(error) }, { cause: error });
  }
  const real = await realpath(path);
  const unlock = await lock(real);
  return {
    path: real,
    postgres: join(real, 'postgres'),
    clickhouse: join(real, 'clickhouse'),
    logs: join(real, 'logs'),
    files: join(real, 'files'),
    secretKey: options.secretKey ? Buffer.from(options.secretKey, 'base64') : await readOrMakeKey(join(real, 'secret.key'), options.randomness),
    unlock,
  };
}

async function readOrMakeKey(path: string, randomness: Randomness): Promise<Buffer> {
  try {
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
    if (key.length === 32) return key;
    throw new Error(`${path} does not hold 32 bytes in base 64. Restore it from your backup: without it stored secrets cannot be read.`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const key = randomness.bytes(32);
  await writeFile(path, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(path, 0o600);
  return key;
}

/**
 * A lock that the kernel takes back when the process dies, however it dies; a file with a process number in it could not be told
 * from a stale one after a restart of the machine. Linux: an abstract socket named after the folder (device and inode, so that
 * two spellings of a path are one); elsewhere: an exclusive lock on a file, taken as it is opened.
 */
async function lock(path: string): Promise<() => Promise<void>> {
  if (process.platform !== 'linux') return lockFile(path);
  const { dev, ino } = await stat(path, { bigint: true });
  const name = `\0homefield-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(codeOf(error) === 'EADDRINUSE' ? HomeInUse({ home: path }) : error));
    server.listen(name, resolve);
  });
  return () => new Promise<void>((resolve) => server.close(() => resolve()));
}

async function lockFile(path: string): Promise<() => Promise<void>> {
  // BSD and macOS: O_EXLOCK (0x20) with O_NONBLOCK (0x4) takes the lock with open(2).
  const flags = constants.O_RDWR | constants.O_CREAT | (process.platform === 'darwin' ? 0x20 | 0x4 : 0);
  try {
    const file = await open(join(path, 'lock'), flags, 0o600);
    return () => file.close();
  } catch (error) {
    if (['EAGAIN', 'EWOULDBLOCK'].includes(codeOf(error))) throw HomeInUse({ home: path });
    throw error;
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

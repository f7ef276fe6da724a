import { constants, existsSync } from 'node:fs';
import { mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
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

export const SecretKeyMissing = problem('secret_key_missing', 500, {
  en: 'The key {file} is missing, but {data} holds a database that was made with it. Put the file back from your backup, or set HOMEFIELD_SECRET_KEY to what was in it: without it phones, e-mails and secrets cannot be read. To begin with nothing, choose another folder with HOMEFIELD_HOME.',
  zh: '找不到密钥文件 {file}，而 {data} 中的数据库是用它建立的。请从备份恢复该文件，或把其内容设为 HOMEFIELD_SECRET_KEY；没有它，手机号、邮箱和密钥都无法读取。如需全新开始，请用 HOMEFIELD_HOME 指定别的目录。',
});
export const SecretKeyBroken = problem('secret_key_broken', 500, {
  en: 'The key {file} does not hold 32 bytes in base 64. Put it back from your backup: without it phones, e-mails and secrets cannot be read.',
  zh: '密钥文件 {file} 的内容不是 base64 编码的 32 字节。请从备份恢复；没有它，手机号、邮箱和密钥都无法读取。',
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
  /** Where the key came from, as a person would look for it: the path of the file or the name of the setting. */
  secretKeyPlace: string;
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
  const places = { path: real, postgres: join(real, 'postgres'), clickhouse: join(real, 'clickhouse'), logs: join(real, 'logs'), files: join(real, 'files') };
  const file = join(real, 'secret.key');
  try {
    const secretKey = options.secretKey ? Buffer.from(options.secretKey, 'base64') : (await readKey(file)) ?? (await makeKey(file, places.postgres, options.randomness));
    return { ...places, secretKey, secretKeyPlace: options.secretKey ? 'HOMEFIELD_SECRET_KEY' : file, unlock };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw SecretKeyBroken({ file });
  return key;
}

/** A new key beside a database that was made with another would lock everybody out of what is in it. */
async function makeKey(file: string, postgres: string, randomness: Randomness): Promise<Buffer> {
  if (existsSync(join(postgres, 'data', 'PG_VERSION'))) throw SecretKeyMissing({ file, data: postgres });
  const key = randomness.bytes(32);
  // Whole or not at all: a start that is killed here leaves no half of a key.
  const fresh = `${file}.new`;
  await writeFile(fresh, `${key.toString('base64')}\n`, { mode: 0o600, flush: true });
  await rename(fresh, file);
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

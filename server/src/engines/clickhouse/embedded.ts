import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStopwatch, problem } from '../../kernel/index.ts';
import { endLeftOver } from '../left-over.ts';

export const ClickHouseStartFailed = problem('clickhouse_start_failed', 500, {
  en: 'The embedded ClickHouse did not start: {why}. Its own words are in {log}.',
  zh: '内置 ClickHouse 启动失败：{why}。详细日志见 {log}。',
});

export type EmbeddedClickHouse = {
  socketPath: string;
  pid(): number | undefined;
  /** Resolves when the engine answers again (at once when it does). */
  ready(): Promise<void>;
  stop(): Promise<void>;
};

const startTimeoutMs = 30_000;

/** Starts the child process that holds the embedded engine, and starts it again whenever it dies. */
export async function startEmbeddedClickHouse(options: { folder: string; logFile: string; onRestart?: (why: string) => void }): Promise<EmbeddedClickHouse> {
  const data = join(options.folder, 'data');
  await mkdir(data, { recursive: true });
  await endLeftOver(join(options.folder, 'child.pid'), ['child.ts', data], [['SIGKILL', 10_000]]);
  const near = join(options.folder, 'chdb.sock');
  // The path of a Unix socket may have 107 bytes.
  const socketPath = Buffer.byteLength(near) <= 100 ? near : join(tmpdir(), `homefield-${createHash('sha256').update(near).digest('hex').slice(0, 16)}.sock`);
  let stopping = false;
  let child = await launch(data, socketPath, options.logFile);
  let restart = Promise.resolve();
  const supervise = (current: ChildProcess) => {
    current.once('exit', (code, signal) => {
      if (stopping) return;
      restart = launch(data, socketPath, options.logFile).then((next) => {
        child = next;
        supervise(next);
        options.onRestart?.(`ClickHouse ended (${signal ?? code}) and was started again`);
      }, (error: unknown) => {
        options.onRestart?.(`ClickHouse ended (${signal ?? code}) and could not be started again: ${String(error)}`);
        throw error;
      });
      restart.catch(() => undefined);
    });
  };
  supervise(child);
  return {
    socketPath,
    pid: () => child.pid,
    ready: () => restart,
    async stop() {
      stopping = true;
      await restart.catch(() => undefined);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A child of a killed parent may hold the folder for a moment longer: try again until the time is over. */
async function launch(data: string, socketPath: string, logFile: string): Promise<ChildProcess> {
  const stopwatch = createStopwatch();
  for (;;) {
    const log = await open(logFile, 'a');
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [data, socketPath], {
      stdio: ['ignore', log.fd, log.fd, 'ipc'], detached: false, execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await log.close();
    const failure = await new Promise<string | undefined>((resolve) => {
      child.once('message', () => resolve(undefined));
      child.once('exit', (code, signal) => resolve(`it ended at once (${signal ?? code})`));
      child.once('error', (error) => resolve(error.message));
    });
    child.unref();
    child.channel?.unref();
    if (failure === undefined) {
      await writeFile(join(dirname(data), 'child.pid'), `${child.pid}\n`);
      return child;
    }
    if (stopwatch.elapsedMs() > startTimeoutMs) throw ClickHouseStartFailed({ why: failure, log: logFile });
    await sleep(300);
  }
}

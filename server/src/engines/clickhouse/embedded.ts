import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStopwatch, problem } from '../../kernel/index.ts';
import { keepRunning } from '../keep-running.ts';
import { endLeftOver } from '../left-over.ts';

export const ClickHouseStartFailed = problem('clickhouse_start_failed', 500, {
  en: 'The embedded ClickHouse did not start: {why}. Its own words are in {log}.',
  zh: '内置 ClickHouse 启动失败：{why}。详细日志见 {log}。',
});

export type EmbeddedClickHouse = {
  socketPath: string;
  pid(): number | undefined;
  /** Resolves when the engine answers again (at once when it does), or after 10 s. */
  ready(): Promise<void>;
  stop(): Promise<void>;
};

const retryMaxMs = 30_000;
/** How long a question waits for a child that is starting again; then it is refused with 503. */
const readyMaxMs = 10_000;
/** An ordinary start takes 0.2 s; a person who waits longer wants to know for what. */
const worthAWordMs = 5_000;

type Options = {
  folder: string;
  logFile: string;
  onRestart?: (why: string) => void;
  /** Called once when the first start takes long (many parts to look through after a crash). */
  onSlowStart?: (() => void) | undefined;
  /** How long a child that ends at once is tried again before that is a failure. Default 30 s. */
  retryMaxMs?: number;
};

/** Starts the child process that holds the embedded engine, and starts it again whenever it dies. */
export async function startEmbeddedClickHouse(options: Options): Promise<EmbeddedClickHouse> {
  const data = join(options.folder, 'data');
  await mkdir(data, { recursive: true });
  await endLeftOver(join(options.folder, 'child.pid'), ['child.ts', data], [['SIGKILL', 10_000]]);
  const near = join(options.folder, 'chdb.sock');
  // The path of a Unix socket may have 107 bytes.
  const socketPath = Buffer.byteLength(near) <= 100 ? near : join(tmpdir(), `homefield-${createHash('sha256').update(near).digest('hex').slice(0, 16)}.sock`);
  const timer = setTimeout(() => options.onSlowStart?.(), worthAWordMs);
  try {
    return await keepServing({ data, socketPath, logFile: options.logFile, retryMaxMs: options.retryMaxMs ?? retryMaxMs }, options.onRestart);
  } finally {
    clearTimeout(timer);
  }
}

async function keepServing(place: Launch, onRestart: ((why: string) => void) | undefined): Promise<EmbeddedClickHouse> {
  const kept = await keepRunning('ClickHouse', (stop) => launch(place, stop), onRestart);
  return {
    socketPath: place.socketPath,
    pid: kept.pid,
    ready: () => Promise.race([kept.restarted(), sleep(readyMaxMs, undefined, { ref: false })]),
    stop: () => kept.stop(endChild),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

type Launch = { data: string; socketPath: string; logFile: string; retryMaxMs: number };

/** A child of a killed parent may hold the folder for a moment longer: try again until the time is over. A child that lives is waited for. */
async function launch({ data, socketPath, logFile, retryMaxMs: retryMs }: Launch, stop?: AbortSignal): Promise<ChildProcess> {
  const stopwatch = createStopwatch();
  for (;;) {
    const log = await open(logFile, 'a');
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [data, socketPath], {
      stdio: ['ignore', log.fd, log.fd, 'ipc'], detached: false, execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await log.close();
    const onStop = () => child.kill('SIGKILL');
    stop?.addEventListener('abort', onStop, { once: true });
    const failure = await new Promise<string | undefined>((resolve) => {
      child.once('message', () => resolve(undefined));
      child.once('exit', (code, signal) => resolve(`it ended at once (${signal ?? code})`));
      child.once('error', (error) => resolve(error.message));
    });
    stop?.removeEventListener('abort', onStop);
    child.unref();
    child.channel?.unref();
    if (failure === undefined) {
      await writeFile(join(dirname(data), 'child.pid'), `${child.pid}\n`);
      return child;
    }
    if (stop?.aborted || stopwatch.elapsedMs() > retryMs) throw ClickHouseStartFailed({ why: failure, log: logFile });
    await sleep(300);
  }
}

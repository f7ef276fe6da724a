import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** An engine that died under us is tried again for ever, at most this far apart. */
const pauseMaxMs = 15_000;

/** A process that is started again, for ever and with growing pauses, whenever it dies before `stop`. */
export type KeptChild = { pid(): number | undefined; /** Resolves when no restart is under way. */ restarted(): Promise<void>; stop(end: (child: ChildProcess) => Promise<void>): Promise<void> };

/** `launch` resolves when the process is ready for work, and gives up when `stop` says so. */
export async function keepRunning(name: string, launch: (stop?: AbortSignal) => Promise<ChildProcess>, onRestart: ((why: string) => void) | undefined): Promise<KeptChild> {
  const stopping = new AbortController();
  let child = await launch();
  let restarting: Promise<void> = Promise.resolve();
  const restart = async (what: string) => {
    for (let pauseMs = 500; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
      try {
        child = await launch(stopping.signal);
        if (stopping.signal.aborted) return;
        supervise();
        onRestart?.(`${what} and was started again`);
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        onRestart?.(`${what} and could not be started again yet, it will be tried on: ${String(error)}`);
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const supervise = () => {
    child.once('exit', (code, signal) => {
      // Somebody killed it under us. It recovers by itself; nothing that was committed is lost.
      if (!stopping.signal.aborted) restarting = restart(`${name} ended (${signal ?? code})`);
    });
  };
  supervise();
  return {
    pid: () => child.pid,
    restarted: () => restarting,
    async stop(end) {
      stopping.abort();
      await restarting;
      await end(child);
    },
  };
}

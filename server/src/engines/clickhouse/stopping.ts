import { setTimeout as sleep } from 'node:timers/promises';

/** How often a query that should end is told so: it may still wait for its turn when it is told first. */
const againMs = 200;

/**
 * Runs a question that can be stopped. ClickHouse goes on with a query whose caller has gone (an embedded one always, a server with
 * every insert), so it is ended by name: the setting `log_comment`, which both know. Answers or throws as `run` does, and throws the
 * signal's reason when it was stopped.
 */
export async function stoppable<T>(signal: AbortSignal, name: string, run: (settings: { log_comment: string }) => Promise<T>, kill: (text: string) => Promise<void>): Promise<T> {
  signal.throwIfAborted();
  let settled = false;
  let giveUp: ((reason: unknown) => void) | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => { giveUp = reject; });
  const end = async () => {
    while (!settled) {
      await kill(`kill query where Settings['log_comment'] = '${name}' async`);
      await sleep(againMs);
    }
  };
  // Where it may not be killed, the caller is let go all the same.
  const onAbort = () => void end().catch(() => giveUp?.(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const running = run({ log_comment: name });
    running.catch(() => undefined);
    return await Promise.race([running, givenUp]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    settled = true;
    signal.removeEventListener('abort', onAbort);
  }
}

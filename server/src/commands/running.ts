import type { Config } from '../kernel/index.ts';

/** Longer than /readyz gives its own checks. */
const answerMaxMs = 5_000;

/**
 * The address at which a Homefield says that it is ready, where this installation is set to listen; undefined when none does. Port 0 is
 * any free one: where the product then listens only its own terminal has said.
 */
export async function readyAddress({ host, port }: Pick<Config, 'host' | 'port'>): Promise<string | undefined> {
  if (port === 0) return undefined;
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const address = `http://${name}:${port}`;
  try {
    const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(answerMaxMs) });
    // Any server may answer 200; only ours says so in these words.
    const answer = await response.json() as { ready?: unknown } | null;
    return response.ok && answer?.ready === true ? address : undefined;
  } catch {
    return undefined;
  }
}

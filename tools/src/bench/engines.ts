import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngines } from '../../../server/src/engines/index.ts';
import type { Engines } from '../../../server/src/engines/index.ts';
import { createRandomness, createRealClock } from '../../../server/src/kernel/index.ts';

/** Fresh embedded engines for a benchmark; everything is removed afterwards. */
export async function withEngines<T>(work: (engines: Engines, workspaceId: bigint) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'homefield-bench-'));
  await chmod(home, 0o711);
  const clock = createRealClock();
  const engines = await startEngines({ config: { home, databaseUrl: undefined, clickhouseUrl: undefined, secretKey: undefined }, clock, randomness: createRandomness() });
  try {
    const workspaceId = engines.ids.next('workspace');
    await engines.postgres.db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, $3)', [workspaceId, 'bench', new Date(clock.now())]));
    return await work(engines, workspaceId);
  } finally {
    await engines.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** The value below which `share` of the sorted values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;

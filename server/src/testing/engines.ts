import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { startEngines } from '../engines/index.ts';
import type { Analytics, Database, Engines, Log, Signals } from '../engines/index.ts';
import { createRandomness, createVirtualClock } from '../kernel/index.ts';
import type { Ids, Randomness, VirtualClock } from '../kernel/index.ts';

/** Sunday, 22 November 2026, 10:00 in Shanghai: where the clock of every test stands at first. */
export const testStartMs = Date.UTC(2026, 10, 22, 2);

export type TestEngines = {
  engines: Engines;
  /** Moved by hand; ids, sessions, leases and everything the domain sees follow it. */
  clock: VirtualClock;
  randomness: Randomness;
  /** What `create…(deps)` of a capability is given by the wiring. */
  deps: {
    db: Database; analytics: Analytics; log: Log; clock: VirtualClock; ids: Ids; randomness: Randomness; signals: Signals; secretKey: Buffer;
  };
  /** What the engines reported as trouble (restarts, lost connections). */
  troubles: string[];
  /** A new workspace (brand): tests of one file share the engines and keep apart by their workspaces. */
  workspace(name?: string): Promise<bigint>;
  /** Runs the projector until ClickHouse has everything that is in the log. */
  project(): Promise<void>;
  /** Stops both engines and removes the data folder. */
  close(): Promise<void>;
};

const run = promisify(execFile);
const configOf = (home: string) => ({ home, databaseUrl: undefined, clickhouseUrl: undefined, secretKey: undefined });

/** A home of its own with both engines as after their first start: made once in a run of the tests, copied for each file (0.9 instead of 2.3 s). In a temporary folder, or in one that is named. */
export async function freshHome(folder?: string): Promise<string> {
  const home = folder ?? await mkdtemp(join(tmpdir(), 'homefield-test-'));
  await mkdir(home, { recursive: true });
  if (process.platform !== 'win32') await run('cp', ['-a', `${await templateHome()}/.`, home]);
  // PostgreSQL's unprivileged user has to pass through when the tests run as root.
  await chmod(home, 0o711);
  return home;
}

async function templateHome(): Promise<string> {
  const folder = inject('engineTemplate');
  const [made, making] = [join(folder, 'home'), join(folder, 'making')];
  // Who makes this folder makes the template.
  if (await mkdir(join(folder, 'begun')).then(() => true, () => false)) {
    await mkdir(making);
    await Promise.all([folder, making].map((path) => chmod(path, 0o711)));
    const engines = await startEngines({ config: configOf(making), clock: createVirtualClock(testStartMs), randomness: createRandomness() });
    await engines.close();
    await rename(making, made);
  }
  // Another file of the run is making it.
  while (!existsSync(made)) await sleep(50);
  return made;
}

/**
 * Real embedded engines in a fresh temporary home. Starting takes a second or two: do it once per test file
 * (`beforeAll`, with a time limit of 60 s) and end it in `afterAll`.
 */
export async function startTestEngines(options: { startMs?: number } = {}): Promise<TestEngines> {
  const home = await freshHome();
  const clock = createVirtualClock(options.startMs ?? testStartMs);
  const randomness = createRandomness();
  const troubles: string[] = [];
  const engines = await startEngines({ config: configOf(home), clock, randomness, onTrouble: (message) => { troubles.push(message); } });
  const { db } = engines.postgres;
  return {
    engines, clock, randomness, troubles,
    deps: {
      db, analytics: engines.clickhouse.analytics, log: engines.log, clock, ids: engines.ids, randomness,
      signals: engines.postgres.signals, secretKey: engines.home.secretKey,
    },
    async workspace(name = 'A brand') {
      const workspaceId = engines.ids.next('workspace');
      await db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, $3)', [workspaceId, name, new Date(clock.now())]));
      return workspaceId;
    },
    async project() { await engines.projector.drain(); },
    async close() {
      await engines.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

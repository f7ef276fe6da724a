/**
 * The crash test of the log: SIGKILL at random moments to random processes (our server, the ClickHouse child, PostgreSQL) while
 * events are written and read. At the end every event has to be exactly once in both engines, on the other side of the log.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngines } from '../../../server/src/engines/index.ts';
import { createRandomness, createRealClock } from '../../../server/src/kernel/index.ts';
import { createRandom } from '../../../sandbox/src/index.ts';

export type CrashResult = {
  kills: Record<'server' | 'clickhouse' | 'postgres', number>;
  starts: number;
  events: number;
  postgres: { count: number; distinct: number };
  clickhouse: { count: number; distinct: number };
  parked: number;
  seconds: number;
};

type Target = keyof CrashResult['kills'];
type Options = { kills: number; events: number; perSecond: number; seed: number; say?: (text: string) => void };

export async function crashTest({ kills, events, perSecond, seed, say = () => undefined }: Options): Promise<CrashResult> {
  const home = await mkdtemp(join(tmpdir(), 'homefield-crash-'));
  await chmod(home, 0o711);
  const random = createRandom(seed, 'crash');
  const killed: CrashResult['kills'] = { server: 0, clickhouse: 0, postgres: 0 };
  const startedMs = performance.now();
  let victim = launch(home, events, perSecond);
  let starts = 1;
  for (let kill = 0; kill < kills;) {
    await victim.ready;
    await sleep(50 + random.next() * 1_500);
    if (victim.ended()) break;
    const target = (['server', 'clickhouse', 'postgres'] as const)[random.int(3)] ?? 'server';
    const pid = victim.pid(target);
    if (pid === undefined) continue;
    // A process that is just being started again cannot be killed; the next moment will do.
    try { process.kill(pid, 'SIGKILL'); } catch { continue; }
    kill += 1;
    killed[target] += 1;
    say(`kill ${kill}: ${target}`);
    if (target === 'server') {
      await victim.exited;
      victim = launch(home, events, perSecond);
      starts += 1;
    }
  }
  // A victim that was killed by the last blow is started once more; one that lives ends by itself.
  for (let code = await victim.exited; code !== 0; code = await victim.exited) {
    if (starts > kills + 5) throw new Error(`The server does not come through: exit ${String(code)}\n${victim.errors()}`);
    victim = launch(home, events, perSecond);
    starts += 1;
  }
  const counted = await count(home);
  await rm(home, { recursive: true, force: true });
  return { kills: killed, starts, events, ...counted, seconds: Math.round((performance.now() - startedMs) / 100) / 10 };
}

function launch(home: string, events: number, perSecond: number) {
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('./victim.ts', import.meta.url)), home, String(events), String(perSecond)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let pids: Partial<Record<Target, number>> = {};
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => { errors = (errors + chunk.toString()).slice(-4_000); });
  const exited = new Promise<number | string>((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code ?? 1)); });
  const ready = new Promise<void>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { ready?: typeof pids; pids?: typeof pids };
      pids = message.ready ?? message.pids ?? pids;
      if (message.ready) resolve();
    });
    void exited.then(() => resolve());
  });
  return { ready, exited, errors: () => errors, pid: (target: Target) => pids[target], ended: () => child.exitCode !== null || child.signalCode !== null };
}

async function count(home: string): Promise<Pick<CrashResult, 'postgres' | 'clickhouse' | 'parked'>> {
  const engines = await startEngines({
    config: { home, databaseUrl: undefined, clickhouseUrl: undefined, secretKey: undefined }, clock: createRealClock(), randomness: createRandomness(),
  });
  const [postgres] = await engines.postgres.db.asEngine((tx) => tx.query<{ count: number; distinct: number }>('select count(*)::int as count, count(distinct subject)::int as distinct from soak_seen'));
  const [clickhouse] = await engines.clickhouse.analytics.query<{ count: number; distinct: number }>({
    workspaceId: 7n, text: 'select toUInt32(count()) as count, toUInt32(uniqExact(subject)) as distinct from event where workspace_id = {workspace:UInt64}',
  });
  const { parkedBatches } = await engines.log.status();
  await engines.close();
  return { postgres: postgres ?? { count: 0, distinct: 0 }, clickhouse: clickhouse ?? { count: 0, distinct: 0 }, parked: parkedBatches };
}

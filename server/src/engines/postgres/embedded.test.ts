import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedPostgres } from './embedded.ts';

let home: string;
let server: EmbeddedPostgres | undefined;
const said: string[] = [];
let recoveries = 0;
const silenceMaxMs = 400;
const data = () => join(home, 'server', 'data');
const start = () => startEmbeddedPostgres({
  folder: join(home, 'server'), logFile: join(home, 'server.log'), password: 'x', onRestart: (why) => { said.push(why); },
  onRecovery: () => { recoveries += 1; }, silenceMaxMs,
});
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'homefield-embedded-'));
  await chmod(home, 0o711);
});
afterAll(async () => {
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});
async function ask<R extends object>(text: string): Promise<R[]> {
  const client = new pg.Client({ ...server?.admin, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<R & pg.QueryResultRow>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(30);
}

describe('the embedded PostgreSQL', () => {
  test('a recovery is waited for however long it takes, said once, and not begun anew', async () => {
    server = await startEmbeddedPostgres({ folder: join(home, 'server'), logFile: join(home, 'server.log'), password: 'x' });
    await ask('create table kept as select 7 as value');
    // A standby that takes no questions answers as a server does that recovers from a crash, until it is promoted.
    await ask('alter system set hot_standby = off');
    await server.stop();
    await writeFile(join(data(), 'standby.signal'), '');
    let started = false;
    const starting = start().then((next) => { started = true; server = next; });
    await until(() => recoveries > 0);
    const pid = await pidOf();
    await sleep(4 * silenceMaxMs);
    expect([started, await pidOf(), recoveries]).toEqual([false, pid, 1]);
    await writeFile(join(data(), 'promote'), '');
    process.kill(pid, 'SIGUSR1');
    await starting;
    expect(await ask('select value from kept')).toEqual([{ value: 7 }]);
  }, 60_000);

  test('a server that dies and cannot start comes back when it can again, without a hand', async () => {
    const version = join(data(), 'PG_VERSION');
    await rename(version, `${version}.away`);
    process.kill(server?.pid() ?? 0, 'SIGKILL');
    await until(() => said.some((line) => line.includes('could not be started again yet')));
    await rename(`${version}.away`, version);
    await until(() => said.some((line) => line.includes('was started again')));
    expect(await ask('select value from kept')).toEqual([{ value: 7 }]);
  }, 120_000);

  test('a stop ends also a server that is just being started again, and leaves none behind', async () => {
    await rename(join(data(), 'PG_VERSION'), join(data(), 'PG_VERSION.away'));
    process.kill(server?.pid() ?? 0, 'SIGKILL');
    await sleep(500);
    await server?.stop();
    await rename(join(data(), 'PG_VERSION.away'), join(data(), 'PG_VERSION'));
    await sleep(1_000);
    await expect(ask('select 1')).rejects.toThrow();
  }, 60_000);
});

async function pidOf(): Promise<number> {
  return Number((await readFile(join(data(), 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

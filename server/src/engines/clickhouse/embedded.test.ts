import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startEmbeddedClickHouse } from './embedded.ts';

test('an embedded ClickHouse that dies and cannot start comes back when it can again, without a hand', async () => {
  const home = await mkdtemp(join(tmpdir(), 'homefield-clickhouse-'));
  const said: string[] = [];
  const until = async (words: string) => { while (!said.some((line) => line.includes(words))) await sleep(30); };
  const server = await startEmbeddedClickHouse({ folder: home, logFile: join(home, 'log'), onRestart: (why) => { said.push(why); }, retryMaxMs: 300 });
  const data = join(home, 'data');
  await rename(data, `${data}.away`);
  await writeFile(data, 'no folder');
  const first = server.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await until('could not be started again yet');
  await rm(data);
  await rename(`${data}.away`, data);
  await until('was started again');
  await server.ready();
  expect(server.pid()).not.toBe(first);
  expect(() => process.kill(server.pid() ?? 0, 0)).not.toThrow();
  await server.stop();
  expect(() => process.kill(server.pid() ?? 0, 0)).toThrow();
  await rm(home, { recursive: true });
}, 60_000);

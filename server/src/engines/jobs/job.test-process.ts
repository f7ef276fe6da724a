/**
 * A process of the job tests: works on the queue until it is killed or its work is done.
 * Arguments: JSON { connection, secretKey, leaseMs, pauseMs }. Prints one line when it begins a job and one when the queue is empty.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createIds, createRandomness, createRealClock } from '../../kernel/index.ts';
import { createPools } from '../postgres/pool.ts';
import { appRole, engineRole, rolePassword } from '../postgres/roles.ts';
import type { Database } from '../postgres/index.ts';
import { createJobs } from './job-queue.ts';
import type { Jobs } from './job-queue.ts';

/** Counts to `input.to`, one row of the audit log for each number, written together with its checkpoint. */
export function counting(jobs: Jobs, db: Database, { pauseMs, begun }: { pauseMs: number; begun?: (attempt: number, from: number) => void }): void {
  jobs.handler('test.count', async (job, control) => {
    const to = Number(job.input['to']);
    let next = Number(job.checkpoint?.['next'] ?? 1);
    begun?.(job.attempt, next);
    for (; next <= to; next += 1) {
      if (await control.canceled()) return { counted: next - 1 };
      const number = next;
      await db.inWorkspace(job.workspaceId, async (tx) => {
        await tx.query("insert into audit_entry (workspace_id, audit_id, at, actor_kind, action) values ($1, $2, to_timestamp(0), 'system', 'counted')", [job.workspaceId, job.jobId * 1_000n % 1_000_000_007n + BigInt(number)]);
        await control.checkpoint({ next: number + 1 }, tx);
      });
      control.progress({ done: number, total: to, unit: 'numbers' });
      await sleep(pauseMs);
    }
    return { counted: to };
  }, { title: ({ to }) => ({ zh: `数到 ${String(to)}`, en: `Count to ${String(to)}` }), may: 'customers.export' });
}

if (process.argv[1] === import.meta.filename) {
  const { connection, secretKey, leaseMs, pauseMs } = JSON.parse(process.argv[2] ?? '{}') as { connection: object; secretKey: string; leaseMs: number; pauseMs: number };
  const target = (user: string) => ({ ...connection, user, password: rolePassword(Buffer.from(secretKey, 'base64'), user) });
  const db = createPools({ app: target(appRole), engine: target(engineRole) });
  const clock = createRealClock();
  const jobs = createJobs({ db, clock, ids: createIds({ now: () => clock.now(), worker: 500 }), randomness: createRandomness(), signals: { notify: () => undefined, on: () => () => undefined }, leaseMs });
  counting(jobs, db, { pauseMs, begun: (attempt, from) => process.stdout.write(`attempt ${attempt} from ${from}\n`) });
  const worker = jobs.worker();
  for (let idle = 0; idle < 40;) {
    idle = (await worker.step()) === 'more' ? 0 : idle + 1;
    if (idle > 0) await sleep(50);
  }
  process.stdout.write('empty\n');
  await db.close();
}

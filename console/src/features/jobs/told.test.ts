import type { Job } from '@homefield/contract';
import { expect, test } from 'vitest';
import { untold } from './told.ts';

const job = (id: string, endedAtMs: number | null, by: string | null = 'usr_1') => ({ id, endedAtMs, startedBy: by === null ? null : { id: by, name: '' } }) as Job;
const told = { userId: 'usr_1', sinceMs: 100, ids: ['job_4'] };

test('told are one\'s own jobs that ended since one came, each once, the oldest first', () => {
  const jobs = [job('job_6', null), job('job_5', 300), job('job_4', 250), job('job_3', 200, 'usr_2'), job('job_2', 100), job('job_1', 99), job('job_0', 300, null)];
  expect(untold(jobs, told).map(({ id }) => id)).toEqual(['job_2', 'job_5']);
});

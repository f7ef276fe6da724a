import type { Job } from '@homefield/contract';
import { expect, test } from 'vitest';
import { beginTelling, markTold, tellOf, untold, useNotices, useTold } from './told.ts';

const job = (id: string, endedAtMs: number | null, by: string | null = 'usr_1') => ({ id, endedAtMs, startedBy: by === null ? null : { id: by, name: '' } }) as Job;
const told = { userId: 'usr_1', sinceMs: 100, ids: ['job_4'] };

test('told are one\'s own jobs that ended since one came, each once, the oldest first', () => {
  const jobs = [job('job_6', null), job('job_5', 300), job('job_4', 250), job('job_3', 200, 'usr_2'), job('job_2', 100), job('job_1', 99), job('job_0', 300, null)];
  expect(untold(jobs, told).map(({ id }) => id)).toEqual(['job_2', 'job_5']);
});

test('who goes to another brand and comes back is told what ended meanwhile, and of nothing twice', () => {
  beginTelling('usr_1', 100);
  markTold(['job_1']);
  beginTelling('usr_2', 200);
  markTold(['job_9']);
  useNotices.setState({ notices: [job('job_8', 250, 'usr_2')] });
  beginTelling('usr_1', 300);
  expect(useTold.getState().people).toEqual({ usr_1: { userId: 'usr_1', sinceMs: 100, ids: ['job_1'] }, usr_2: { userId: 'usr_2', sinceMs: 200, ids: ['job_9'] } });
  // What was on the screen was the other brand's.
  expect(useNotices.getState().notices).toEqual([]);
  tellOf([job('job_2', 250), job('job_1', 150)]);
  expect(useNotices.getState().notices.map(({ id }) => id)).toEqual(['job_2']);
});

import type { Job } from '@homefield/contract';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { rememberJob } from './queries.ts';

const job = (id: string, state: Job['state'], done = 0) => ({ id, state, progress: { done, total: 10, unit: 'rows' } }) as Job;

function shown(jobs: readonly Job[]) {
  const client = new QueryClient();
  client.setQueryData(['jobs', 'recent'], { data: jobs, nextCursor: null });
  client.setQueryData(['jobs', 'list', { state: 'failed' }], { data: [], nextCursor: null });
  client.setQueryData(['jobs', 'list', {}], { data: jobs, nextCursor: null });
  return { client, stale: () => client.getQueryCache().findAll({ queryKey: ['jobs', 'list'] }).filter(({ state }) => state.isInvalidated).length };
}

test('progress changes the job wherever it is shown and has no list read again', () => {
  const { client, stale } = shown([job('job_2', 'running'), job('job_1', 'done')]);
  rememberJob(client, job('job_2', 'running', 5));
  expect(client.getQueryData(['jobs', 'recent'])).toMatchObject({ data: [{ id: 'job_2', progress: { done: 5 } }, { id: 'job_1' }] });
  expect(client.getQueryData(['jobs', 'list', {}])).toMatchObject({ data: [{ progress: { done: 5 } }, { id: 'job_1' }] });
  expect(client.getQueryData(['jobs', 'one', 'job_2'])).toMatchObject({ progress: { done: 5 } });
  expect(stale()).toBe(0);
});

test('a new job comes first and, as one in another state, has the lists read again', () => {
  const { client, stale } = shown([job('job_1', 'running')]);
  rememberJob(client, job('job_2', 'waiting'));
  expect(client.getQueryData(['jobs', 'recent'])).toMatchObject({ data: [{ id: 'job_2' }, { id: 'job_1' }] });
  expect(stale()).toBe(2);
  const other = shown([job('job_1', 'running')]);
  rememberJob(other.client, job('job_1', 'failed'));
  expect(other.stale()).toBe(2);
});

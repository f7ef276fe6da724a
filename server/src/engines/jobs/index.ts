export { createRunner } from './worker.ts';
export type { Runner, Worker } from './worker.ts';
export { createJobs, JobKindUnknown } from './job-queue.ts';
export type { Jobs, JobsOptions } from './job-queue.ts';
export type { Job, JobControl, JobHandler, JobProblem, JobProgress, JobState, NewJob, RunningJob } from './job.ts';
export { jobsSince, jobStanding, newestJobSql, openJobSql } from './standing.ts';

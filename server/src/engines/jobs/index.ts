export { createRunner } from './worker.ts';
export type { Runner, Worker } from './worker.ts';
export { createJobs, JobKindUnknown, JobNotEnded, JobNotFound, JobNotRetryable, JobRetried } from './job-queue.ts';
export type { JobKindOptions, Jobs, JobsOptions } from './job-queue.ts';
export type { Job, JobControl, JobFilter, JobHandler, JobProblem, JobProgress, JobState, NewJob, RunningJob } from './job.ts';
export { leftMsOf } from './job-speed.ts';
export type { JobListener } from './job-watch.ts';
export { jobsSince, jobStanding, newestJobSql, openJobSql } from './standing.ts';

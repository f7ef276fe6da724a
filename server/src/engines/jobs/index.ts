export { createRunner } from './worker.ts';
export type { Runner, Worker } from './worker.ts';

export { codeOf, HomeInUse, HomeNotWritable, openHome } from './home.ts';
export type { Home } from './home.ts';
export * from './postgres/index.ts';
export * from './clickhouse/index.ts';
export * from './log/index.ts';
export * from './jobs/index.ts';
export { startEngines } from './engines.ts';
export type { Engines } from './engines.ts';
export { projectorWorker } from './projector-worker.ts';

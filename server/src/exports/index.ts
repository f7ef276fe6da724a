export { dayTimeText, amountText, createExports } from './exports.ts';
export type { Exports } from './exports.ts';
export type { ExportAudit, ExportColumn, ExportInput, ExportLook, ExportSource, ExportsDeps } from './export.ts';
export { ExportTooLarge, ExportTooManyRows, JobFileGone, JobFileNotYours } from './problems.ts';
export { exportRoutes } from './routes.ts';
export { exportSweeper, sweepExports } from './sweeper.ts';

export { createOrders, recordMax, whenContested } from './orders.ts';
export type { Orders, OrdersDeps, Recorded, RecordOptions } from './orders.ts';
export type { Figures } from './ledger.ts';
export type { ConflictField, OrderLine, OrderState, OrderTold, RefundTold, Told, Verdict } from './order.ts';
export { errorFilePath, importOrders } from './import/import-orders.ts';
export type { ImportDeps, ImportOptions, ImportOutcome, ImportProgress } from './import/import-orders.ts';
export { mappingNames } from './import/mappings.ts';

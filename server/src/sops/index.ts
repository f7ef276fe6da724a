export { isHeldOut } from './enroll.ts';
export { SopChanged, SopInvalid, SopNotFound, SopStateRefused } from './problems.ts';
export { orderNetSql, orderStandsSql } from './goal-store.ts';
export { sopRoutes } from './routes.ts';
export { createSops, sopWorkers } from './sops.ts';
export type { SopAudiences, SopDeps, Sops } from './sops.ts';
export { sopsUsing } from './sop-store.ts';
export type { Sop, SopState } from './sop-store.ts';

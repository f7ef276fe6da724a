export { modelTexts, noPurchase, rfmDefaults, rfmTexts, rfmWindowDays } from './model.ts';
export type { Cell, ClassSummary, ModelName, ModelText, RfmLines, RfmSettings, RfmSummary, Snapshot } from './model.ts';
export { createModels } from './models.ts';
export type { ModelDeps, Models } from './models.ts';
export { modelJobs, modelRoutes } from './routes.ts';
export type { ModelRoutesDeps } from './routes.ts';
export { modelWorkers } from './worker.ts';
export { ModelInstantInFuture, ModelLinesInvalid, ModelUnknown, ModelWaitsForOrders } from './problems.ts';

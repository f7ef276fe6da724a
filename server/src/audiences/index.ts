export { givenMax } from './audience.ts';
export type { Audience, RefreshResult, Verdicts } from './audience.ts';
export { createAudiences } from './audiences.ts';
export type { Audiences, AudiencesDeps } from './audiences.ts';
export type { Preview } from './questions.ts';
export { audienceRoutes } from './routes.ts';
export { audienceWorkers } from './worker.ts';
export { AudienceChanged, AudienceInUse, AudienceNameTaken, AudiencesTooMany, AudienceUnknown, AudienceWaitsForOrders, RuleInvalid } from './problems.ts';

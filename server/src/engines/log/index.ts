export { adoptLog } from './adopt.ts';
export type { Adoption } from './adopt.ts';
export type { LogEvent, NewEvent } from './event.ts';
export { checkOccurred, createLog, earliestOccurredMs, EventTimeOutOfRange, LogNeedsAdoption } from './log.ts';
export type { Log, LogStatus } from './log.ts';
export { createProjector, projectorReader } from './projector.ts';
export type { Projection, Projector } from './projector.ts';
export { createEventWriter } from './writer.ts';
export type { EventWriter } from './writer.ts';

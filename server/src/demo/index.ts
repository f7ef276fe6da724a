export { runDemo } from './demo.ts';
export type { Demo, DemoOptions, DemoReport, DemoTruth } from './demo.ts';
export { importWithProjector } from './import.ts';
export { demoDefaults, readDemoRequest } from './request.ts';
export type { DemoRequest } from './request.ts';

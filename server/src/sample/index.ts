export { sampleRoutes } from './routes.ts';
export { registerSample } from './sample.ts';

export { viewRoutes } from './routes.ts';
export { createViews } from './views.ts';
export type { View, Views } from './views.ts';

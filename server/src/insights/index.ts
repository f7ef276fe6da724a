export { createInsights } from './insights.ts';
export type { InsightDeps, Insights } from './insights.ts';
export { insightRoutes } from './routes.ts';

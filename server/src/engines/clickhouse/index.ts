export type { Analytics, AnalyticsParams, AnalyticsQuery, Lane } from './clickhouse.ts';
export { AnalyticsTooLarge, AnalyticsTooLong, AnalyticsUnavailable, connectClickHouse } from './connect.ts';
export type { AnalyticsAdmin, ClickHouse } from './connect.ts';
export { migrateClickHouse } from './migrate.ts';

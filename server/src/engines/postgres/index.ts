export { connectPostgres, PostgresTooOld, PostgresUnreachable } from './connect.ts';
export type { Postgres } from './connect.ts';
export { bigints, booleans, doubles, integers, jsonbs, jsons, texts } from './arrays.ts';
export type { Database, Row, Transaction } from './database.ts';
export { DatabaseNewer, MigrationChanged, pendingMigrations, readMigrations } from './migrate.ts';
export type { Migration } from './migrate.ts';
export { DatabaseUnavailable, DiskFull, isUnavailable } from './pool.ts';
export type { Signals } from './signals.ts';

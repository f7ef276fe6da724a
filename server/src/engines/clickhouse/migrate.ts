import type { Migration } from '../postgres/index.ts';
import { pendingMigrations, readMigrations } from '../postgres/index.ts';
import type { AnalyticsAdmin } from './connect.ts';

/**
 * Applies what is missing. ClickHouse has no transactions: every file is one statement that may run twice, and is recorded after
 * it. Runs under PostgreSQL's migration lock, so that processes that start together take turns.
 */
export async function migrateClickHouse(admin: AnalyticsAdmin, migrations?: readonly Migration[]): Promise<string[]> {
  await admin.command('create table if not exists schema_migration (version String, checksum String, applied_at DateTime default now()) engine = MergeTree order by version');
  const rows = await admin.read<{ version: string; checksum: string }>('select version, any(checksum) as checksum from schema_migration group by version');
  const pending = pendingMigrations(migrations ?? (await readMigrations('clickhouse')), new Map(rows.map((row) => [row.version, row.checksum])));
  for (const { version, text, checksum } of pending) {
    await admin.command(text.trim().replace(/;$/, ''));
    await admin.insert('schema_migration', ['version', 'checksum'], `${JSON.stringify([version, checksum])}\n`, `migration:${version}`);
  }
  return pending.map(({ version }) => version);
}

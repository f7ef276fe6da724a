import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { problem } from '../../kernel/index.ts';

export const DatabaseNewer = problem('database_newer', 500, {
  en: 'The database was migrated by a newer Homefield ({versions}). Run that version or a later one; this one changes nothing.',
  zh: '数据库已由更新版本的 Homefield 升级（{versions}）。请运行该版本或更高版本；当前版本未做任何改动。',
});
export const MigrationChanged = problem('migration_changed', 500, {
  en: 'The migration {version} differs from the one that this database was built with. Restore the original file and add a new one.',
  zh: '迁移文件 {version} 与数据库建立时使用的不一致。请恢复原文件，并另建新的迁移。',
});

export type Migration = { version: string; text: string; checksum: string };

/** Any process that migrates takes this lock first; the others wait and then find nothing to do. */
const lockKey = 4_700_001;

/** The numbered files of a folder under `migrations/`, in order. */
export async function readMigrations(engine: 'postgres' | 'clickhouse'): Promise<Migration[]> {
  const folder = fileURLToPath(new URL(`../../migrations/${engine}/`, import.meta.url));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    return { version: name.replace(/\.sql$/, ''), text, checksum: createHash('sha256').update(text).digest('hex').slice(0, 16) };
  }));
}

/** What is still to apply; refuses a database that knows migrations which this code does not, or that was built from other texts. */
export function pendingMigrations(known: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const versions = new Set(known.map(({ version }) => version));
  const newer = [...applied.keys()].filter((version) => !versions.has(version));
  if (newer.length > 0) throw DatabaseNewer({ versions: newer.join(', ') });
  for (const { version, checksum } of known) {
    if (applied.has(version) && applied.get(version) !== checksum) throw MigrationChanged({ version });
  }
  return known.filter(({ version }) => !applied.has(version));
}

/** Runs `work` while no other process migrates. */
export async function withMigrationLock<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]);
  }
}

/** Applies what is missing, each file in its own transaction. Call it inside `withMigrationLock`. */
export async function migratePostgres(client: pg.Client, migrations?: readonly Migration[]): Promise<string[]> {
  await client.query('create table if not exists schema_migration (version text primary key, checksum text not null, applied_at timestamptz not null default now())');
  const { rows } = await client.query<{ version: string; checksum: string }>('select version, checksum from schema_migration');
  const pending = pendingMigrations(migrations ?? (await readMigrations('postgres')), new Map(rows.map((row) => [row.version, row.checksum])));
  for (const { version, text, checksum } of pending) {
    await client.query('begin');
    try {
      await client.query(text);
      await client.query('insert into schema_migration (version, checksum) values ($1, $2)', [version, checksum]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(`The migration ${version} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return pending.map(({ version }) => version);
}

import pg from 'pg';
import { parse } from 'pg-connection-string';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { problem } from '../../kernel/index.ts';
import type { Sentence } from '../../kernel/index.ts';
import { codeOf } from '../home.ts';
import type { Home } from '../home.ts';
import { startEmbeddedPostgres, wrongPassword } from './embedded.ts';
import { migratePostgres, withMigrationLock } from './migrate.ts';
import { createPools } from './pool.ts';
import type { Pools } from './pool.ts';
import { makeRoles } from './make-roles.ts';
import { appRole, engineRole, inUtc, keyFingerprint, rolePassword } from './roles.ts';
import { openSignals } from './signals.ts';
import type { Signals } from './signals.ts';

export const PostgresTooOld = problem('postgres_too_old', 500, {
  en: 'PostgreSQL {version} is too old. Homefield needs 15 or newer.',
  zh: 'PostgreSQL {version} 版本过低，Homefield 需要 15 或更高版本。',
});
export const PostgresUnreachable = problem('postgres_unreachable', 500, {
  en: 'The PostgreSQL server of DATABASE_URL cannot be reached: {why}.',
  zh: '无法连接 DATABASE_URL 指定的 PostgreSQL：{why}。',
});
export const SecretKeyForeign = problem('secret_key_foreign', 500, {
  en: 'The database belongs to another key than that in {place}. Nothing was changed. Bring back the key of this installation: its file {file} from your backup, or its HOMEFIELD_SECRET_KEY. Without it phones, e-mails and secrets cannot be read.',
  zh: '数据库不是用 {place} 中的密钥建立的，未做任何改动。请恢复本系统原来的密钥：从备份恢复文件 {file}，或设回原来的 HOMEFIELD_SECRET_KEY。没有它，手机号、邮箱和密钥都无法读取。',
});

export type Postgres = {
  db: Pools;
  signals: Signals;
  admin: pg.ClientConfig;
  version: string;
  embedded: boolean;
  pid(): number | undefined;
  close(): Promise<void>;
};

type Options = {
  home: Home;
  databaseUrl?: string | undefined;
  /** Runs under the same lock as our migrations: the other engine's. */
  alsoMigrate?: () => Promise<void>;
  onTrouble?: (message: string) => void;
  /** Told once what a start that takes long waits for. */
  onWait?: ((what: Sentence) => void) | undefined;
};

const recovering: Sentence = { en: 'PostgreSQL is recovering from a crash; this may take minutes. Nothing that was saved is lost.', zh: 'PostgreSQL 正在从异常退出中恢复，可能需要几分钟；已保存的数据不会丢失。' };

/** Starts or reaches PostgreSQL, makes the roles, brings the schema up to date and opens the pools. */
export async function connectPostgres(options: Options): Promise<Postgres> {
  const started = options.databaseUrl === undefined ? await startEmbedded(options) : undefined;
  const admin = inUtc(started?.admin ?? configOf(options.databaseUrl ?? ''));
  try {
    const version = await prepare(admin, options.home, options.alsoMigrate);
    const target = (user: string) => ({ ...admin, user, password: rolePassword(options.home.secretKey, user) });
    let closing = false;
    const trouble = (error: unknown) => { if (!closing) options.onTrouble?.(error instanceof Error ? error.message : String(error)); };
    const db = createPools({ app: target(appRole), engine: target(engineRole) }, { onError: trouble });
    const signals = await openSignals(target(engineRole), { onLost: trouble });
    return {
      db, signals, admin, version,
      embedded: started !== undefined,
      pid: () => started?.pid(),
      async close() {
        closing = true;
        await signals.close();
        await db.close();
        await started?.stop();
      },
    };
  } catch (error) {
    await started?.stop();
    throw error;
  }
}

async function startEmbedded(options: Options) {
  const password = createHmac('sha256', options.home.secretKey).update('postgres superuser').digest('hex');
  const started = await startEmbeddedPostgres({
    folder: options.home.postgres,
    logFile: `${options.home.logs}/postgres.log`,
    password,
    onRecovery: () => options.onWait?.(recovering),
    ...(options.onTrouble ? { onRestart: options.onTrouble } : {}),
  }).catch((error: unknown) => {
    // The superuser's password follows from the key.
    throw codeOf(error) === wrongPassword ? keyForeign(options.home, error) : error;
  });
  const client = new pg.Client(started.admin);
  await client.connect();
  const { rowCount } = await client.query("select from pg_database where datname = 'homefield'");
  if (rowCount === 0) await client.query('create database homefield');
  await client.end();
  return { ...started, admin: { ...started.admin, database: 'homefield' } };
}

function configOf(url: string): pg.ClientConfig {
  const { host, port, database, user, password, ssl, options } = parse(url);
  return {
    ...(host ? { host } : {}), ...(port ? { port: Number(port) } : {}), ...(database ? { database } : {}),
    ...(user ? { user } : {}), ...(password ? { password } : {}), ...(options ? { options } : {}),
    ...(ssl === undefined || ssl === null ? {} : { ssl: ssl as pg.ClientConfig['ssl'] }),
  } as pg.ClientConfig;
}

async function prepare(admin: pg.ClientConfig, home: Home, alsoMigrate?: () => Promise<void>): Promise<string> {
  const client = new pg.Client({ ...admin, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw PostgresUnreachable({ why: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
  try {
    const { rows } = await client.query<{ version: string; number: string }>("select current_setting('server_version') as version, current_setting('server_version_num') as number");
    const { version = '', number = '0' } = rows[0] ?? {};
    if (Number(number) < 150_000) throw PostgresTooOld({ version });
    await withMigrationLock(client, async () => {
      await checkKey(client, home);
      await makeRoles(client, home.secretKey);
      await migratePostgres(client);
      await client.query('insert into installation (system_identifier, key_fingerprint) select system_identifier::text, $1 from pg_control_system() on conflict do nothing', [keyFingerprint(home.secretKey)]);
      await client.query('select homefield_make_partitions(3)');
      await alsoMigrate?.();
    });
    return version;
  } finally {
    await client.end();
  }
}

/** Before anything is changed: with another key the roles would get other passwords, under the feet of whoever runs on the right one. */
async function checkKey(client: pg.Client, home: Home): Promise<void> {
  const { rows: [table] } = await client.query<{ exists: boolean }>("select to_regclass('installation') is not null as exists");
  if (!table?.exists) return;
  const { rows: [row] } = await client.query<{ key_fingerprint: string }>('select key_fingerprint from installation');
  if (row && row.key_fingerprint !== keyFingerprint(home.secretKey)) throw keyForeign(home);
}

function keyForeign(home: Home, cause?: unknown) {
  return SecretKeyForeign({ place: home.secretKeyPlace, file: join(home.path, 'secret.key') }, { cause });
}

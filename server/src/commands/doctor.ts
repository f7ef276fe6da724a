import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import pg from 'pg';
import { allCustomers } from '../customers/index.ts';
import { adoptLog, codeOf, connectClickHouse, connectPostgres, HomeInUse, migrateClickHouse, openHome } from '../engines/index.ts';
import type { ClickHouse, Home, Postgres } from '../engines/index.ts';
import { isProblem, secondMs, settings } from '../kernel/index.ts';
import type { Clock, Config, Randomness, Sentence } from '../kernel/index.ts';
import { readyAddress } from './running.ts';
import type { Terminal } from './terminal.ts';

type Finding = { level: 'ok' | 'warn' | 'fail'; zh: string; en: string };
const ok = (zh: string, en: string): Finding => ({ level: 'ok', zh, en });
const warn = (zh: string, en: string): Finding => ({ level: 'warn', zh, en });
const fail = (zh: string, en: string): Finding => ({ level: 'fail', zh, en });

type Deps = { config: Config; clock: Clock; randomness: Randomness; terminal: Terminal };

/** `homefield doctor [--adopt]`: looks at everything that has stopped somebody before, and says what to do. Exit code 1 when something fails. */
export async function doctor(deps: Deps, options: { adopt: boolean }): Promise<number> {
  const findings: Finding[] = [];
  const tell = (finding: Finding) => {
    findings.push(finding);
    const mark = { ok: '✓', warn: '!', fail: '✗' }[finding.level];
    deps.terminal.say(`${mark} ${finding.zh}`, `${mark} ${finding.en}`);
  };
  tell(nodeVersion());
  tell(memory());
  for (const finding of await folder(deps.config)) tell(finding);
  const opened = await openHome(deps.config.home, { randomness: deps.randomness, secretKey: deps.config.secretKey }).then((home) => ({ home }), (error: unknown) => ({ error }));
  // Adopting needs the engines to itself: then a product that runs is in the way, however healthy.
  const held = 'error' in opened && isProblem(opened.error) && opened.error.code === HomeInUse.code && !options.adopt;
  const address = held ? await readyAddress(deps.config) : undefined;
  tell(address === undefined ? await port(deps.config) : ok(`端口 ${deps.config.host}:${deps.config.port} 由 Homefield 使用`, `Port ${deps.config.host}:${deps.config.port} is Homefield's`));
  for (const finding of environment(deps.config)) tell(finding);
  if (address !== undefined) tell(healthy(address));
  else for await (const finding of inside(deps, opened, options.adopt)) tell(finding);
  const failed = findings.filter(({ level }) => level === 'fail').length;
  deps.terminal.say(failed === 0 ? '一切就绪。' : `${failed} 项需要处理。`, failed === 0 ? 'Everything is ready.' : `${failed} thing(s) need your hand.`);
  return failed === 0 ? 0 : 1;
}

/** What can be told while the product runs; the rest needs the engines, which it holds. */
function healthy(address: string): Finding {
  return ok(
    `Homefield 正在运行且状态正常（${address}）：两个引擎都有响应，表结构是最新的。时钟、日志等检查需停止后再运行本命令。`,
    `Homefield is running and healthy (${address}): both engines answer and the schema is up to date. The clock and the log are looked at when it is stopped.`);
}

async function* inside(deps: Deps, opened: { home: Home } | { error: unknown }, adopt: boolean): AsyncGenerator<Finding> {
  try {
    if ('error' in opened) throw opened.error;
    yield* engines(deps, opened.home, adopt);
  } catch (error) {
    yield isProblem(error) ? fail(error.sentence.zh, error.sentence.en) : fail(`引擎检查失败：${String(error)}`, `The engines could not be checked: ${String(error)}`);
  } finally {
    if ('home' in opened) await opened.home.unlock();
  }
}

function nodeVersion(): Finding {
  const { node } = process.versions;
  return Number(node.split('.')[0]) >= 24 ? ok(`Node ${node}`, `Node ${node}`) : fail(`Node ${node} 版本过低，需要 24。`, `Node ${node} is too old; 24 is needed.`);
}

function memory(): Finding {
  const gib = Math.round(totalmem() / 2 ** 30 * 10) / 10;
  return gib >= 1.9 ? ok(`内存 ${gib} GiB`, `Memory ${gib} GiB`) : warn(`内存仅 ${gib} GiB，建议至少 2 GiB。`, `Only ${gib} GiB of memory; 2 GiB or more is advised.`);
}

async function folder(config: Config): Promise<Finding[]> {
  try {
    await mkdir(config.home, { recursive: true });
    await access(config.home, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [fail(`无法写入数据目录 ${config.home}（${codeOf(error)}）。请授予写权限或修改 HOMEFIELD_HOME。`, `The data folder ${config.home} cannot be written (${codeOf(error)}). Give this user the right, or change HOMEFIELD_HOME.`)];
  }
  const { bavail, bsize } = await statfs(config.home);
  const gib = Math.round(Number(bavail) * Number(bsize) / 2 ** 30 * 10) / 10;
  const space = gib >= 5 ? ok(`磁盘剩余 ${gib} GiB`, `Free disk ${gib} GiB`)
    : gib >= 1 ? warn(`磁盘仅剩 ${gib} GiB，请尽快清理或扩容。`, `Only ${gib} GiB of disk left; make room soon.`)
      : fail(`磁盘仅剩 ${gib} GiB，数据库随时可能停止写入。请先清理。`, `Only ${gib} GiB of disk left; the databases may stop at any moment. Make room first.`);
  return [ok(`数据目录 ${config.home}`, `Data folder ${config.home}`), space];
}

async function port({ host, port: wanted }: Config): Promise<Finding> {
  const failure = await new Promise<string | undefined>((resolve) => {
    const server = createServer().once('error', (error) => resolve(codeOf(error))).listen(wanted, host, () => server.close(() => resolve(undefined)));
  });
  if (failure === undefined) return ok(`端口 ${host}:${wanted} 可用`, `Port ${host}:${wanted} is free`);
  return warn(`端口 ${host}:${wanted} 已被占用（${failure}）：Homefield 已在运行，或请用 HOMEFIELD_PORT 换一个。`, `Port ${host}:${wanted} is taken (${failure}): Homefield runs already, or choose another with HOMEFIELD_PORT.`);
}

function environment(config: Config): Finding[] {
  const findings = [ok(`已读取配置（可用项：${Object.keys(settings).join('、')}）`, `Settings read (known: ${Object.keys(settings).join(', ')})`)];
  const open = config.host !== '127.0.0.1' && config.host !== 'localhost' && config.host !== '::1';
  if (open && !config.publicUrl?.startsWith('https:')) {
    findings.push(warn('对外监听但没有 https 的 HOMEFIELD_PUBLIC_URL：登录信息会以明文传输。', 'Listening beyond this machine without an https HOMEFIELD_PUBLIC_URL: sign-ins would travel in the clear.'));
  }
  return findings;
}

async function* engines({ config, clock, terminal }: Deps, home: Home, adopt: boolean): AsyncGenerator<Finding> {
  const onWait = ({ zh, en }: Sentence) => terminal.complain(zh, en);
  const clickhouse = await connectClickHouse({ home, clickhouseUrl: config.clickhouseUrl, onWait });
  try {
    yield ok(`ClickHouse ${await clickhouse.version()}${clickhouse.embedded ? '（内置）' : ''}`, `ClickHouse ${await clickhouse.version()}${clickhouse.embedded ? ' (embedded)' : ''}`);
    const postgres = await connectPostgres({ home, databaseUrl: config.databaseUrl, onWait, alsoMigrate: async () => { await migrateClickHouse(clickhouse.admin); } });
    try {
      yield ok(`PostgreSQL ${postgres.version}${postgres.embedded ? '（内置）' : ''}`, `PostgreSQL ${postgres.version}${postgres.embedded ? ' (embedded)' : ''}`);
      yield* database(postgres, clock);
      yield await adoption(postgres, clickhouse, adopt, terminal);
    } finally {
      await postgres.close();
    }
  } finally {
    await clickhouse.close();
  }
}

async function* database(postgres: Postgres, clock: Clock): AsyncGenerator<Finding> {
  const client = new pg.Client(postgres.admin);
  await client.connect();
  try {
    const { rows: [row] } = await client.query<{ now: number; prepared: number; others: string | null; oldest: number; fsync: string }>(`
      select extract(epoch from clock_timestamp()) * 1000 as now, (select count(*)::int from pg_prepared_xacts) as prepared, current_setting('fsync') as fsync,
        (select string_agg(datname, ', ') from pg_database where not datistemplate and datname not in ('postgres', current_database())) as others,
        (select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0) from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()) as oldest`);
    const skewMs = Math.abs(Number(row?.now ?? 0) - clock.now());
    yield skewMs < 2 * secondMs ? ok('时钟与数据库一致', 'The clock agrees with the database')
      : warn(`本机时钟与数据库相差 ${Math.round(skewMs / 1000)} 秒，请开启时间同步。`, `The clock differs from the database's by ${Math.round(skewMs / 1000)} s; switch time synchronization on.`);
    if (row?.others) yield warn(`同一 PostgreSQL 中还有其他数据库（${row.others}）：它们的长事务会拖慢日志读取，建议独占。`, `Other databases share this PostgreSQL (${row.others}): their long transactions would hold our log back. Give Homefield a cluster of its own.`);
    if ((row?.prepared ?? 0) > 0) yield fail(`有 ${row?.prepared} 个未完成的预备事务，会阻塞日志读取。请提交或回滚。`, `${row?.prepared} prepared transaction(s) hold the log back. Commit or roll them back.`);
    if (Number(row?.oldest ?? 0) > 60) yield warn(`有事务已打开 ${Math.round(Number(row?.oldest))} 秒。`, `A transaction has been open for ${Math.round(Number(row?.oldest))} s.`);
    if (row?.fsync !== 'on') yield fail('PostgreSQL 关闭了 fsync，断电会丢失数据。请打开。', 'PostgreSQL runs with fsync off: a power cut loses data. Switch it on.');
  } finally {
    await client.end();
  }
}

async function adoption(postgres: Postgres, clickhouse: ClickHouse, adopt: boolean, terminal: Terminal): Promise<Finding> {
  if (adopt) {
    const { reasons, era, removed, repeated, carried } = await adoptLog({ admin: postgres.admin, db: postgres.db, clickhouse: clickhouse.admin, states: [allCustomers(postgres.db)] });
    if (reasons.length === 0) return ok('日志与数据库匹配，无需处理', 'The log fits its database; nothing to adopt');
    terminal.say(`  原因：${reasons.join('；')}`, `  because ${reasons.join('; ')}`);
    return ok(`已接管：第 ${era} 代；分析引擎中撤回 ${removed} 条，其中 ${repeated} 条会重新写入；${carried} 位客户的资料已重新写入`, `Adopted: era ${era}; ${removed} events taken back from ClickHouse, ${repeated} of them will be carried over again; the profiles of ${carried} customers were carried over anew`);
  }
  // As the engine: an owner who is no superuser does not see the log through row-level security.
  const [row] = await postgres.db.asEngine((tx) => tx.query<{ fits: boolean }>(`
    select i.system_identifier = (select system_identifier::text from pg_control_system())
      and coalesce((select max(tx) from event_log), 0) < pg_snapshot_xmax(pg_current_snapshot())::text::bigint + i.tx_offset as fits from installation i`));
  return row?.fits ? ok('日志与数据库匹配', 'The log fits its database')
    : fail('数据库曾被恢复或迁移。请运行 homefield doctor --adopt。', 'This database was restored or moved. Run "homefield doctor --adopt".');
}

/**
 * `import`: lines of a file of orders per second, into PostgreSQL (customers, orders and the log in one transaction each 5,000 lines)
 * and until ClickHouse has them all while the projector runs beside it; next to raw COPY of the same lines into a plain table.
 * And rows per second of `customers.resolve`, known and new. CPU seconds are told per process, because a shared machine stretches
 * the clock on the wall: `linesPerSecondOfTwoCores` is what the same work takes when nobody else is there to wait for.
 */
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createCustomers, customerProjection, orderCustomerKind } from '../../../server/src/customers/index.ts';
import type { Customers, ResolveRow } from '../../../server/src/customers/index.ts';
import { createRunner, projectorWorker } from '../../../server/src/engines/index.ts';
import type { Engines } from '../../../server/src/engines/index.ts';
import { createRealClock } from '../../../server/src/kernel/index.ts';
import { createOrders, importOrders } from '../../../server/src/orders/index.ts';
import type { ImportDeps } from '../../../server/src/orders/index.ts';
import { round, withEngines } from './engines.ts';

const cdnow = fileURLToPath(new URL('../../../../shared/data/cdnow_master.csv.gz', import.meta.url));

export function run({ size = 'full' }: { size?: 'full' | 'smoke' }): Promise<Record<string, unknown>> {
  const lines = size === 'full' ? 500_000 : 20_000;
  return withEngines(async (engines, workspaceId) => {
    engines.projector.add(customerProjection);
    const { log, ids, home, postgres } = engines;
    const shared = { db: postgres.db, analytics: engines.clickhouse.analytics, log, clock: createRealClock(), ids, secretKey: home.secretKey };
    const customers = createCustomers(shared);
    const deps: ImportDeps = { ...shared, customers, orders: createOrders({ ...shared, customers }), folder: home.files };
    const path = join(home.files, 'bench.csv');
    await writeFile(path, generated(lines));
    const results: Record<string, unknown> = { loadBefore: round(loadavg()[0] ?? 0) };
    results['generated'] = await measure(engines, deps, { workspaceId, path, mapping: 'auto' });
    results['generatedAgain'] = await measure(engines, deps, { workspaceId, path, mapping: 'auto' });
    results['rawCopyLinesPerSecond'] = Math.round(await rawCopy(engines, lines));
    if (existsSync(cdnow)) results['cdnowMaster'] = await measure(engines, deps, { workspaceId, path: cdnow, mapping: 'cdnow' });
    results['resolve'] = await resolveRates(engines, customers, workspaceId, size === 'full' ? 50_000 : 10_000);
    return { ...results, loadAfter: round(loadavg()[0] ?? 0) };
  });
}

/** As a Chinese shop's back end exports it: a tenth as many customers as lines, with number, name, phone, city and store. */
function generated(lines: number): string {
  const rows = ['订单号,会员号,姓名,手机号,城市,门店,商品,支付时间,实付金额'];
  for (let index = 0; index < lines; index += 1) {
    // A fixed walk through the customers, so that a batch holds new and known ones in changing shares.
    const customer = (index * 7_919) % Math.ceil(lines / 10);
    const paidAt = new Date(Date.UTC(2025, 0, 1) + index * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    rows.push(`E2025${String(index).padStart(9, '0')},M${customer},客户${customer},138${String(customer).padStart(8, '0')},上海,徐汇店,面霜,${paidAt},${(index * 37) % 100_000}.${index % 10}0`);
  }
  return `${rows.join('\n')}\n`;
}

async function measure(engines: Engines, deps: ImportDeps, { workspaceId, path, mapping }: { workspaceId: bigint; path: string; mapping: string }): Promise<Record<string, unknown>> {
  const runner = createRunner({ onError: (_, error) => { throw error; } });
  runner.add(projectorWorker(engines));
  runner.start();
  const cpu = cpuClock(engines);
  const startedMs = performance.now();
  const outcome = await importOrders(deps, { workspaceId, input: { path }, mapping, fileName: path });
  const postgresMs = performance.now() - startedMs;
  await runner.stop();
  await engines.projector.drain();
  const bothMs = performance.now() - startedMs;
  const used = cpu();
  const { rows, imported, unchanged, rejected, customers, orders, amountMinor } = outcome;
  return {
    rows, imported, unchanged, rejected, customers, orders, amountMinor,
    linesPerSecondPostgres: Math.round(rows / (postgresMs / 1000)), linesPerSecondBoth: Math.round(rows / (bothMs / 1000)),
    ...(used ? { stolen: used.stolen, cpuSeconds: used.seconds, linesPerSecondOfTwoCores: Math.round(rows / ((used.seconds.node + used.seconds.postgres + used.seconds.clickhouse) / 2)) } : {}),
  };
}

async function resolveRates({ postgres }: Engines, customers: Customers, workspaceId: bigint, count: number): Promise<Record<string, number>> {
  const plain: ResolveRow[] = Array.from({ length: count }, (_, index) => ({ identities: [{ kind: orderCustomerKind, value: `R${index}` }] }));
  const full: ResolveRow[] = Array.from({ length: count }, (_, index) => ({
    identities: [{ kind: 'member_no', value: `R${index}` }, { kind: 'phone', value: `139${String(index).padStart(8, '0')}` }], profile: { name: `客户${index}`, city: '上海' },
  }));
  const rate = async (rows: readonly ResolveRow[]) => {
    const startedMs = performance.now();
    for (let from = 0; from < rows.length; from += 5_000) await postgres.db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, rows.slice(from, from + 5_000)));
    return Math.round(rows.length / ((performance.now() - startedMs) / 1000));
  };
  return { newPerSecond: await rate(plain), knownPerSecond: await rate(plain), newWithPhonePerSecond: await rate(full), knownWithPhonePerSecond: await rate(full) };
}

async function rawCopy(engines: Engines, lines: number): Promise<number> {
  const client = new pg.Client(engines.postgres.admin);
  await client.connect();
  await client.query('create table raw_orders (number text, member text, name text, phone text, city text, store text, product text, paid_at timestamptz, amount numeric)');
  const rows = generated(lines).split('\n').slice(1, -1).map((line) => `${line.replaceAll(',', '\t')}\n`);
  const startedMs = performance.now();
  await pipeline(Readable.from(rows), client.query(copyFrom('copy raw_orders from stdin')));
  const perSecond = lines / ((performance.now() - startedMs) / 1000);
  await client.end();
  return perSecond;
}

type Used = { seconds: { node: number; postgres: number; clickhouse: number }; /** Of the machine's time, taken by others on the same host. */ stolen: number };

/** CPU seconds since now of this process and of both engines with their children; nothing where there is no /proc. */
function cpuClock(engines: Engines): () => Used | undefined {
  const roots = { postgres: engines.postgres.pid() ?? -1, clickhouse: engines.clickhouse.pid() ?? -1 };
  if (!existsSync('/proc/self/stat')) return () => undefined;
  const before = { postgres: treeSeconds(roots.postgres), clickhouse: treeSeconds(roots.clickhouse), machine: machineTicks() };
  const own = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(own);
    const machine = machineTicks();
    return {
      seconds: { node: round((user + system) / 1e6), postgres: round(treeSeconds(roots.postgres) - before.postgres), clickhouse: round(treeSeconds(roots.clickhouse) - before.clickhouse) },
      stolen: round((machine.stolen - before.machine.stolen) / Math.max(1, machine.all - before.machine.all), 3),
    };
  };
}

function machineTicks(): { all: number; stolen: number } {
  const ticks = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[7] ?? 0 };
}

function treeSeconds(root: number): number {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      // Its own time and that of children that have ended.
      processes.set(Number(name), { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0) });
    } catch { /* it ended while we looked */ }
  }
  const below = (pid: number): boolean => pid === root || (processes.has(pid) && pid > 1 && below(processes.get(pid)?.parent ?? 0));
  return [...processes].reduce((sum, [pid, { ticks }]) => (below(pid) ? sum + ticks : sum), 0) / 100;
}

import type { Database, Engines } from '../engines/index.ts';
import type { Audiences } from './audiences.ts';

/** Rows put straight into ClickHouse, for tests of questions: as the projector would leave them. */
export type EventRow = {
  customerId: number | bigint; name: string; atMs: number; amount?: number; subject?: string; source?: string; properties?: Record<string, unknown>;
};
export type CustomerRow = {
  customerId: number | bigint; version?: number; createdMs?: number; excluded?: boolean; gone?: boolean; name?: string; gender?: string; city?: string;
  source?: string; store?: string; ownerStaffId?: bigint; isContact?: boolean; attributes?: Record<string, unknown>;
};

const dateTime = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
let tokens = 0;

/** Puts rows into ClickHouse as the projector would. */
export async function putEvents(engines: Engines, workspaceId: bigint, rows: readonly EventRow[]): Promise<void> {
  const lines = rows.map((row, index) => `[${workspaceId},${row.customerId},${[row.name, dateTime(row.atMs), dateTime(row.atMs)].map((value) => JSON.stringify(value)).join(',')},1,`
    + `${tokens * 1_000_000 + index},${JSON.stringify(row.source ?? 'test')},${row.amount ?? 0},${JSON.stringify(row.subject ?? '')},${JSON.stringify(row.properties ?? {})}]\n`);
  const columns = ['workspace_id', 'customer_id', 'name', 'occurred_at', 'received_at', 'tx', 'position', 'source', 'amount', 'subject', 'properties'];
  await engines.clickhouse.admin.insert('event_stored', columns, lines.join(''), `test:${tokens += 1}`);
}

export async function putCustomers(engines: Engines, workspaceId: bigint, rows: readonly CustomerRow[]): Promise<void> {
  const lines = rows.map((row) => `[${workspaceId},${row.customerId},${row.version ?? 1},"${dateTime(row.createdMs ?? 0)}",${Number(row.excluded ?? false)},${Number(row.gone ?? false)},`
    + `${[row.name, row.gender, row.city, row.source, row.store].map((value) => JSON.stringify(value ?? '')).join(',')},${row.ownerStaffId ?? 0n},${Number(row.isContact ?? false)},${JSON.stringify(row.attributes ?? {})}]\n`);
  const columns = ['workspace_id', 'customer_id', 'version', 'created_at', 'excluded', 'gone', 'name', 'gender', 'city', 'source', 'store', 'owner_staff_id', 'is_contact', 'attributes'];
  await engines.clickhouse.admin.insert('customer', columns, lines.join(''), `test:${tokens += 1}`);
}

/** Makes an audience live as an SOP that uses it would. */
export async function makeLive(db: Database, audiences: Pick<Audiences, 'deriveLive'>, workspaceId: bigint, audienceId: bigint): Promise<void> {
  await db.inWorkspace(workspaceId, (tx) => audiences.deriveLive(tx, workspaceId, [audienceId], async () => new Set([audienceId])));
}

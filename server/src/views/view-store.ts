import type { ViewPage, ViewState } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Person, View } from './views.ts';

type Row = { view_id: bigint; user_id: bigint; page: ViewPage; name: string; state: ViewState; shared: boolean; by: string | null; is_default: boolean };

/** $1 is the workspace, $2 the reader: what is theirs or shared. */
const seenSql = `
  select v.view_id, v.user_id, v.page, v.name, v.state, v.shared, u.name as by, coalesce(p.default_view_id = v.view_id, false) as is_default
  from saved_view v
  left join user_account u on u.workspace_id = v.workspace_id and u.user_id = v.user_id
  left join view_preference p on p.workspace_id = v.workspace_id and p.user_id = $2 and p.page = v.page
  where v.workspace_id = $1 and (v.user_id = $2 or v.shared)`;

export async function listViews(tx: Transaction, person: Person, page: ViewPage, { after, limit }: { after?: bigint | undefined; limit: number }): Promise<View[]> {
  const rows = await tx.query<Row>(`${seenSql} and v.deleted_at is null and v.page = $3 and ($4::bigint is null or v.view_id > $4) order by v.view_id limit $5`,
    [person.workspaceId, person.id, page, after ?? null, limit]);
  return rows.map(viewOf);
}

/** A view that the person sees; with `deletedAfterMs` one that was deleted since. */
export async function readView(tx: Transaction, person: Person, viewId: bigint, deletedAfterMs?: number): Promise<View | undefined> {
  const [row] = await tx.query<Row>(`${seenSql} and v.view_id = $3 and case when $4::timestamptz is null then v.deleted_at is null else v.deleted_at > $4 end`,
    [person.workspaceId, person.id, viewId, deletedAfterMs === undefined ? null : new Date(deletedAfterMs)]);
  return row && viewOf(row);
}

/** Two new views of a person wait for each other, so that their number is counted right. */
export async function lockPage(tx: Transaction, person: Person, page: ViewPage): Promise<void> {
  await tx.query('insert into view_preference (workspace_id, user_id, page) values ($1, $2, $3) on conflict do nothing', [person.workspaceId, person.id, page]);
  await tx.query('select 1 from view_preference where workspace_id = $1 and user_id = $2 and page = $3 for update', [person.workspaceId, person.id, page]);
}

export async function ownViews(tx: Transaction, person: Person, page: ViewPage): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*)::int as count from saved_view where workspace_id = $1 and user_id = $2 and page = $3 and deleted_at is null', [person.workspaceId, person.id, page]);
  return row?.count ?? 0;
}

export async function insertView(tx: Transaction, person: Person, view: Pick<View, 'viewId' | 'page' | 'name' | 'state' | 'shared'>, nowMs: number): Promise<void> {
  await tx.query('insert into saved_view (workspace_id, view_id, user_id, page, name, state, shared, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [person.workspaceId, view.viewId, person.id, view.page, view.name, JSON.stringify(view.state), view.shared, new Date(nowMs)]);
}

/** Writes what the view says now; with an instant it is deleted then, without one it is there (again). */
export async function updateView(tx: Transaction, person: Person, view: View, deletedAtMs?: number): Promise<void> {
  await tx.query('update saved_view set name = $3, state = $4, shared = $5, deleted_at = $6 where workspace_id = $1 and view_id = $2',
    [person.workspaceId, view.viewId, view.name, JSON.stringify(view.state), view.shared, deletedAtMs === undefined ? null : new Date(deletedAtMs)]);
}

/** Ends the views of the brand that nobody took back in time. */
export async function deleteViews(tx: Transaction, person: Person, deletedBeforeMs: number): Promise<void> {
  await tx.query('delete from saved_view where workspace_id = $1 and deleted_at <= $2', [person.workspaceId, new Date(deletedBeforeMs)]);
}

export async function setDefault(tx: Transaction, person: Person, page: ViewPage, viewId: bigint | null): Promise<void> {
  await tx.query(`insert into view_preference (workspace_id, user_id, page, default_view_id) values ($1, $2, $3, $4)
    on conflict (workspace_id, user_id, page) do update set default_view_id = excluded.default_view_id`, [person.workspaceId, person.id, page, viewId]);
}

export async function setColumns(tx: Transaction, person: Person, page: ViewPage, columns: string[] | null): Promise<void> {
  await tx.query(`insert into view_preference (workspace_id, user_id, page, columns) values ($1, $2, $3, $4)
    on conflict (workspace_id, user_id, page) do update set columns = excluded.columns`, [person.workspaceId, person.id, page, columns]);
}

function viewOf(row: Row): View {
  return { viewId: row.view_id, userId: row.user_id, page: row.page, name: row.name, state: row.state, shared: row.shared, by: row.by, isDefault: row.is_default };
}

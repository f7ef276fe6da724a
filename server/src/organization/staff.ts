import type { Database, Transaction } from '../engines/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';

export type StaffMember = { staffId: bigint; wecomUserId: string | null; name: string; store: string | null; active: boolean };
export type StaffToUpsert = { wecomUserId: string; name: string; store: string | null; active?: boolean };

export type Staff = {
  /** Known by their WeCom user id: added, or brought up to date. Answers the id, the same for ever. */
  upsertStaff(workspaceId: bigint, member: StaffToUpsert): Promise<bigint>;
  /** The same for many, in the caller's transaction; answers the ids in their order. */
  upsertAll(tx: Transaction, workspaceId: bigint, members: readonly StaffToUpsert[]): Promise<bigint[]>;
  list(workspaceId: bigint, page: { after?: bigint | undefined; limit: number }): Promise<StaffMember[]>;
  byWecomUserId(tx: Transaction, workspaceId: bigint, wecomUserIds: readonly string[]): Promise<Map<string, StaffMember>>;
};

type StaffRow = { staff_id: bigint; wecom_user_id: string | null; name: string; store: string | null; active: boolean };

/** The store by its present name. */
const columns = `staff_id, wecom_user_id, name, active,
  coalesce((select s.name from store_former_name f join store s using (workspace_id, store_id) where f.workspace_id = staff_member.workspace_id and f.name = staff_member.store), store) as store`;

export function createStaff({ db, clock, ids }: { db: Database; clock: Clock; ids: Ids }): Staff {
  const upsertAll: Staff['upsertAll'] = async (tx, workspaceId, members) => {
    // The last word about a member wins, and a statement may touch each row once.
    const unique = [...new Map(members.map((member) => [member.wecomUserId, member])).values()];
    const rows = await tx.query<{ staff_id: bigint; wecom_user_id: string }>(`
      insert into staff_member (workspace_id, staff_id, wecom_user_id, name, store, active, created_at)
      select $1, m.staff_id, m.wecom_user_id, m.name, m.store, m.active, $7
      from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[]) as m (staff_id, wecom_user_id, name, store, active)
      on conflict (workspace_id, wecom_user_id) do update set name = excluded.name, store = excluded.store, active = excluded.active
      returning staff_id, wecom_user_id`,
    [workspaceId, unique.map(() => ids.next('staff')), unique.map((m) => m.wecomUserId), unique.map((m) => m.name), unique.map((m) => m.store), unique.map((m) => m.active ?? true), new Date(clock.now())]);
    const known = new Map(rows.map((row) => [row.wecom_user_id, row.staff_id]));
    return members.map((member) => known.get(member.wecomUserId) ?? 0n);
  };
  return {
    upsertAll,
    async upsertStaff(workspaceId, member) {
      const [staffId = 0n] = await db.inWorkspace(workspaceId, (tx) => upsertAll(tx, workspaceId, [member]));
      return staffId;
    },
    list: (workspaceId, { after, limit }) => db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<StaffRow>(`select ${columns} from staff_member where workspace_id = $1 and ($2::bigint is null or staff_id > $2) order by staff_id limit $3`, [workspaceId, after ?? null, limit]);
      return rows.map(memberOf);
    }),
    async byWecomUserId(tx, workspaceId, wecomUserIds) {
      const rows = await tx.query<StaffRow>(`select ${columns} from staff_member where workspace_id = $1 and wecom_user_id = any ($2) limit $3`, [workspaceId, wecomUserIds, wecomUserIds.length]);
      return new Map(rows.map((row) => [row.wecom_user_id ?? '', memberOf(row)]));
    },
  };
}

function memberOf(row: StaffRow): StaffMember {
  return { staffId: row.staff_id, wecomUserId: row.wecom_user_id, name: row.name, store: row.store, active: row.active };
}

import type { Role, ScopeKind } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { DataScope } from '../kernel/index.ts';
import { ScopeOfOwner, ScopeRegionUnknown, ScopeStaffNeeded, ScopeStoreUnknown, StaffNotFound } from './scope-problems.ts';

/** What of the customers an account sees, as it is stored. `value`: the name of a region, or the id of a store as it is shown. */
export type UserScope = { kind: ScopeKind; value: string | null };
/** As requests give it: absent stays as it is, or is the whole brand for a new account. */
export type ScopeChange = { scope?: UserScope | undefined; staffId?: bigint | null | undefined };
/** With the names that screens show. */
export type Scoped = { scope: UserScope & { name: string | null }; staff: { staffId: bigint; name: string } | null };

export const unscoped: Scoped = { scope: { kind: 'brand', value: null, name: null }, staff: null };

export type ScopeColumns = { scope_kind: ScopeKind; scope_value: string | null; staff_id: bigint | null; store_name: string | null; staff_name: string | null };

/** Of accounts or invitations, by the name that the statement calls them. */
export const scopeColumnsOf = (table: string) => `${table}.scope_kind, ${table}.scope_value, ${table}.staff_id,
  (select s.name from store s where ${table}.scope_kind = 'store' and s.workspace_id = ${table}.workspace_id and s.store_id::text = ${table}.scope_value) as store_name,
  (select m.name from staff_member m where m.workspace_id = ${table}.workspace_id and m.staff_id = ${table}.staff_id) as staff_name`;

export function scopedOf(row: ScopeColumns): Scoped {
  const { scope_kind: kind, scope_value: stored, staff_id: staffId } = row;
  const value = kind === 'store' && stored !== null ? formatId('store', BigInt(stored)) : stored;
  const name = { brand: null, region: stored, store: row.store_name, own: row.staff_name }[kind];
  return { scope: { kind, value, name }, staff: staffId === null ? null : { staffId, name: row.staff_name ?? '' } };
}

/** As it is stored: the number of a store instead of its shown id. */
export function storedValue({ kind, value }: UserScope): string | null {
  return kind === 'store' && value !== null ? String(parseId('store', value)) : value;
}

/**
 * What an account sees after a change of its scope, its staff member or its role. Refuses (422) what does not fit together or is not known.
 * Who becomes an owner sees the whole brand from then on.
 */
export async function scopeAfter(tx: Transaction, workspaceId: bigint, before: Scoped, change: ScopeChange & { role: Role }): Promise<Scoped> {
  const staff = change.staffId === undefined ? before.staff : await findStaff(tx, workspaceId, change.staffId);
  if (change.role === 'owner') {
    if (change.scope && change.scope.kind !== 'brand') throw ScopeOfOwner();
    return { ...unscoped, staff };
  }
  const { kind, value } = change.scope ?? before.scope;
  switch (kind) {
    case 'brand': return { ...unscoped, staff };
    case 'region': {
      if (change.scope && !await hasRegion(tx, workspaceId, value ?? '')) throw ScopeRegionUnknown({ region: value ?? '' });
      return { scope: { kind, value, name: value }, staff };
    }
    case 'store': {
      const store = await findStore(tx, workspaceId, value ?? '');
      return { scope: { kind, value, name: store }, staff };
    }
    case 'own': {
      if (!staff) throw ScopeStaffNeeded();
      return { scope: { kind, value: null, name: staff.name }, staff };
    }
  }
}

export function isSameScope(one: Scoped, other: Scoped): boolean {
  return one.scope.kind === other.scope.kind && one.scope.value === other.scope.value && (one.scope.kind !== 'own' || one.staff?.staffId === other.staff?.staffId);
}

/**
 * The names, present and former, of the stores that a session sees, for a statement that reads `u`, an account. Asked with every request, so that a store that
 * joins a region is seen at once and one that leaves it is not.
 */
export const seenStoresSql = `array(select unnest(array_prepend(s.name, array(select f.name from store_former_name f where f.workspace_id = s.workspace_id and f.store_id = s.store_id))) from store s where s.workspace_id = u.workspace_id and u.scope_kind in ('region', 'store')
  and case u.scope_kind when 'store' then s.store_id::text else s.region end = u.scope_value)`;

export function dataScopeOf({ scope_kind: kind, staff_id: staffId, stores }: { scope_kind: ScopeKind; staff_id: bigint | null; stores: readonly string[] }): DataScope {
  if (kind === 'brand') return { kind };
  return kind === 'own' ? { kind, staffId } : { kind: 'stores', stores };
}

async function findStaff(tx: Transaction, workspaceId: bigint, staffId: bigint | null): Promise<Scoped['staff']> {
  if (staffId === null) return null;
  const [row] = await tx.query<{ name: string }>('select name from staff_member where workspace_id = $1 and staff_id = $2', [workspaceId, staffId]);
  if (!row) throw StaffNotFound();
  return { staffId, name: row.name };
}

async function findStore(tx: Transaction, workspaceId: bigint, shownId: string): Promise<string> {
  const storeId = storeIdOf(shownId);
  const [row] = await tx.query<{ name: string }>('select name from store where workspace_id = $1 and store_id = $2', [workspaceId, storeId]);
  if (!row) throw ScopeStoreUnknown();
  return row.name;
}

/** A text that is no id at all is a mistake in the body like an unknown one, not an address that is not there. */
function storeIdOf(shownId: string): bigint {
  try {
    return parseId('store', shownId);
  } catch (error) {
    throw ScopeStoreUnknown({}, { cause: error });
  }
}

async function hasRegion(tx: Transaction, workspaceId: bigint, region: string): Promise<boolean> {
  return (await tx.query('select 1 from store where workspace_id = $1 and region = $2 limit 1', [workspaceId, region])).length > 0;
}

import type { User } from '@homefield/contract';
import type { Role, ScopeKind } from '@homefield/contract/access';
import type { NewScope } from './queries.ts';

/** What the fields of a form hold of an account's scope; those of the kinds that are not chosen may hold what was chosen before. */
export type ScopeValues = { scopeKind: ScopeKind; region?: string | undefined; storeId?: string | undefined; staffId?: string | undefined };
export const noScope: ScopeValues = { scopeKind: 'brand' };

/** Which of those fields the server's refusals are about. */
export const scopeWhere = {
  scope_of_owner: 'scopeKind', scope_region_unknown: 'region', scope_store_unknown: 'storeId', scope_staff_needed: 'staffId', staff_not_found: 'staffId', '/scope': 'scopeKind', '/scope/kind': 'scopeKind',
};

/** A scope in words where it is shown beside others. */
export type ShownScope = Pick<User, 'scope' | 'staff'>;

export function scopeValuesOf({ scope, staff }: ShownScope): ScopeValues {
  const value = scope.value ?? undefined;
  return { scopeKind: scope.kind, staffId: staff?.id, ...(scope.kind === 'region' ? { region: value } : scope.kind === 'store' ? { storeId: value } : {}) };
}

export function scopeInput(role: Role, { scopeKind, region, storeId, staffId }: ScopeValues): NewScope {
  const kind = role === 'owner' ? 'brand' : scopeKind;
  return { scope: { kind, value: (kind === 'region' ? region : kind === 'store' ? storeId : null) ?? null }, staffId: staffId ?? null };
}

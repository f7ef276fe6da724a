import type { User } from '@homefield/contract';
import type { Role, ScopeKind } from '@homefield/contract/access';
import type { NewScope } from './queries.ts';

/** What the fields of a form hold of an account's scope; those of the kinds that are not chosen may hold what was chosen before. */
export type ScopeValues = { scopeKind: ScopeKind; region?: string | undefined; storeId?: string | undefined; staffId?: string | undefined };
export const noScope: ScopeValues = { scopeKind: 'brand' };

export function scopeValuesOf({ scope, staff }: Pick<User, 'scope' | 'staff'>): ScopeValues {
  const value = scope.value ?? undefined;
  return { scopeKind: scope.kind, staffId: staff?.id, ...(scope.kind === 'region' ? { region: value } : scope.kind === 'store' ? { storeId: value } : {}) };
}

export function scopeInput(role: Role, { scopeKind, region, storeId, staffId }: ScopeValues): NewScope {
  const kind = role === 'owner' ? 'brand' : scopeKind;
  return { scope: { kind, value: (kind === 'region' ? region : kind === 'store' ? storeId : null) ?? null }, staffId: staffId ?? null };
}

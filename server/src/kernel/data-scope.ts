/**
 * What of the brand's customers somebody sees, ready to be asked: a region or a store has become the names of stores that customers
 * carry. Without the link to a staff member `own` is nobody's.
 */
export type DataScope =
  | { kind: 'brand' }
  | { kind: 'stores'; stores: readonly string[] }
  | { kind: 'own'; staffId: bigint | null };

/**
 * For whom customers, or numbers of them, are read. Whatever answers a person takes this instead of a workspace, so that the scope cannot be
 * forgotten on the way; an `Actor` is one.
 */
export type Viewer = { workspaceId: bigint; dataScope: DataScope };

/** For the product's own work, API keys and tests: everybody of the brand. */
export function wholeBrand(workspaceId: bigint): Viewer {
  return { workspaceId, dataScope: { kind: 'brand' } };
}

/** A scope as a job keeps it in its input: for whom it works is decided when it is started, not when it runs. */
export type KeptScope = { kind: 'brand' } | { kind: 'stores'; stores: readonly string[] } | { kind: 'own'; staffId: string | null };

export function keptScope(scope: DataScope): KeptScope {
  return scope.kind === 'own' ? { kind: 'own', staffId: scope.staffId === null ? null : String(scope.staffId) } : scope;
}

/** Refuses an input without one: nobody sees everything because somebody forgot to say whom they see. */
export function scopeOf(kept: unknown): DataScope {
  const scope = kept as KeptScope | undefined;
  if (scope?.kind === 'own') return { kind: 'own', staffId: scope.staffId === null ? null : BigInt(scope.staffId) };
  if (scope?.kind === 'brand' || scope?.kind === 'stores') return scope;
  throw new Error('The input does not say whose customers are meant.');
}

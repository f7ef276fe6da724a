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

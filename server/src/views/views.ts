import { mayDo } from '@homefield/contract';
import type { ViewPage, ViewState } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { dayMs } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { TooManyViews, ViewNotYours, ViewShareNotAllowed, ViewUnknown } from './problems.ts';
import { deleteViews, insertView, listViews, lockPage, ownViews, readView, setColumns, setDefault, updateView } from './view-store.ts';

export type View = { viewId: bigint; userId: bigint; page: ViewPage; name: string; state: ViewState; shared: boolean; by: string | null; isDefault: boolean };
/** A person who is signed in; keys keep no views. */
export type Person = Extract<Actor, { kind: 'user' }>;

export type Views = {
  /** One's own views of a page and the shared ones, in the order of their making. */
  list(person: Person, page: ViewPage, place: { after?: bigint | undefined; limit: number }): Promise<View[]>;
  /** Refuses (403) to share without `views.share`, and (409) more than `viewsMax` of one's own on a page. */
  create(person: Person, view: Pick<View, 'page' | 'name' | 'state' | 'shared'>): Promise<View>;
  /**
   * Its maker changes a view; a shared one also whoever may share. `isDefault` is everybody's own choice.
   * Refuses (404) a view that one does not see, (403) a change that is not one's to make.
   */
  change(person: Person, viewId: bigint, change: { name?: string | undefined; state?: ViewState | undefined; shared?: boolean | undefined; isDefault?: boolean | undefined }): Promise<View>;
  /** Takes a view away; for a day it can be restored. */
  remove(person: Person, viewId: bigint): Promise<void>;
  /** Takes the removal back. Refuses (404) after a day. */
  restore(person: Person, viewId: bigint): Promise<View>;
  columns(person: Person, page: ViewPage): Promise<string[] | null>;
  setColumns(person: Person, page: ViewPage, columns: string[] | null): Promise<void>;
};

export const viewsMax = 50;
const keptMs = dayMs;

export function createViews({ db, clock, ids }: { db: Database; clock: Clock; ids: Ids }): Views {
  const inBrand = <T>(person: Person, work: (tx: Transaction) => Promise<T>) => db.inWorkspace(person.workspaceId, work);
  const kept = () => clock.now() - keptMs;
  return {
    list: (person, page, place) => inBrand(person, (tx) => listViews(tx, person, page, place)),
    create: (person, { page, name, state, shared }) => inBrand(person, async (tx) => {
      if (shared) requireSharing(person);
      await lockPage(tx, person, page);
      await deleteViews(tx, person, kept());
      if ((await ownViews(tx, person, page)) >= viewsMax) throw TooManyViews({ max: viewsMax });
      const viewId = ids.next('view');
      await insertView(tx, person, { viewId, page, name, state, shared }, clock.now());
      return seen(tx, person, viewId);
    }),
    change: (person, viewId, { isDefault, ...change }) => inBrand(person, async (tx) => {
      const view = await seen(tx, person, viewId);
      if (Object.values(change).some((value) => value !== undefined)) {
        requireChange(person, view);
        // Sharing, and taking a shared view from the others, is for those who may share.
        if (change.shared !== undefined && change.shared !== view.shared) requireSharing(person);
        await updateView(tx, person, { ...view, ...defined(change) });
      }
      if (isDefault !== undefined && isDefault !== view.isDefault) await setDefault(tx, person, view.page, isDefault ? viewId : null);
      // Not read again: whoever took the sharing back from another's view does not see it any more.
      return { ...view, ...defined(change), isDefault: isDefault ?? view.isDefault };
    }),
    remove: (person, viewId) => inBrand(person, async (tx) => {
      const view = await seen(tx, person, viewId);
      requireChange(person, view);
      await updateView(tx, person, view, clock.now());
    }),
    restore: (person, viewId) => inBrand(person, async (tx) => {
      const view = await readView(tx, person, viewId, kept());
      if (!view) throw ViewUnknown();
      requireChange(person, view);
      await updateView(tx, person, view);
      return seen(tx, person, viewId);
    }),
    columns: (person, page) => inBrand(person, async (tx) => {
      const [row] = await tx.query<{ columns: string[] | null }>('select columns from view_preference where workspace_id = $1 and user_id = $2 and page = $3', [person.workspaceId, person.id, page]);
      return row?.columns ?? null;
    }),
    setColumns: (person, page, columns) => inBrand(person, (tx) => setColumns(tx, person, page, columns)),
  };
}

async function seen(tx: Transaction, person: Person, viewId: bigint): Promise<View> {
  const view = await readView(tx, person, viewId);
  if (!view) throw ViewUnknown();
  return view;
}

function requireSharing(person: Person): void {
  if (!mayDo(person.role, 'views.share')) throw ViewShareNotAllowed();
}

function requireChange(person: Person, view: View): void {
  if (view.userId === person.id) return;
  if (!mayDo(person.role, 'views.share')) throw ViewNotYours();
}

function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

import type { NewWorkspace, OtherSession, SessionState } from '@homefield/contract';
import type { Role } from '@homefield/contract/access';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { post } from '../api/client.ts';
import { mayLeave } from '../design/leaving.ts';
import { goWithSession, useElsewhere, useEntered, useSession } from './session.ts';
import { openOverlay } from './shell.ts';
import { tellTabs } from './tabs.ts';

/** A brand of this browser, and who one is there. */
export type HeldBrand = Readonly<{ id: string; name: string; userName: string; email: string; role: Role; present: boolean }>;

/** All brands of this browser, in the order in which they were made, so that they stand still while one goes from one to the other. */
export function brandsOf({ user, workspace, others }: Pick<SessionState, 'user' | 'workspace' | 'others'>): HeldBrand[] {
  if (!user || !workspace) return [];
  const present: HeldBrand = { id: workspace.id, name: workspace.name, userName: user.name, email: user.email, role: user.role, present: true };
  const rest = others.map(({ workspaceId, workspaceName, userName, email, role }: OtherSession): HeldBrand => ({ id: workspaceId, name: workspaceName, userName, email, role, present: false }));
  return [present, ...rest].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Whether it has to be said who one is in each of them. */
export function peopleDiffer(brands: readonly HeldBrand[]): boolean {
  return new Set(brands.map(({ userName, email, role }) => `${role} ${userName} ${email}`)).size > 1;
}

export function useBrands(): HeldBrand[] {
  const { data } = useSession();
  return data ? brandsOf(data) : [];
}

/** The brand that could not be gone to, and why: the sign-in to it says so. */
export const useShutBrand = create<{ shut: { id: string; email: string; error: unknown } | null }>()(() => ({ shut: null }));

/** Goes on in another brand of this browser. A page with unsaved changes asks first; a session that is over leads to signing in again. */
export function useSwitchBrand() {
  const client = useQueryClient();
  const entered = useEntered();
  const { mutateAsync, isPending } = useMutation({ mutationFn: (workspaceId: string) => post<SessionState>('/session/switch', { workspaceId }) });
  const go = async ({ id, email }: Pick<HeldBrand, 'id' | 'email'>): Promise<void> => {
    if (!(await mayLeave())) return;
    try {
      await entered(await mutateAsync(id));
    } catch (error) {
      useShutBrand.setState({ shut: { id, email, error } });
      openOverlay('brand-sign-in');
      await goWithSession(client).catch(() => undefined);
    }
  };
  return { go, busy: isPending };
}

/** Where another tab has taken the browser to another brand: takes it back to the one of this page, or lets the page go. */
export function useElsewhereWays() {
  const client = useQueryClient();
  const csrfToken = useElsewhere((state) => state.csrfToken);
  const back = useMutation({ mutationFn: (workspaceId: string) => post<SessionState>('/session/switch', { workspaceId }, csrfToken === null ? {} : { csrfToken }), onSuccess: useEntered() });
  const follow = useMutation({ mutationFn: () => goWithSession(client) });
  return { back, follow };
}

/** Opens one of the dialogs that lead to a brand which this browser does not hold yet. */
export async function addBrand(dialog: 'brand-sign-in' | 'brand-new'): Promise<void> {
  if (!(await mayLeave())) return;
  useShutBrand.setState({ shut: null });
  openOverlay(dialog);
}

/** Opens a new brand. Where one is afterwards the cookie says: an answer that was lost and asked for again comes without one. */
export function useOpenBrand() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: NewWorkspace) => post<SessionState>('/workspaces', input),
    onSuccess: async () => {
      await goWithSession(client);
      tellTabs('signed-in');
      openOverlay(null);
    },
  });
}

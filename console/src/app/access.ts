import { mayDo, roles, wholeBrandOnly } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import type { SessionState } from '@homefield/contract';
import type { QueryClient } from '@tanstack/react-query';
import { loadSession, useSession } from './session.ts';

/** Whether a person may do it. The server checks the same table; here it decides what is shown. A role that this console does not know may nothing. */
function mayOf(user: SessionState['user'] | undefined, permission: Permission): boolean {
  return !!user && roles.includes(user.role) && mayDo(user.role, permission) && (user.scope.kind === 'brand' || !wholeBrandOnly.includes(permission));
}

/** Whether the person who is signed in may do it. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useSession();
  return (permission) => mayOf(data?.user, permission);
}

/** Asks for what a page begins with while the page itself is still on its way: once it is known that somebody is there who may see it. */
export async function loadAhead(client: QueryClient, may: Permission, load: (client: QueryClient) => Promise<unknown>): Promise<void> {
  const session = await loadSession(client);
  if (session?.user && !session.user.totpNeeded && mayOf(session.user, may)) await load(client);
}

import { mayDo, roles, wholeBrandOnly } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import { useSession } from './session.ts';

/** Whether the person who is signed in may do it. The server checks the same table; here it decides what is shown. A role that this console does not know may nothing. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useSession();
  const user = data?.user;
  return (permission) => !!user && roles.includes(user.role) && mayDo(user.role, permission) && (user.scope.kind === 'brand' || !wholeBrandOnly.includes(permission));
}

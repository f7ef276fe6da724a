import { mayDo, wholeBrandOnly } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import { useSession } from './session.ts';

/** Whether the person who is signed in may do it. The server checks the same table; here it decides what is shown. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useSession();
  const user = data?.user;
  return (permission) => !!user && mayDo(user.role, permission) && (user.scope.kind === 'brand' || !wholeBrandOnly.includes(permission));
}

import { mayDo } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import { useSession } from './session.ts';

/** Whether the person who is signed in may do it. The server checks the same table; here it decides what is shown. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useSession();
  const role = data?.user?.role;
  return (permission) => role !== undefined && mayDo(role, permission);
}

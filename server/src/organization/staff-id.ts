import { parseId } from '../kernel/index.ts';

/** The body with the staff member's number instead of the shown id. */
export function withStaff<Body extends { staffId?: string | null | undefined }>({ staffId, ...body }: Body) {
  return { ...body, staffId: typeof staffId === 'string' ? parseId('staff', staffId) : staffId };
}

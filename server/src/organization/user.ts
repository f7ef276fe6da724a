import type { Role } from '@homefield/contract';
import type { Language } from '../kernel/index.ts';
import type { Scoped } from './scope.ts';

/** An account: somebody who can sign in to one workspace. */
export type User = Scoped & { userId: bigint; workspaceId: bigint; email: string; name: string; role: Role; language: Language | null; createdAtMs: number; disabled: boolean };

/** Addresses are compared without case and surrounding space, and in one Unicode form. */
export function normalEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

import type { TodayNumbers } from '@homefield/contract';
import type { Permission } from '@homefield/contract/access';

export type HandName = 'wecom' | 'messages' | 'failed' | 'rejected' | 'paused';
/** Something that stands still until a person does something. `to` is where it is done; without it the reader may not go there. */
export type Hand = Readonly<{ name: HandName; count: number; to?: '/sops' | '/jobs' | '/settings' | undefined; search: Readonly<Record<string, string>> }>;

/**
 * What needs a hand, in the order of what it holds up. The one list of it: home draws it large and the bell small, with the same numbers.
 * `wecom` is a state and not so many of something: its count is 1.
 */
export function handsOf(hands: TodayNumbers['hands'], may: (permission: Permission) => boolean): Hand[] {
  const line = (name: HandName, count: number, needs: Permission, to: Hand['to'], search: Hand['search'] = {}): Hand => ({ name, count, search, ...(may(needs) ? { to } : {}) });
  return [
    line('wecom', hands.wecomMissing ? 1 : 0, 'channels.manage', '/settings', { section: 'wecom' }),
    line('messages', hands.messagesWaiting, 'sops.read', '/sops'),
    ...(may('jobs.read') ? [line('failed', hands.failedJobs7d, 'jobs.read', '/jobs', { state: 'failed' }), line('rejected', hands.rejectedImports7d, 'jobs.read', '/jobs')] : []),
    line('paused', hands.pausedSops, 'sops.read', '/sops', { state: 'paused' }),
  ].filter(({ count }) => count > 0);
}

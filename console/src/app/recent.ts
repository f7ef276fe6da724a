import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type RecentKind = 'customer' | 'sop' | 'audience';
/** Something that a person looked at. */
export type Recent = Readonly<{ kind: RecentKind; id: string; name: string }>;

const keptMax = 8;

/** What was looked at in this browser, the latest first. Names of customers are personal data: signing out forgets them. */
export const useRecent = create<{ recent: readonly Recent[] }>()(persist((): { recent: readonly Recent[] } => ({ recent: [] }), { name: 'homefield.recent', version: 1 }));

export function rememberRecent(one: Recent): void {
  useRecent.setState(({ recent }) => ({ recent: [one, ...recent.filter(({ id }) => id !== one.id)].slice(0, keptMax) }));
}

export function forgetRecent(): void {
  useRecent.setState({ recent: [] });
}

const kinds: Readonly<Record<string, RecentKind>> = { customers: 'customer', sops: 'sop', audiences: 'audience' };

/** The object that a page is about, by its address; undefined for lists, drafts and everything else. */
export function objectAt(path: string): { kind: RecentKind; id: string } | undefined {
  const [, place = '', id = ''] = /^\/(\w+)\/([a-z]+_[0-9a-z]+)$/.exec(path) ?? [];
  const kind = kinds[place];
  return kind && { kind, id };
}

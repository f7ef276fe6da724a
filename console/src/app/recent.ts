import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type RecentKind = 'customer' | 'sop' | 'audience';
/** Something that a person looked at. */
export type Recent = Readonly<{ kind: RecentKind; id: string; name: string }>;

const keptMax = 8;
const nothing: readonly Recent[] = [];

/** What was looked at in this browser, the latest first; by user, so that no brand shows names of another. Names of customers are personal data: signing out forgets them. */
export const useLooked = create<Readonly<Record<string, readonly Recent[]>>>()(persist((): Readonly<Record<string, readonly Recent[]>> => ({}), { name: 'homefield.looked', version: 1 }));

export function useRecent(userId: string): readonly Recent[] {
  return useLooked((state) => state[userId]) ?? nothing;
}

export function rememberRecent(userId: string, one: Recent): void {
  useLooked.setState((state) => ({ [userId]: [one, ...(state[userId] ?? nothing).filter(({ id }) => id !== one.id)].slice(0, keptMax) }));
}

export function forgetRecent(): void {
  useLooked.setState({}, true);
}

const kinds: Readonly<Record<string, RecentKind>> = { customers: 'customer', sops: 'sop', audiences: 'audience' };

/** The object that a page is about, by its address; undefined for lists, drafts and everything else. */
export function objectAt(path: string): { kind: RecentKind; id: string } | undefined {
  const [, place = '', id = ''] = /^\/(\w+)\/([a-z]+_[0-9a-z]+)$/.exec(path) ?? [];
  const kind = kinds[place];
  return kind && { kind, id };
}

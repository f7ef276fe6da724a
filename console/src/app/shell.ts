import { create } from 'zustand';

/** What lies over the page: the search, the list of keys, the ways to another brand. */
export type Overlay = 'palette' | 'keys' | 'brand-sign-in' | 'brand-new' | null;

export const useOverlay = create<{ overlay: Overlay }>()(() => ({ overlay: null }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay });
}

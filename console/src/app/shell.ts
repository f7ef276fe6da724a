import { create } from 'zustand';

/** What lies over the page: the search, the list of keys. */
export type Overlay = 'palette' | 'keys' | null;

export const useOverlay = create<{ overlay: Overlay }>()(() => ({ overlay: null }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay });
}

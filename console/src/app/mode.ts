import { useSyncExternalStore } from 'react';
import { modeOf, onSystemModeChange, usePreferences } from './preferences.ts';

/** Light or dark, for drawings that cannot use CSS variables (canvas). */
export function useMode(): 'light' | 'dark' {
  const theme = usePreferences((state) => state.theme);
  return useSyncExternalStore(onSystemModeChange, () => modeOf(theme));
}

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { caller } from '../api/client.ts';
import { publishDensity, publishPalette, type Density } from '../design/tokens.ts';
import { changeTexts } from '../i18n/index.ts';
import { languageOf, type Language } from '../i18n/language.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
/** `collapsed`: the navigation shows its icons only. */
type Preferences = Readonly<{ language: Language; theme: ThemeChoice; density: Density; collapsed: boolean }>;
const storageName = 'homefield.preferences';

/** What a person chose for this browser. Kept in local storage; nothing of it matters to the server but the language of its answers. */
export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ language: languageOf(navigator.languages), theme: 'system', density: 'comfortable', collapsed: false }), { name: storageName, version: 1 }),
);

const darkQuery = '(prefers-color-scheme: dark)';

export function modeOf(theme: ThemeChoice): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return matchMedia(darkQuery).matches ? 'dark' : 'light';
}

/** Calls back when the system turns dark or light. */
export function onSystemModeChange(listener: () => void): () => void {
  const query = matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export async function chooseLanguage(language: Language): Promise<void> {
  await changeTexts(language);
  publishLanguage(language);
  usePreferences.setState({ language });
}

export function chooseTheme(theme: ThemeChoice): void {
  usePreferences.setState({ theme });
}

export function chooseDensity(density: Density): void {
  usePreferences.setState({ density });
}

export function toggleNavigation(): void {
  usePreferences.setState(({ collapsed }) => ({ collapsed: !collapsed }));
}

/** What is chosen in one tab is taken over by the others. */
export function followPreferences(): void {
  addEventListener('storage', (event) => {
    if (event.key !== storageName) return;
    void Promise.resolve(usePreferences.persist.rehydrate()).then(() => chooseLanguage(usePreferences.getState().language));
  });
}

export function publishLanguage(language: Language): void {
  caller.language = language;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export function publishTheme(theme: ThemeChoice, density: Density): void {
  publishPalette(modeOf(theme), document.documentElement);
  publishDensity(density, document.documentElement);
}

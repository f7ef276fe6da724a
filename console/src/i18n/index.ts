import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from './language.ts';
import type { Dictionary } from './zh/index.ts';
import type { MoreDictionary } from './zh/more.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Dictionary & MoreDictionary };
  }
}

/** Each language is its own chunk: a reader of Chinese never fetches English. */
async function dictionaryOf(language: Language): Promise<Dictionary> {
  return language === 'zh' ? (await import('./zh/index.ts')).default : (await import('./en/index.ts')).default;
}

let started: Promise<void> | undefined;

export function startTexts(language: Language): Promise<void> {
  started ??= start(language);
  return started;
}

async function start(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await dictionaryOf(language) } },
    fallbackLng: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

let wanted = false;

/** The module of a page together with the texts that only such pages need. */
export async function withMoreTexts<Module>(load: Promise<Module>): Promise<Module> {
  wanted = true;
  // A page may be fetched before there are any texts to add to.
  const [module] = await Promise.all([load, started?.then(() => addMore(i18next.language as Language))]);
  return module;
}

async function addMore(language: Language): Promise<void> {
  if (i18next.getResource(language, 'translation', 'accounts') !== undefined) return;
  const more: MoreDictionary = language === 'zh' ? (await import('./zh/more.ts')).default : (await import('./en/more.ts')).default;
  i18next.addResourceBundle(language, 'translation', more, true);
}

export async function changeTexts(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) i18next.addResourceBundle(language, 'translation', await dictionaryOf(language));
  if (wanted) await addMore(language);
  await i18next.changeLanguage(language);
}

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language of a browser: Chinese for any kind of Chinese, else English. */
export function languageOf(tags: readonly string[]): Language {
  return tags.some((tag) => tag.toLowerCase().startsWith('zh')) || tags.length === 0 ? 'zh' : 'en';
}

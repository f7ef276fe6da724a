import type { Language } from '../kernel/index.ts';

/** The first language of an `Accept-Language` header that we speak, if it names one (programs send none, or `*`). */
export function wishedLanguage(header: string | undefined): Language | undefined {
  const wishes = (header ?? '').slice(0, 500).split(',').map((part, place) => {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const quality = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((found) => found !== undefined);
    return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality), place };
  });
  const known = wishes.filter(({ language, quality }) => (language === 'zh' || language === 'en') && quality > 0);
  known.sort((a, b) => b.quality - a.quality || a.place - b.place);
  return known[0]?.language as Language | undefined;
}

/** The same, Chinese when it names none. */
export function languageOf(header: string | undefined): Language {
  return wishedLanguage(header) ?? 'zh';
}

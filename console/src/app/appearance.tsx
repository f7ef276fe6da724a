import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { useEffect, useState, type ReactNode } from 'react';
import { useStill } from '../design/media.ts';
import { antdTheme } from '../design/theme.ts';
import type { Language } from '../i18n/language.ts';
import { modeOf, onSystemModeChange, publishTheme, usePreferences } from './preferences.ts';

/** What antd's own pieces say. Loaded before the page is drawn: a language that comes later draws all of it again. */
export async function antdLocale(language: Language): Promise<Locale> {
  const [locale] = language === 'zh'
    ? await Promise.all([import('antd/es/locale/zh_CN'), import('dayjs/locale/zh-cn')])
    : await Promise.all([import('antd/es/locale/en_US')]);
  const { default: dayjs } = await import('dayjs');
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  return locale.default;
}

/** Theme, density and language of antd, and the CSS variables of our own styles. */
export function Appearance({ first, children }: { first: Readonly<{ language: Language; locale: Locale }>; children: ReactNode }) {
  const { language, theme, density } = usePreferences();
  const still = useStill();
  const [mode, setMode] = useState(() => modeOf(theme));
  const [{ language: said, locale }, setLocale] = useState(first);
  useEffect(() => {
    const apply = () => {
      publishTheme(theme, density);
      setMode(modeOf(theme));
    };
    apply();
    return onSystemModeChange(apply);
  }, [theme, density]);
  useEffect(() => {
    if (said === language) return;
    let current = true;
    void antdLocale(language).then((loaded) => current && setLocale({ language, locale: loaded }));
    return () => { current = false; };
  }, [said, language]);
  return (
    <ConfigProvider theme={antdTheme(mode, density, still)} locale={locale} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import { useEffect, useState, type ReactNode } from 'react';
import { useStill } from '../design/media.ts';
import { antdTheme } from '../design/theme.ts';
import type { Language } from '../i18n/language.ts';
import { modeOf, onSystemModeChange, publishTheme, usePreferences } from './preferences.ts';

/** What antd's own pieces say, and how dates are written there. Loaded before the page is drawn: a language that comes later draws all of it again. What cannot be had is left in English. */
export async function antdLocale(language: Language): Promise<Locale | undefined> {
  const load = language === 'zh' ? Promise.all([import('antd/es/locale/zh_CN'), import('dayjs/locale/zh-cn')]) : Promise.all([import('antd/es/locale/en_US')]);
  return load.then(([locale]) => locale.default, () => undefined);
}

/** Theme, density and language of antd, and the CSS variables of our own styles. */
export function Appearance({ first, children }: { first: Locale | undefined; children: ReactNode }) {
  const { language, theme, density } = usePreferences();
  const still = useStill();
  const [mode, setMode] = useState(() => modeOf(theme));
  const [locale, setLocale] = useState(first);
  useEffect(() => {
    const apply = () => {
      publishTheme(theme, density);
      setMode(modeOf(theme));
    };
    apply();
    return onSystemModeChange(apply);
  }, [theme, density]);
  useEffect(() => {
    let current = true;
    void antdLocale(language).then((loaded) => {
      if (!current) return;
      dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
      setLocale(loaded);
    });
    return () => { current = false; };
  }, [language]);
  return (
    <ConfigProvider theme={antdTheme(mode, density, still)} {...(locale ? { locale } : {})} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

import { BgColorsOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, chooseTheme, usePreferences, type ThemeChoice } from './preferences.ts';

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

export function LanguageSwitch() {
  const language = usePreferences((state) => state.language);
  const other = language === 'zh' ? 'en' : 'zh';
  return <Button type="text" icon={<GlobalOutlined />} onClick={() => void chooseLanguage(other)} lang={other}>{other === 'en' ? 'English' : '中文'}</Button>;
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const theme = usePreferences((state) => state.theme);
  return (
    <Dropdown trigger={['click']} menu={{ selectable: true, selectedKeys: [theme], items: themes.map((choice) => ({ key: choice, label: t(`app.theme.${choice}`) })), onClick: ({ key }) => chooseTheme(key as ThemeChoice) }}>
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t('app.theme.label')} />
    </Dropdown>
  );
}

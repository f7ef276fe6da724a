import { BgColorsOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { chooseLanguage, chooseTheme, usePreferences, type ThemeChoice } from './preferences.ts';
import { useSignedIn, useSignOut } from './session.ts';
import styles from './layout.module.css';

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

export function LanguageSwitch() {
  const language = usePreferences((state) => state.language);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => void chooseLanguage(other)} lang={other} aria-label={other === 'en' ? 'English' : '中文'}>
      {other === 'en' ? 'EN' : '中文'}
    </Button>
  );
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

function AccountMenu() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const signOut = useSignOut();
  return (
    <Dropdown trigger={['click']} menu={{
      items: [
        { key: 'who', disabled: true, label: <div className={styles.who}><strong>{user.name}</strong><span>{user.email}</span><span>{t(`organization.roles.${user.role}`)}</span></div> },
        { type: 'divider' },
        { key: 'out', label: t('app.signOut'), onClick: () => signOut.mutate() },
      ],
    }}>
      <Button type="text" className={styles.avatarButton ?? ''} aria-label={t('app.account', { name: user.name })}><span className={styles.avatar}>{[...user.name][0]}</span></Button>
    </Dropdown>
  );
}

export function HeaderMenus() {
  return <><LanguageSwitch /><ThemeSwitch /><AccountMenu /></>;
}

/** The same in a phone's drawer, spelled out. */
export function AccountActions() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const { language, theme } = usePreferences();
  const signOut = useSignOut();
  return (
    <div className={styles.accountActions}>
      <Segmented<Language> block value={language} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} onChange={(value) => void chooseLanguage(value)} />
      <Segmented block value={theme} options={themes.map((choice) => ({ value: choice, label: t(`app.theme.${choice}`) }))} onChange={chooseTheme} />
      <div className={styles.accountLine}>
        <span>{user.name} · {t(`organization.roles.${user.role}`)}</span>
        <Button onClick={() => signOut.mutate()}>{t('app.signOut')}</Button>
      </div>
    </div>
  );
}

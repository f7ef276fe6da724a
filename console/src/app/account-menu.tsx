import { BgColorsOutlined, GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import styles from './layout.module.css';
import { chooseDensity, chooseLanguage, chooseTheme, usePreferences, type Density, type ThemeChoice } from './preferences.ts';
import { useSignedIn, useSignOut } from './session.ts';
import { openOverlay } from './shell.ts';

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const densities: readonly Density[] = ['comfortable', 'compact'];

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
  const { theme, density } = usePreferences();
  const items = [
    { type: 'group' as const, label: t('app.theme.label'), children: themes.map((choice) => ({ key: choice, label: t(`app.theme.${choice}`), onClick: () => chooseTheme(choice) })) },
    { type: 'group' as const, label: t('app.density.label'), children: densities.map((choice) => ({ key: choice, label: t(`app.density.${choice}`), onClick: () => chooseDensity(choice) })) },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ selectable: true, multiple: true, selectedKeys: [theme, density], items }}>
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
        { key: 'keys', label: t('app.keys.title'), extra: '?', onClick: () => openOverlay('keys') },
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
  const { language, theme, density } = usePreferences();
  const signOut = useSignOut();
  return (
    <div className={styles.accountActions}>
      <Choice label={t('app.language')}><Segmented<Language> block value={language} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} onChange={(value) => void chooseLanguage(value)} /></Choice>
      <Choice label={t('app.theme.label')}><Segmented block value={theme} options={themes.map((choice) => ({ value: choice, label: t(`app.theme.${choice}`) }))} onChange={chooseTheme} /></Choice>
      <Choice label={t('app.density.label')}><Segmented block value={density} options={densities.map((choice) => ({ value: choice, label: t(`app.density.${choice}`) }))} onChange={chooseDensity} /></Choice>
      <div className={styles.accountLine}>
        <span><bdi>{user.name}</bdi> · {t(`organization.roles.${user.role}`)}</span>
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>{t('app.signOut')}</Button>
      </div>
    </div>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return <div role="group" aria-label={label}><span className={styles.choice} aria-hidden="true">{label}</span>{children}</div>;
}

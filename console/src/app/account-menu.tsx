import { RightOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayLeave } from '../design/leaving.ts';
import { useBrands } from './brand-switch.ts';
import { Choice } from './choice.tsx';
import styles from './layout.module.css';
import { Panel } from './panel.tsx';
import { chooseDensity, chooseLanguage, chooseTheme, usePreferences } from './preferences.ts';
import { useLeaveBrand, useSignedIn, useSignOut, useSignOutText } from './session.ts';
import { openOverlay } from './shell.ts';

/** Who is signed in, how the console looks to them, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.iconButton} onClick={() => setOpen(!open)} aria-haspopup="dialog" aria-expanded={open} aria-label={t('app.account', { name: user.name })}><span className={styles.avatar} aria-hidden="true">{[...user.name][0]}</span></button>
      {open && <Panel narrow label={t('app.account', { name: user.name })} onClose={() => setOpen(false)}><div className={styles.accountPanel}><AccountActions onDone={() => setOpen(false)} onKeys={() => { setOpen(false); openOverlay('keys'); }} /></div></Panel>}
    </>
  );
}

/** The same under the avatar and in a phone's drawer, where there are no keys to explain. */
export function AccountActions({ onDone, onKeys }: { onDone: () => void; onKeys?: () => void }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const { language, theme, density } = usePreferences();
  const signOut = useSignOut();
  const signOutText = useSignOutText();
  const leave = useLeaveBrand();
  const several = useBrands().length > 1;
  return (
    <div className={styles.accountActions}>
      <div className={styles.who}><strong>{user.name}</strong><span>{user.email}</span><span>{t(`organization.roles.${user.role}`)}</span><Link to="/settings" search={{ section: 'account' }} className={styles.myAccount} onClick={onDone}>{t('app.myAccount')}<RightOutlined aria-hidden="true" /></Link></div>
      <Choice label={t('app.language')} value={language} options={[{ value: 'zh', label: '中文', lang: 'zh-CN' }, { value: 'en', label: 'English', lang: 'en' }]} onChange={(value) => void chooseLanguage(value)} />
      <Choice label={t('app.theme.label')} value={theme} options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`app.theme.${value}`) }))} onChange={chooseTheme} />
      <Choice label={t('app.density.label')} value={density} options={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`app.density.${value}`) }))} onChange={chooseDensity} />
      <div className={styles.accountLine} data-several={several}>
        {onKeys && <button type="button" className={`${styles.quietButton} ${styles.keysButton}`} onClick={onKeys}>{t('app.keys.title')}</button>}
        {several && <button type="button" className={styles.quietButton} disabled={leave.isPending} onClick={() => void mayLeave().then((may) => { if (may) leave.mutate(); })}>{t('app.signOutBrand')}</button>}
        <button type="button" className={styles.quietButton} disabled={signOut.isPending || leave.isPending} onClick={() => signOut.mutate()}>{signOutText}</button>
      </div>
    </div>
  );
}

import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBrands, useSwitchBrand } from '../../app/brand-switch.ts';
import { useRefreshSession, useSignedIn, useSignOut, useSignOutText } from '../../app/session.ts';
import { Toasts } from '../../design/toast.tsx';
import { Door } from './door.tsx';
import { TotpSetup } from './totp-setup.tsx';

/** The brand asks everybody for a second factor: before anything else it is set up. */
export function TotpNeededPage({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { workspace, user } = useSignedIn();
  const refresh = useRefreshSession();
  const signOut = useSignOut();
  const signOutText = useSignOutText();
  const { go } = useSwitchBrand();
  const others = useBrands().filter(({ present }) => !present);
  useEffect(() => {
    document.title = `${t('accounts.totp.turnOn')} · ${t('app.product')}`;
  }, [t]);
  return (
    <Door title={t('accounts.totp.turnOn')} lead={t('accounts.totp.neededLead', { brand: workspace.name })} aside={<><strong>{t('accounts.totp.asideTitle')}</strong>{t('accounts.totp.asideText')}</>}>
      <TotpSetup onDone={() => void refresh().then(onDone)} />
      <p style={{ marginTop: 24, color: 'var(--text-secondary)' }}>{user.email} <Button type="link" size="small" onClick={() => signOut.mutate()}>{signOutText}</Button></p>
      {others.map((brand) => <Button key={brand.id} block style={{ marginTop: 8 }} onClick={() => void go(brand)}>{t('app.brands.switchTo', { name: brand.name })}</Button>)}
      <Toasts />
    </Door>
  );
}

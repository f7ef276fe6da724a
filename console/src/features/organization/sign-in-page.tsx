import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Door } from './door.tsx';
import { SignInForm } from './sign-in-form.tsx';
import styles from './sign-in.module.css';
import { SsoFailure } from './sso-failure.tsx';

export function SignInPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('organization.signIn')} · ${t('app.product')}`;
  }, [t]);
  return (
    <Door title={t('organization.signInTitle')} aside={<><strong>{t('organization.asideTitle')}</strong>{t('organization.asideText')}</>}>
      <SsoFailure />
      <SignInForm />
      <p className={styles.forgotten}>{t('organization.forgotten')}</p>
    </Door>
  );
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import feedback from '../../design/feedback.module.css';
import { Door } from './door.tsx';
import { SignInForm } from './sign-in-form.tsx';

const ssoFailures = ['over', 'refused', 'no_email', 'foreign_domain', 'unknown_person', 'other_account', 'disabled', 'provider'] as const;

export function SignInPage() {
  const { t } = useTranslation();
  // Why single sign-on sent the person back; the router forgets it with the next address.
  const [failure] = useState(() => ssoFailures.find((one) => one === new URLSearchParams(location.search).get('sso')));
  useEffect(() => {
    document.title = `${t('organization.signIn')} · ${t('app.product')}`;
  }, [t]);
  return (
    <Door title={t('organization.signInTitle')} lead={t('organization.signInLead')} aside={<><strong>{t('organization.asideTitle')}</strong>{t('organization.asideText')}</>}>
      {failure && <div className={feedback['problem']} role="alert"><div className={feedback['problemText']}><strong>{t(`accounts.sso.failures.${failure}`)}</strong></div></div>}
      <SignInForm />
    </Door>
  );
}

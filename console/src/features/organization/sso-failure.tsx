import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import feedback from '../../design/feedback.module.css';

const failures = ['over', 'refused', 'no_email', 'foreign_domain', 'unknown_person', 'other_account', 'disabled', 'provider'] as const;

/** Why single sign-on sent the person back; the router forgets it with the next address. */
export function SsoFailure() {
  const { t } = useTranslation();
  const [failure] = useState(() => failures.find((one) => one === new URLSearchParams(location.search).get('sso')));
  if (!failure) return null;
  return <div className={feedback['problem']} role="alert"><div className={feedback['problemText']}><strong>{t(`accounts.sso.failures.${failure}`)}</strong></div></div>;
}

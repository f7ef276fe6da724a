import { useTranslation } from 'react-i18next';

/** What is seen until the session is known. `index.html` shows the same before any of this runs, so nothing moves in between. */
export function Boot() {
  const { t } = useTranslation();
  return <div className="boot" role="status" aria-label={t('common.loading')}><img src="/mark.svg" width="40" height="40" alt="" /></div>;
}

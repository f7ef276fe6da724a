import type { Audience } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../app/session.ts';
import styles from './audiences.module.css';

/** A live audience that could not be brought up to date: its members are old, and nobody enters by it. Draws nothing while all is well. */
export function RefreshFailed({ audience }: { audience: Audience | undefined }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (!audience?.live || !audience.refreshError) return null;
  return (
    <div className={styles.refreshFailed} role="alert">
      <strong>{t('audiences.refreshFailed', { name: audience.name })}</strong>
      <p>{sentence(audience.refreshError)}</p>
    </div>
  );
}

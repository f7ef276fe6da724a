import { useTranslation } from 'react-i18next';
import styles from './feedback.module.css';

const widths = ['38%', '92%', '76%', '84%', '61%', '88%', '47%', '70%'];

/** Place holder with the rhythm of text; said once to screen readers. */
export function Loading({ rows = 5 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['bars']} role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, index) => <div key={index} className={styles['bar']} style={{ width: widths[index % widths.length] }} />)}
    </div>
  );
}

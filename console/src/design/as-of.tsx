import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../app/session.ts';
import styles from './feedback.module.css';

/** "截至 11月22日 14:32": the time at which a number was true. */
export function AsOf({ ms }: { ms: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <span className={styles['asOf']}>{t('common.asOf', { time: format.dayTime(ms, nowMs()) })}</span>;
}

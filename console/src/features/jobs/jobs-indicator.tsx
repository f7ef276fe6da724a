import { SyncOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './jobs.module.css';
import { isActive, useJobs } from './queries.ts';

/** In the header while long work is under way: how many and how far; a click leads to them. */
export function JobsIndicator() {
  const { t } = useTranslation();
  const { data } = useJobs();
  const active = data?.data.filter(isActive) ?? [];
  if (active.length === 0) return null;
  const known = active.filter((job) => job.progress.total > 0);
  const share = known.length > 0 ? known.reduce((sum, job) => sum + job.progress.done / job.progress.total, 0) / known.length : null;
  return (
    <Link to="/jobs" className={styles.indicator} title={t('jobs.running', { formatted: active.length })}>
      <SyncOutlined spin aria-hidden="true" />
      <span className={styles.indicatorText}>{t('jobs.running', { formatted: active.length })}</span>
      {share !== null && <span>{Math.floor(share * 100)}%</span>}
    </Link>
  );
}

import type { Job } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat, useSentence } from '../../app/session.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { CancelJob, ErrorFile, JobOutcome, JobProgress, JobState } from './job-parts.tsx';
import styles from './jobs.module.css';
import { useJobs } from './queries.ts';

export function JobsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useJobs();
  return (
    <Page title={t('jobs.title')} lead={t('jobs.lead')}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading rows={6} />}
      {data?.data.length === 0 && <EmptyState picture="jobs" title={t('jobs.emptyTitle')} text={t('jobs.emptyText')} />}
      {data && data.data.length > 0 && <ul className={styles.list}>{data.data.map((job) => <JobRow key={job.id} job={job} />)}</ul>}
    </Page>
  );
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const took = job.startedAtMs !== null && job.endedAtMs !== null ? format.duration(job.endedAtMs - job.startedAtMs) : null;
  return (
    <li className={styles.job}>
      <div>
        <div className={styles.title}>{sentence(job.title)}<JobState job={job} /></div>
        <div className={styles.meta}>{t('jobs.started', { time: format.dayTime(job.startedAtMs ?? job.createdAtMs, nowMs()) })}{took && ` · ${t('jobs.took', { duration: took })}`}</div>
        <JobOutcome job={job} />
        <ErrorFile job={job} />
      </div>
      <JobProgress job={job} />
      <div className={styles.actions}><CancelJob job={job} /></div>
    </li>
  );
}

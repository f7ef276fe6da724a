import type { Job } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat, useSentence } from '../../app/session.ts';
import { CancelJob, JobFiles, JobProgress, JobState, UndoBulk } from './job-parts.tsx';
import styles from './jobs.module.css';
import { isActive } from './queries.ts';

const endedMax = 4;

/** What is under way, and what ended last; all of it is on the page. */
export function JobsPanel({ jobs, onClose }: { jobs: readonly Job[]; onClose: () => void }) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => { panel.current?.focus(); }, []);
  const active = jobs.filter(isActive);
  const ended = jobs.filter((job) => !isActive(job)).slice(0, endedMax);
  return (
    <div ref={panel} className={styles.panel} role="dialog" aria-label={t('jobs.title')} tabIndex={-1}>
      <div className={styles.panelHead}><strong>{t('jobs.title')}</strong><Link to="/jobs" onClick={onClose}>{t('jobs.all')}</Link></div>
      <div className={styles.panelBody}>
        {jobs.length === 0 && <p className={styles.panelEmpty}>{t('jobs.emptyText')}</p>}
        {active.length === 0 && jobs.length > 0 && <p className={styles.panelEmpty}>{t('jobs.noneActive')}</p>}
        <ul>{active.map((job) => <PanelJob key={job.id} job={job} />)}</ul>
        {ended.length > 0 && <h3 className={styles.panelDay}>{t('jobs.endedLast')}</h3>}
        <ul>{ended.map((job) => <PanelJob key={job.id} job={job} />)}</ul>
      </div>
    </div>
  );
}

function PanelJob({ job }: { job: Job }) {
  const format = useFormat();
  const sentence = useSentence();
  return (
    <li className={styles.panelJob}>
      <div className={styles.panelTitle}><span title={sentence(job.title)}>{sentence(job.title)}</span><JobState job={job} /></div>
      {isActive(job)
        ? <div className={styles.panelWork}><JobProgress job={job} /><CancelJob job={job} quiet /></div>
        : <div className={styles.meta}>{[job.startedBy?.name, format.relative(job.endedAtMs, nowMs())].filter(Boolean).join(' · ')}</div>}
      {job.problem && <p className={styles.problem}>{sentence(job.problem)}</p>}
      <JobFiles job={job} />
      <UndoBulk job={job} />
    </li>
  );
}

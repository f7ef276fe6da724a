import type { Job } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat, useSentence } from '../../app/session.ts';
import { NothingFound } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { CancelJob, ErrorFile, JobFiles, JobOutcome, JobProgress, JobState, RetryJob, UndoBulk } from './job-parts.tsx';
import { jobKinds, jobStateChoices, type JobStateChoice } from './job-kinds.ts';
import styles from './jobs.module.css';
import { useLive } from './live-state.ts';
import { useJobs, type JobSearch } from './queries.ts';
import { markTold } from './told.ts';

const route = getRouteApi('/jobs');

/** Everything that takes time: what is under way, what came of it, what can be done now. */
export function JobsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch, isPlaceholderData } = useJobs(search);
  const jobs = data?.data;
  useEffect(() => {
    // Who looks at the list needs no notice of what it shows.
    if (jobs) markTold(jobs.filter((job) => job.endedAtMs !== null).map(({ id }) => id));
  }, [jobs]);
  const narrowed = Boolean(search.state ?? search.kind ?? search.mine);
  return (
    <Page title={t('jobs.title')} lead={t('jobs.lead')}>
      <Filters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!jobs && !error && <Loading rows={6} />}
      {jobs?.length === 0 && (narrowed ? <NothingFound onClear={() => void navigate({ search: {} })} /> : <EmptyState picture="jobs" title={t('jobs.emptyTitle')} text={t('jobs.emptyText')} />)}
      {jobs && jobs.length > 0 && <JobDays jobs={jobs} refreshing={isPlaceholderData} />}
      <Pages key={`${search.state} ${search.kind} ${search.mine}`} cursor={search.cursor} next={data?.nextCursor ?? undefined} onGo={(cursor) => void navigate({ search: { ...search, cursor } })} />
    </Page>
  );
}

/** Forward and back through the history; a link into the middle leads back to its beginning. */
function Pages({ cursor, next, onGo }: { cursor: string | undefined; next: string | undefined; onGo: (cursor: string | undefined) => void }) {
  const { t } = useTranslation();
  const [trail, setTrail] = useState<readonly (string | undefined)[]>([]);
  if (!cursor && !next) return null;
  const go = (to: string | undefined, passed: readonly (string | undefined)[]) => { setTrail(passed); onGo(to); };
  return (
    <div className={styles.pages}>
      <Button size="small" disabled={!cursor} onClick={() => go(trail.at(-1), trail.slice(0, -1))}>{t('common.previousPage')}</Button>
      <Button size="small" disabled={!next} onClick={() => go(next, [...trail, cursor])}>{t('common.nextPage')}</Button>
    </div>
  );
}

function Filters({ search, onChange }: { search: JobSearch; onChange: (next: JobSearch) => void }) {
  const { t } = useTranslation();
  const live = useLive((state) => state.live);
  const { state, kind, mine } = search;
  const change = (next: JobSearch) => onChange(Object.fromEntries(Object.entries({ state, kind, mine, ...next }).filter(([, value]) => value)));
  return (
    <div className={styles.filters}>
      <Select<JobStateChoice | 'all'>
        value={state ?? 'all'} onChange={(value) => change({ state: value === 'all' ? undefined : value })} aria-label={t('jobs.filterState')} className={styles.filter ?? ''}
        options={[{ value: 'all' as const, label: t('jobs.allStates') }, ...jobStateChoices.map((value) => ({ value, label: value === 'active' ? t('jobs.active') : t(`jobs.state.${value}`) }))]}
      />
      <Select
        value={kind ?? 'all'} onChange={(value) => change({ kind: value === 'all' ? undefined : value })} aria-label={t('jobs.filterKind')} className={styles.filter ?? ''}
        options={[{ value: 'all', label: t('jobs.allKinds') }, ...jobKinds.map(({ kind: value, key }) => ({ value, label: t(`jobs.kinds.${key}`) }))]}
      />
      <label className={styles.mine}><Switch size="small" checked={mine ?? false} onChange={(checked) => change({ mine: checked })} />{t('jobs.mine')}</label>
      <span className={styles.live} data-live={live} role="status">{live ? t('jobs.live') : t('jobs.asking')}</span>
    </div>
  );
}

/** What is under way first, then the history day by day. */
function JobDays({ jobs, refreshing }: { jobs: readonly Job[]; refreshing: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.dayKey(nowMs());
  const groups = Map.groupBy(jobs, (job) => (job.endedAtMs === null ? 'now' : format.dayKey(job.createdAtMs)));
  const ordered = [...groups].sort(([one], [other]) => (one === 'now' ? -1 : other === 'now' ? 1 : other.localeCompare(one)));
  const titleOf = (key: string, first: Job | undefined) => (key === 'now' ? t('jobs.active') : key === today ? t('jobs.today') : format.day(first?.createdAtMs, nowMs()));
  return (
    <div className={styles.days} data-refreshing={refreshing}>
      {ordered.map(([key, ofDay]) => (
        <section key={key}>
          <h2 className={styles.day}>{titleOf(key, ofDay[0])}<span>{format.count(ofDay.length)}</span></h2>
          <ul className={styles.list}>{ofDay.map((job) => <JobRow key={job.id} job={job} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const took = job.startedAtMs !== null && job.endedAtMs !== null ? format.duration(job.endedAtMs - job.startedAtMs) : null;
  const meta = [
    job.startedBy?.name ?? t('jobs.bySystem'), job.startedAtMs === null ? t('jobs.queued', { time: format.dayTime(job.createdAtMs, nowMs()) }) : t('jobs.started', { time: format.dayTime(job.startedAtMs, nowMs()) }),
    ...(took ? [t('jobs.took', { duration: took })] : []), ...(job.retryOf ? [t('jobs.isRetry')] : []),
  ];
  return (
    <li className={styles.job} data-job={job.id}>
      <div>
        <div className={styles.title}>{sentence(job.title)}<JobState job={job} /></div>
        <div className={styles.meta}>{meta.join(' · ')}</div>
        <JobOutcome job={job} />
        <JobFiles job={job} />
        <ErrorFile job={job} />
      </div>
      <JobProgress job={job} />
      <div className={styles.actions}><CancelJob job={job} /><RetryJob job={job} /><UndoBulk job={job} /></div>
    </li>
  );
}

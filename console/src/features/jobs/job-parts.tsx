import { DownloadOutlined } from '@ant-design/icons';
import type { Job } from '@homefield/contract';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { Tag, type Tone } from '../../design/tag.tsx';
import styles from './jobs.module.css';
import { isActive, useCancelJob } from './queries.ts';

const tones: Record<Job['state'], Tone> = { waiting: 'plain', running: 'accent', done: 'plain', failed: 'red', canceled: 'plain' };
const units = ['rows', 'customers', 'bytes', 'steps'] as const;
const resultNames = ['rows', 'imported', 'orders', 'customers', 'refunds', 'unchanged', 'rejected', 'buyers', 'changed', 'amountMinor'] as const;

export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (isActive(job) && job.cancelRequested) return <Tag tone="amber" dot>{t('jobs.canceling')}</Tag>;
  return <Tag tone={tones[job.state]} dot>{t(`jobs.state.${job.state}`)}</Tag>;
}

/** How far a job is: a bar when the total is known, else how much is done. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done, total, rejected } = job.progress;
  const known = units.find((unit) => unit === job.progress.unit);
  const unit = known ? t(`jobs.units.${known}`) : job.progress.unit;
  const text = total > 0 ? t('jobs.progress', { done: format.count(done), total: format.count(total), unit }) : t('jobs.progressOpen', { done: format.count(done), unit });
  return (
    <div>
      {isActive(job) && <Progress aria-label={text} percent={total > 0 ? Math.floor((done / total) * 100) : 0} showInfo={total > 0} size="small" status={job.state === 'running' ? 'active' : 'normal'} />}
      {(done > 0 || total > 0) && job.result === null && <span className={styles.progressText}>{text}{rejected ? ` · ${t('jobs.rejected', { formatted: format.count(rejected) })}` : ''}</span>}
    </div>
  );
}

/** The numbers of a job that ended, and what went wrong. */
export function JobOutcome({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const numbers = resultNames.flatMap((name) => {
    const value = job.result?.[name];
    return typeof value === 'number' ? [{ name, text: name === 'amountMinor' ? format.compactMoney(value) : format.count(value), warns: name === 'rejected' && value > 0 }] : [];
  });
  const ignored = Array.isArray(job.result?.['ignoredColumns']) ? job.result['ignoredColumns'] : [];
  return (
    <>
      {job.problem && <p className={styles.problem}>{sentence(job.problem)}</p>}
      {numbers.length > 0 && <p className={styles.result}>{numbers.map(({ name, text, warns }) => <span key={name} data-warns={warns}>{t(`jobs.resultNames.${name}`)} <b>{text}</b></span>)}</p>}
      {ignored.length > 0 && <p className={styles.ignored}>{t('jobs.ignoredColumns', { names: ignored.map(String).join(t('jobs.between')) })}</p>}
    </>
  );
}

/** Address of the rejected lines, when the job kept any. */
export function errorFileOf(job: Job): string | null {
  const file = job.result?.['errorFile'];
  return typeof file === 'string' && file.startsWith('/api/') ? file : null;
}

/** The rejected lines as a file, and what to do with it. */
export function ErrorFile({ job }: { job: Job }) {
  const { t } = useTranslation();
  const file = errorFileOf(job);
  if (!file) return null;
  return <p className={styles.errorFile}><Button href={file} download icon={<DownloadOutlined aria-hidden="true" />}>{t('jobs.errorFile')}</Button><span>{t('jobs.errorFileHint')}</span></p>;
}

export function CancelJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const cancel = useCancelJob();
  if (!isActive(job) || job.cancelRequested) return null;
  return (
    <ConfirmButton
      label={t('jobs.cancel')} button={{ size: 'small' }} title={t('jobs.cancelTitle', { title: sentence(job.title) })} okText={t('jobs.cancel')} stayText={t('jobs.keepRunning')} danger
      consequences={job.kind.startsWith('import') ? [t('jobs.cancelKept'), t('jobs.cancelAgain')] : [t('jobs.cancelKept')]} action={() => cancel.mutateAsync(job.id)}
    />
  );
}

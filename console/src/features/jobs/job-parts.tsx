import { DownloadOutlined } from '@ant-design/icons';
import type { Job } from '@homefield/contract';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { nowMs, useFormat, useSentence, useSession } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { Tag, type Tone } from '../../design/tag.tsx';
import styles from './jobs.module.css';
import { isActive, useCancelJob, useRetryJob, useUndoable, useUndoBulk } from './queries.ts';

const tones: Record<Job['state'], Tone> = { waiting: 'plain', running: 'accent', done: 'plain', failed: 'red', canceled: 'plain' };
const units = ['rows', 'customers', 'bytes', 'steps'] as const;
const resultNames = ['exported', 'matched', 'rows', 'imported', 'orders', 'customers', 'refunds', 'unchanged', 'rejected', 'incomplete', 'buyers', 'changed', 'stores', 'amountMinor'] as const;

export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (isActive(job) && job.cancelRequested) return <Tag tone="amber" dot>{t('jobs.canceling')}</Tag>;
  return <Tag tone={tones[job.state]} dot>{t(`jobs.state.${job.state}`)}</Tag>;
}

/** What a job counts in, as people say it. */
function useUnit(): (job: Job) => string {
  const { t } = useTranslation();
  return ({ progress }) => {
    const known = units.find((unit) => unit === progress.unit);
    return known ? t(`jobs.units.${known}`) : progress.unit;
  };
}

/** How far a job is: a bar when the total is known, else how much is done; how fast, and how long it will take. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unit = useUnit()(job);
  const { done, total, rejected } = job.progress;
  const text = total > 0 ? t('jobs.progress', { done: format.count(done), total: format.count(total), unit }) : t('jobs.progressOpen', { done: format.count(done), unit });
  return (
    <div className={styles.progress}>
      {isActive(job) && <Progress aria-label={text} percent={total > 0 ? Math.floor((done / total) * 100) : 0} showInfo={total > 0} size="small" status={job.state === 'running' ? 'active' : 'normal'} />}
      {(done > 0 || total > 0) && job.result === null && (
        <span className={styles.progressText}>
          <span>{text}</span>
          {rejected ? <span data-warns="true">{t('jobs.rejected', { formatted: format.count(rejected) })}</span> : null}
          {job.state === 'running' && job.perSecond ? <span>{t('jobs.speed', { formatted: format.count(job.perSecond), unit })}</span> : null}
          {job.leftMs !== null && <span>{t('jobs.left', { duration: format.duration(job.leftMs) })}</span>}
        </span>
      )}
    </div>
  );
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The numbers of a job that ended, and what went wrong. */
export function JobOutcome({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  // A snapshot's changes are those of classes, a bulk action's those of customers.
  const nameOf = (name: (typeof resultNames)[number]) => (name === 'changed' && job.kind === 'bulk.customers' ? t('jobs.resultNames.changedCustomers') : t(`jobs.resultNames.${name}`));
  const numbers = resultNames.flatMap((name) => {
    const value = job.result?.[name];
    // Nothing to tell of what most imports have none of.
    if (name === 'incomplete' && value === 0) return [];
    return typeof value === 'number' ? [{ name, text: name === 'amountMinor' ? format.compactMoney(value) : format.count(value), warns: (name === 'rejected' || name === 'incomplete') && value > 0 }] : [];
  });
  const unreadRefunds = textsOf(job.result?.['unreadRefundColumns']);
  const ignored = textsOf(job.result?.['ignoredColumns']).filter((name) => !unreadRefunds.includes(name));
  const listed = (names: readonly string[]) => names.join(t('jobs.between'));
  return (
    <>
      {job.problem && <p className={styles.problem}>{sentence(job.problem)}</p>}
      {numbers.length > 0 && <p className={styles.result}>{numbers.map(({ name, text, warns }) => <span key={name} data-warns={warns}>{nameOf(name)} <b>{text}</b></span>)}</p>}
      {unreadRefunds.length > 0 && <p className={styles.warning} role="alert">{t('jobs.unreadRefunds', { names: listed(unreadRefunds) })}</p>}
      {ignored.length > 0 && <p className={styles.ignored}>{t('jobs.ignoredColumns', { names: listed(ignored) })}</p>}
    </>
  );
}

/** The files that a job made, for whoever may fetch them, while they are kept. */
export function JobFiles({ job, primary = false }: { job: Job; primary?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: session } = useSession();
  const user = session?.user;
  if (job.files.length === 0 || !user) return null;
  const mine = user.role === 'owner' || job.startedBy?.id === user.id;
  return (
    <ul className={styles.files}>
      {job.files.map((file) => {
        const isKept = file.expiresAtMs > nowMs();
        return (
          <li key={file.name}>
            {isKept && mine ? <Button href={file.url} download={file.name} icon={<DownloadOutlined aria-hidden="true" />} type={primary ? 'primary' : 'default'} size="small">{file.name}</Button> : <span>{file.name}</span>}
            <small>{isKept ? (mine ? t('jobs.fileKept', { size: format.bytes(file.bytes), day: format.day(file.expiresAtMs, nowMs()) }) : t('jobs.fileOfOthers')) : t('jobs.fileGone')}</small>
          </li>
        );
      })}
    </ul>
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
  const may = useMay();
  const file = errorFileOf(job);
  if (!file || !may('orders.import')) return null;
  return <p className={styles.errorFile}><Button href={file} download size="small" icon={<DownloadOutlined aria-hidden="true" />}>{t('jobs.errorFile')}</Button><span>{t('jobs.errorFileHint')}</span></p>;
}

/** The work of others is touched only by those who run the brand's data (the server holds to the same). */
function useMayTouch(): (job: Job) => boolean {
  const may = useMay();
  const { data: session } = useSession();
  return (job) => may('orders.import') || (session?.user != null && job.startedBy?.id === session.user.id);
}

export function CancelJob({ job, quiet = false }: { job: Job; quiet?: boolean }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const cancel = useCancelJob();
  const mayTouch = useMayTouch();
  if (!isActive(job) || job.cancelRequested || !mayTouch(job)) return null;
  const consequences = job.kind.startsWith('import') ? [t('jobs.cancelKept'), t('jobs.cancelAgain')] : job.kind.startsWith('export') ? [t('jobs.cancelExport')] : [t('jobs.cancelKept')];
  return (
    <ConfirmButton
      label={quiet ? t('jobs.cancelShort') : t('jobs.cancel')} button={{ size: 'small', ...(quiet ? { type: 'text' as const } : {}) }} title={t('jobs.cancelTitle', { title: sentence(job.title) })} okText={t('jobs.cancel')} stayText={t('jobs.keepRunning')} danger
      consequences={consequences} action={() => cancel.mutateAsync(job.id)}
    />
  );
}

export function RetryJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const retry = useRetryJob();
  const mayTouch = useMayTouch();
  if (!job.retryable || !mayTouch(job)) return null;
  return (
    <ConfirmButton
      label={t('jobs.retry')} button={{ size: 'small' }} title={t('jobs.retryTitle', { title: sentence(job.title) })} okText={t('jobs.retry')}
      consequences={[t('jobs.retryNew'), t('jobs.retryOld')]} action={() => retry.mutateAsync(job.id)}
    />
  );
}

/** Gives back what a bulk action changed, to exactly those whom it changed, once. */
export function UndoBulk({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndoBulk();
  const undoable = useUndoable();
  const changed = Number(job.result?.['changed'] ?? 0);
  if (!undoable(job) || undo.isSuccess) return null;
  return (
    <ConfirmButton
      label={t('jobs.undo')} button={{ size: 'small' }} title={t('jobs.undoTitle', { formatted: format.count(changed) })} okText={t('jobs.undo')}
      consequences={[t('jobs.undoExactly'), t('jobs.undoJob')]} action={() => undo.mutateAsync(job.id)}
    />
  );
}

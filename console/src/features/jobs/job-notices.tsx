import { CheckCircleFilled, CloseCircleFilled, CloseOutlined } from '@ant-design/icons';
import type { Job } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { nowMs, useSentence, useSignedIn } from '../../app/session.ts';
import styles from './jobs.module.css';
import { useUndoable, useUndoBulk } from './queries.ts';
import { beginTelling, closeNotice, tellOf, useNotices } from './told.ts';

const shownMs = 8_000;
/** Long enough to see what it did to the list. */
const shownWithUndoMs = 30_000;

/** Tells a person that a job of theirs has ended, wherever they are by then, with the way to its result. What failed stays until it is closed. */
export function JobNotices({ jobs }: { jobs: readonly Job[] }) {
  const { user } = useSignedIn();
  const notices = useNotices((state) => state.notices);
  useEffect(() => beginTelling(user.id, nowMs()), [user.id]);
  useEffect(() => tellOf(jobs), [jobs]);
  if (notices.length === 0) return null;
  return createPortal(<div className={styles.notices}>{notices.map((job) => <Notice key={job.id} job={job} onClose={() => closeNotice(job.id)} />)}</div>, document.body);
}

function Notice({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const close = useRef(onClose);
  useEffect(() => { close.current = onClose; });
  const failed = job.state === 'failed';
  const [file] = job.files;
  const undo = useUndoBulk();
  const undoable = useUndoable()(job);
  const stays = failed || file !== undefined || undo.isError;
  const restsMs = undoable ? shownWithUndoMs : shownMs;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => close.current(), restsMs);
    return () => clearTimeout(timer);
  }, [stays, restsMs]);
  return (
    <div className={styles.notice} role={failed ? 'alert' : 'status'} data-failed={failed}>
      {failed ? <CloseCircleFilled aria-hidden="true" /> : <CheckCircleFilled aria-hidden="true" />}
      <div>
        <strong>{failed ? t('jobs.noticeFailed', { title: sentence(job.title) }) : t('jobs.noticeDone', { title: sentence(job.title) })}</strong>
        {job.problem && <p>{sentence(job.problem)}</p>}
        {undo.error && <p role="alert">{t('jobs.undoFailed')}</p>}
        <div className={styles.noticeActions}>
          {file ? <a href={file.url} download={file.name} onClick={onClose}>{t('jobs.download', { name: file.name })}</a> : <Link to="/jobs" onClick={onClose}>{t('jobs.seeResult')}</Link>}
          {undoable && !undo.isSuccess && <button type="button" className={styles.noticeUndo} disabled={undo.isPending} onClick={() => undo.mutate(job.id, { onSuccess: onClose })}>{t('jobs.undo')}</button>}
        </div>
      </div>
      <button type="button" className={styles.noticeClose} onClick={onClose} aria-label={t('jobs.close')}><CloseOutlined aria-hidden="true" /></button>
    </div>
  );
}

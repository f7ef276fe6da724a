import type { Job } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../app/session.ts';
import { CancelJob, ErrorFile, JobOutcome, JobProgress, JobState } from '../jobs/job-parts.tsx';
import { isActive } from '../jobs/queries.ts';
import styles from './imports.module.css';

/** The dialog once the file is with the server: the button became the progress of its work. Its customers are among those who were first seen last. */
export function ImportProgress({ job, onClose, onAgain }: { job: Job; onClose: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const navigate = useNavigate();
  return (
    <div className={styles.form}>
      <div className={styles.jobHead}><strong>{sentence(job.title)}</strong><JobState job={job} /></div>
      {job.result === null && <JobProgress job={job} />}
      <div><JobOutcome job={job} /><ErrorFile job={job} /></div>
      <div className={styles.buttons}>
        {isActive(job)
          ? <><Button type="primary" onClick={onClose}>{t('imports.background')}</Button><CancelJob job={job} /></>
          : job.state === 'done'
            ? <><Button type="primary" onClick={() => void navigate({ to: '/customers', search: { sort: '-createdAt' } })}>{t('imports.seeCustomers')}</Button><Button onClick={onAgain}>{t('imports.again')}</Button></>
            : <Button type="primary" onClick={onAgain}>{t('imports.tryAgain')}</Button>}
      </div>
    </div>
  );
}

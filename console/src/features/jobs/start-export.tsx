import type { CustomerExport, Job } from '@homefield/contract';
import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, type ButtonProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../../api/client.ts';
import { useMay } from '../../app/access.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { JobFiles, JobOutcome, JobProgress, CancelJob } from './job-parts.tsx';
import { isActive, rememberJob, useJob } from './queries.ts';
import styles from './jobs.module.css';

/**
 * Starts a job by a call that answers with it (an export, a bulk action), and follows it: `job` is the job as it is now. The header
 * tells of its end when the person has gone elsewhere.
 */
export function useStartedJob<Body>(path: string) {
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: (body: Body) => post<Job>(path, body),
    onSuccess: (job) => rememberJob(client, job),
  });
  const job = useJob(start.data?.id ?? null).data ?? start.data;
  return { start: start.mutate, startAsync: start.mutateAsync, reset: start.reset, error: start.error, job, working: start.isPending || (job !== undefined && isActive(job)) };
}

/** Starts an export of a list: `useStartExport<CustomerExport>('/customers/exports')`. */
export const useStartExport = useStartedJob;

/** A job that was started here: its progress, then its result with the files. */
export function StartedJob({ job }: { job: Job }) {
  return (
    <div className={styles.started}>
      {isActive(job) ? <><JobProgress job={job} /><CancelJob job={job} /></> : <><JobOutcome job={job} /><JobFiles job={job} /></>}
    </div>
  );
}

/** The button of the list of customers: exports what the list shows (or `ids`), turns into the progress; the notice of its end has the file. Without a choice it waits for one. */
export function ExportCustomers({ choice, label, button }: { choice: CustomerExport | undefined; label?: string; button?: ButtonProps }) {
  const { t } = useTranslation();
  const may = useMay();
  const { start, job, working, error } = useStartExport<CustomerExport>('/customers/exports');
  if (!may('customers.export')) return null;
  const share = job && isActive(job) && job.progress.total > 0 ? ` ${Math.floor((job.progress.done / job.progress.total) * 100)}%` : '';
  return (
    <>
      <Button icon={<DownloadOutlined />} {...button} disabled={!choice} loading={working} onClick={() => choice && start(choice)}>{working ? `${t('jobs.exporting')}${share}` : label ?? t('jobs.export')}</Button>
      {error ? <ProblemAlert error={error} /> : null}
    </>
  );
}

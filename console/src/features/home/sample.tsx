import type { SampleState } from '@homefield/contract';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useFormat } from '../../app/session.ts';
import { useJob } from '../jobs/queries.ts';
import styles from './home.module.css';
import { useLoadSample, useRemoveSample } from './queries.ts';

/** Loads the sample brand on one click; the button turns into the progress of its work. */
export function LoadSample({ sample }: { sample: SampleState }) {
  const { t } = useTranslation();
  const may = useMay();
  const load = useLoadSample();
  if (sample.jobId) return <SampleProgress jobId={sample.jobId} text={t(sample.state === 'removing' ? 'home.sampleRemoving' : 'home.sampleLoading')} />;
  return (
    <>
      <ProblemAlert error={load.error} />
      <Button disabled={!may('orders.import')} loading={load.isPending} onClick={() => load.mutate()}>{t('home.sampleLoad')}</Button>
    </>
  );
}

function SampleProgress({ jobId, text }: { jobId: string; text: string }) {
  const { data: job } = useJob(jobId);
  const { done = 0, total = 0 } = job?.progress ?? {};
  return <div className={styles.progress} role="status"><span>{text}</span><Progress percent={total > 0 ? Math.floor((done / total) * 100) : 0} size="small" status="active" /></div>;
}

/** Above the numbers while they are those of invented customers: says so, and takes them out again. */
export function SampleNotice({ sample }: { sample: SampleState }) {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const remove = useRemoveSample();
  if (sample.state === 'removing' && sample.jobId) return <div className={styles.notice}><SampleProgress jobId={sample.jobId} text={t('home.sampleRemoving')} /></div>;
  if (sample.state === 'loading' && sample.jobId) return <div className={styles.notice}><SampleProgress jobId={sample.jobId} text={t('home.sampleLoading')} /></div>;
  if (sample.state !== 'loaded') return null;
  return (
    <div className={styles.notice}>
      <span>{t('home.sampleHere', { formatted: format.count(sample.customers) })}</span>
      {may('orders.import') && (
        <ConfirmButton
          label={t('home.sampleRemove')} button={{ size: 'small' }} title={t('home.sampleRemoveTitle')} okText={t('home.sampleRemove')} danger
          consequences={[t('home.sampleRemoveGone', { formatted: format.count(sample.customers) }), t('home.sampleRemoveStays'), t('home.sampleRemoveAgain')]} action={() => remove.mutateAsync()}
        />
      )}
    </div>
  );
}

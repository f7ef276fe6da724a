import type { SampleState } from '@homefield/contract';
import type { Permission } from '@homefield/contract/access';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useFormat } from '../../app/session.ts';
import { useJob } from '../jobs/queries.ts';
import { Folded } from './folded.tsx';
import styles from './home.module.css';
import { useLoadSample, useRemoveSample } from './queries.ts';

/** Whoever keeps the brand's settings decides whether invented customers stand among its own: they count in everybody's numbers. */
const keeps: Permission = 'workspace.manage';
export const useMayChangeSample = () => useMay()(keeps);

/** Loads the sample brand on one click; the button turns into the progress of its work. Nothing for who may not. */
export function LoadSample({ sample }: { sample: SampleState }) {
  const { t } = useTranslation();
  const may = useMayChangeSample();
  const load = useLoadSample();
  if (sample.jobId) return <SampleProgress jobId={sample.jobId} text={t(sample.state === 'removing' ? 'home.sampleRemoving' : 'home.sampleLoading')} />;
  if (!may) return null;
  return (
    <>
      <ProblemAlert error={load.error} />
      <Button loading={load.isPending} onClick={() => load.mutate()}>{t('home.sampleLoad')}</Button>
    </>
  );
}

function SampleProgress({ jobId, text }: { jobId: string; text: string }) {
  const { data: job } = useJob(jobId);
  const { done = 0, total = 0 } = job?.progress ?? {};
  return <div className={styles.progress} role="status"><span>{text}</span><Progress percent={total > 0 ? Math.floor((done / total) * 100) : 0} size="small" status="active" /></div>;
}

/** Beside the numbers while invented customers count in them: says how many, and takes them out again. `among`: there are customers of one's own as well. */
export function SampleNotice({ sample, among, folded }: { sample: SampleState; among: boolean; folded: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (sample.state === 'removing' && sample.jobId) return <div className={styles.notice}><SampleProgress jobId={sample.jobId} text={t('home.sampleRemoving')} /></div>;
  if (sample.state === 'loading' && sample.jobId) return <div className={styles.notice}><SampleProgress jobId={sample.jobId} text={t('home.sampleLoading')} /></div>;
  if (sample.state !== 'loaded') return null;
  const formatted = format.count(sample.customers);
  const inner = <><span>{t(among ? 'home.sampleAmong' : 'home.sampleHere', { formatted })}</span><RemoveSample formatted={formatted} /></>;
  return folded ? <Folded line={t('home.sampleLine', { formatted })}><div className={styles.noticeFolded}>{inner}</div></Folded> : <div className={styles.notice}>{inner}</div>;
}

function RemoveSample({ formatted }: { formatted: string }) {
  const { t } = useTranslation();
  const remove = useRemoveSample();
  if (!useMayChangeSample()) return null;
  return (
    <ConfirmButton
      label={t('home.sampleRemove')} button={{ size: 'small' }} title={t('home.sampleRemoveTitle')} okText={t('home.sampleRemove')} danger
      consequences={[t('home.sampleRemoveGone', { formatted }), t('home.sampleRemoveStays'), t('home.sampleRemoveAgain')]} action={() => remove.mutateAsync()}
    />
  );
}

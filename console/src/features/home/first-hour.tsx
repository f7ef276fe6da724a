import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import type { SampleState, TodayNumbers } from '@homefield/contract';
import type { Permission } from '@homefield/contract/access';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useMay } from '../../app/access.ts';
import { useSignedIn } from '../../app/session.ts';
import { Folded } from './folded.tsx';
import styles from './home.module.css';
import { LoadSample } from './sample.tsx';

/** Put away in this browser, by user: each of their brands begins anew. */
const usePutAway = create<Readonly<Record<string, boolean>>>()(persist((): Readonly<Record<string, boolean>> => ({}), { name: 'homefield.first-hours', version: 1 }));

/** Who has looked at what came of the sample's SOP, by user: with invented customers that is the first result. */
const useLooked = create<Readonly<Record<string, boolean>>>()(persist((): Readonly<Record<string, boolean>> => ({}), { name: 'homefield.sample-results', version: 1 }));

type Step = keyof TodayNumbers['steps'];
const needs: Readonly<Record<Step, Permission>> = { data: 'orders.import', layers: 'models.read', audience: 'audiences.write', sop: 'sops.write', result: 'sops.read' };

/**
 * The guided first hour: bring data, see your layers, divide, act, measure. Ticks itself off; goes when all is done, or when it is put away. For
 * who may do all of it: others would be sent to pages that turn them away.
 */
export function FirstHour({ steps: told, sample, folded }: { steps: TodayNumbers['steps']; sample: SampleState | undefined; folded: boolean }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const may = useMay();
  const putAway = usePutAway((state) => state[user.id]) ?? false;
  const looked = useLooked((state) => state[user.id]) ?? false;
  const steps = { ...told, result: told.result || (looked && sample?.sopId != null) };
  const order: Step[] = ['data', 'layers', 'audience', 'sop', 'result'];
  const done = order.filter((step) => steps[step]).length;
  const next = order.find((step) => !steps[step]);
  if (!next || putAway || !order.every((step) => may(needs[step]))) return null;
  const ways: Record<Step, ReactNode> = {
    data: <><Link to="/customers" search={{ dialog: 'import' }}>{t('home.importAction')}</Link>{sample?.state === 'none' && <LoadSample sample={sample} />}</>,
    layers: <Link to="/models/rfm">{t('home.steps.layersAction')}</Link>,
    audience: <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ preset: 'lapsed' }}>{t('home.steps.audienceAction')}</Link>,
    sop: <Link to="/sops/$sopId" params={{ sopId: 'new' }}>{t('home.steps.sopAction')}</Link>,
    result: sample?.sopId
      ? <Link to="/sops/$sopId" params={{ sopId: sample.sopId }} search={{ tab: 'result' }} onClick={() => useLooked.setState({ [user.id]: true })}>{t('home.steps.resultSample')}</Link>
      : <Link to="/sops">{t('home.steps.resultAction')}</Link>,
  };
  const progress = t('home.steps.progress', { done, all: order.length });
  const close = () => usePutAway.setState({ [user.id]: true });
  const list = (
    <ol>
      {order.map((step, index) => (
        <li key={step} data-state={steps[step] ? 'done' : step === next ? 'next' : 'later'}>
          <span className={styles.stepMark} aria-hidden="true">{steps[step] ? <CheckCircleFilled /> : index + 1}</span>
          <div><strong>{t(`home.steps.${step}`)}</strong><p>{t(step === 'result' && sample?.sopId ? 'home.steps.resultSampleText' : `home.steps.${step}Text`)}</p>{step === next && <div className={styles.stepWays}>{ways[step]}</div>}</div>
        </li>
      ))}
    </ol>
  );
  if (folded) return <Folded line={t('home.steps.title')} note={progress}><div className={styles.firstHourFolded}>{list}<Button size="small" onClick={close}>{t('home.steps.putAway')}</Button></div></Folded>;
  return (
    <section className={styles.firstHour} aria-label={t('home.steps.title')}>
      <header>
        <h2>{t('home.steps.title')}</h2>
        <span className={styles.quiet}>{progress}</span>
        <Button type="text" size="small" icon={<CloseOutlined aria-hidden="true" />} aria-label={t('home.steps.putAway')} onClick={close} />
      </header>
      {list}
    </section>
  );
}

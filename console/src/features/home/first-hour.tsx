import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import type { SampleState, TodayNumbers } from '@homefield/contract';
import type { Permission } from '@homefield/contract/access';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
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

/** Who has seen the guide at work, by user: only to them it says in the end that all is done. */
const useBegun = create<Readonly<Record<string, boolean>>>()(persist((): Readonly<Record<string, boolean>> => ({}), { name: 'homefield.first-hours-begun', version: 1 }));

/** Who has looked at what came of the sample's SOP, by user: with invented customers that is the first result. */
const useLooked = create<Readonly<Record<string, boolean>>>()(persist((): Readonly<Record<string, boolean>> => ({}), { name: 'homefield.sample-results', version: 1 }));

type Step = keyof TodayNumbers['steps'];
const order: readonly Step[] = ['data', 'layers', 'audience', 'sop', 'result'];
const whereDone: Readonly<Record<Step, '/customers' | '/models/rfm' | '/audiences' | '/sops'>> = { data: '/customers', layers: '/models/rfm', audience: '/audiences', sop: '/sops', result: '/sops' };
const needs: Readonly<Record<Step, Permission>> = { data: 'orders.import', layers: 'models.read', audience: 'audiences.write', sop: 'sops.write', result: 'sops.read' };

type Told = { steps: TodayNumbers['steps']; sample: SampleState | undefined; folded: boolean };

/**
 * The guided first hour: bring data, see your layers, divide, act, measure. Ticks itself off; says once that all is done, and goes when it is put
 * away. For who may do all of it: others would be sent to pages that turn them away.
 */
export function FirstHour({ steps: told, sample, folded }: Told) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const may = useMay();
  const putAway = usePutAway((state) => state[user.id]) ?? false;
  const looked = useLooked((state) => state[user.id]) ?? false;
  const begun = useBegun((state) => state[user.id]) ?? false;
  const steps = { ...told, result: told.result || (looked && sample?.sopId != null) };
  const done = order.filter((step) => steps[step]).length;
  const next = order.find((step) => !steps[step]);
  const isShown = !putAway && order.every((step) => may(needs[step])) && (next !== undefined || begun);
  useEffect(() => { if (isShown && !begun) useBegun.setState({ [user.id]: true }); }, [isShown, begun, user.id]);
  if (!isShown) return null;
  const progress = next ? t('home.steps.progress', { done, all: order.length }) : t('home.steps.allDone');
  const close = () => usePutAway.setState({ [user.id]: true });
  const list = <Steps steps={steps} next={next} sample={sample} />;
  const away = <Button size="small" onClick={close}>{t(next ? 'home.steps.putAway' : 'home.steps.close')}</Button>;
  if (folded) return <Folded line={t('home.steps.title')} note={progress}><div className={styles.firstHourFolded}>{list}{away}</div></Folded>;
  return (
    <section className={styles.firstHour} aria-label={t('home.steps.title')}>
      <header>
        <h2>{t('home.steps.title')}</h2>
        <span className={styles.quiet} role="status">{progress}</span>
        {next ? <Button type="text" size="small" icon={<CloseOutlined aria-hidden="true" />} aria-label={t('home.steps.putAway')} onClick={close} /> : away}
      </header>
      {list}
    </section>
  );
}

/** The steps: the next one with its ways, those that are done as links to what came of them. */
function Steps({ steps, next, sample }: Pick<Told, 'steps' | 'sample'> & { next: Step | undefined }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const sampleResult = (text: string) => sample?.sopId && <Link to="/sops/$sopId" params={{ sopId: sample.sopId }} search={{ tab: 'result' }} onClick={() => useLooked.setState({ [user.id]: true })}>{text}</Link>;
  const ways: Record<Step, ReactNode> = {
    data: <><Link to="/customers" search={{ dialog: 'import' }}>{t('home.importAction')}</Link>{sample?.state === 'none' && <LoadSample sample={sample} />}</>,
    layers: <Link to="/models/rfm">{t('home.steps.layersAction')}</Link>,
    audience: <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ preset: 'lapsed' }}>{t('home.steps.audienceAction')}</Link>,
    sop: <Link to="/sops/$sopId" params={{ sopId: 'new' }}>{t('home.steps.sopAction')}</Link>,
    result: sampleResult(t('home.steps.resultSample')) || <Link to="/sops">{t('home.steps.resultAction')}</Link>,
  };
  const doneOf = (step: Step): ReactNode => (step === 'result' && sampleResult(t('home.steps.result'))) || <Link to={whereDone[step]}>{t(`home.steps.${step}`)}</Link>;
  return (
    <ol>
      {order.map((step, index) => (
        <li key={step} data-state={steps[step] ? 'done' : step === next ? 'next' : 'later'}>
          <span className={styles.stepMark} aria-hidden="true">{steps[step] ? <CheckCircleFilled /> : index + 1}</span>
          <div><strong>{steps[step] ? doneOf(step) : t(`home.steps.${step}`)}</strong><p>{t(step === 'result' && sample?.sopId ? 'home.steps.resultSampleText' : `home.steps.${step}Text`)}</p>{step === next && <div className={styles.stepWays}>{ways[step]}</div>}</div>
        </li>
      ))}
    </ol>
  );
}

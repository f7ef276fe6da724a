import type { HomeNumbers, SampleState, TodayNumbers } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useSignedIn } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { loopStages } from '../../design/loop-mark.tsx';
import { useStacked } from '../../design/media.ts';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { BrandFigures } from './brand-figures.tsx';
import { FirstSteps, ImportOrders } from './first-steps.tsx';
import styles from './home.module.css';
import { MonthsChart } from './months-chart.tsx';
import { useHomeNumbers, useSample, useToday } from './queries.ts';
import { FirstHour } from './first-hour.tsx';
import { Hands } from './hands.tsx';
import { LiveSops } from './live-sops.tsx';
import { SampleNotice } from './sample.tsx';
import { Today } from './today.tsx';

const PeopleDrawer = lazy(async () => ({ default: (await import('./people-drawer.tsx')).PeopleDrawer }));
const route = getRouteApi('/');
/** Keeps the line free that is written later. */
const noText = '\u00a0';

export function HomePage() {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const { people } = route.useSearch();
  const { data, error, refetch } = useHomeNumbers();
  const today = useToday();
  const sample = useSample();
  // Who sees a part of the brand is not asked to bring its history in: nobody may be theirs yet.
  const isEmpty = data?.customers === 0;
  const isNew = useMay()('orders.import') && isEmpty;
  // Drawn when all of it is known, as far as it can be: parts that come later would push the others down under the hand.
  const known = data && !today.isLoading && !sample.isLoading;
  // In pieces, between which the browser answers to the hand.
  const ready = useDeferredValue(known === true, false) && known;
  return (
    <Page title={t('home.title')} heading={workspace.name} lead={isEmpty ? undefined : data ? <AsOf ms={data.asOfMs} /> : noText} loop={loopStages} actions={isEmpty ? undefined : <ImportOrders />}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!ready && !error && <Loading rows={8} />}
      {ready && isNew && <FirstSteps sample={sample.data} />}
      <Suspense>{people && <PeopleDrawer />}</Suspense>
      {ready && !isNew && <Numbers numbers={data} today={today.data} sample={sample.data} />}
    </Page>
  );
}

function Numbers({ numbers, today, sample }: { numbers: HomeNumbers; today: TodayNumbers | undefined; sample: SampleState | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  // Where parts stand under each other the numbers come first, and what stands around them is a line each.
  const stacked = useStacked();
  const around = <>{sample && <SampleNotice sample={sample} among={numbers.customers > sample.customers} folded={stacked} />}{today && <FirstHour steps={today.steps} sample={sample} folded={stacked} />}</>;
  return (
    <>
      {!stacked && around}
      <Section plain title={t('home.todayTitle')}>{today ? <Today numbers={today} /> : <Loading rows={4} />}</Section>
      {stacked && <div className={styles.around}>{around}</div>}
      <div className={styles.pair}>
        <Section plain title={t('home.waitingTitle')}>{today ? <Hands hands={today.hands} /> : <Loading rows={2} />}</Section>
        {may('sops.read') && <Section plain title={t('home.liveSopsTitle')}><LiveSops count={numbers.liveSops} /></Section>}
      </div>
      <Section plain title={t('home.brandTitle')}><BrandFigures numbers={numbers} today={today} /></Section>
      <Section plain title={t('home.monthsTitle')}>{numbers.months.some((month) => month.orders > 0) ? <MonthsChart months={numbers.months} asOfMs={numbers.asOfMs} /> : <EmptyState compact picture="search" title={t('home.noOrders')} />}</Section>
    </>
  );
}

import type { HomeNumbers, SampleState, TodayNumbers } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat, useSignedIn } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { Loading } from '../../design/loading.tsx';
import { loopStages } from '../../design/loop-mark.tsx';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Count, Money } from '../../design/values.tsx';
import { FirstSteps, ImportOrders } from './first-steps.tsx';
import styles from './home.module.css';
import { MonthsChart } from './months-chart.tsx';
import { useHomeNumbers, useSample, useToday } from './queries.ts';
import { FirstHour } from './first-hour.tsx';
import { Hands } from './hands.tsx';
import { LiveSops } from './live-sops.tsx';
import { PeopleLink } from './people-link.tsx';
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
  return (
    <>
      {sample && <SampleNotice sample={sample} />}
      {today && <FirstHour steps={today.steps} sample={sample} />}
      <div className={styles.columns}>
        <Section plain title={t('home.todayTitle')}>{today ? <Today numbers={today} /> : <Loading rows={4} />}</Section>
        <div>
          <Section plain title={t('home.waitingTitle')}>{today ? <Hands hands={today.hands} /> : <Loading rows={2} />}</Section>
          {may('sops.read') && <Section plain title={t('home.liveSopsTitle')}><LiveSops count={numbers.liveSops} /></Section>}
        </div>
      </div>
      <Section plain title={t('home.brandTitle')}><BrandFigures numbers={numbers} today={today} /></Section>
      <Section plain title={t('home.monthsTitle')}>{numbers.months.some((month) => month.orders > 0) ? <MonthsChart months={numbers.months} /> : <EmptyState compact picture="search" title={t('home.noOrders')} />}</Section>
    </>
  );
}

function BrandFigures({ numbers, today }: { numbers: HomeNumbers; today: TodayNumbers | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = (now: number, before: number) => {
    const text = format.change(now, before);
    return text === null ? {} : { change: { text, good: now >= before }, note: t('home.againstPrevious') };
  };
  return (
    <>
      <Figures>
        <Figure label={t('home.sales30d')} definition={t('home.sales30dDefinition')} value={<PeopleLink preset="buyers30d"><Money minor={numbers.salesMinor30d} compact /></PeopleLink>}
          {...change(numbers.salesMinor30d, numbers.salesMinorPrevious30d)} />
        <Figure label={t('home.netSales30d')} definition={t('home.netSales30dDefinition')} value={<Money minor={numbers.netSalesMinor30d} compact />}
          note={t('home.refunded', { amount: format.compactMoney(numbers.salesMinor30d - numbers.netSalesMinor30d) })} />
        <Figure label={t('home.orders30d')} definition={t('home.orders30dDefinition')} value={<PeopleLink preset="buyers30d"><Count value={numbers.orders30d} compact /></PeopleLink>}
          {...change(numbers.orders30d, numbers.ordersPrevious30d)} />
        <Figure label={t('home.repurchase')} definition={t('home.repurchaseDefinition')} value={<PeopleLink preset="repeat365d">{format.percent(numbers.repurchaseRate365d)}</PeopleLink>}
          note={t('home.ofBuyers', { count: numbers.activeBuyers365d, formatted: format.compactCount(numbers.activeBuyers365d) })} />
      </Figures>
      <div className={styles.secondRow}>
        <Figures>
          <Figure label={t('home.customers')} definition={t('home.customersDefinition')} value={<Count value={numbers.customers} compact />} note={<PeopleLink preset="new30d">{t('home.newCustomers', { formatted: format.compactCount(numbers.newCustomers30d) })}</PeopleLink>} />
          <Figure label={t('home.contacts')} definition={t('home.contactsDefinition')} value={<PeopleLink preset="contacts"><Count value={numbers.contacts} compact /></PeopleLink>}
            note={t('home.ofCustomers', { percent: format.percent(numbers.contacts / numbers.customers) })} />
          <Figure label={t('home.buyers')} definition={t('home.buyersDefinition')} value={<PeopleLink preset="buyers365d"><Count value={numbers.activeBuyers365d} compact /></PeopleLink>}
            note={t('home.ofCustomers', { percent: format.percent(numbers.activeBuyers365d / numbers.customers) })} />
          {today && <Figure label={t('home.active')} definition={t('home.activeDefinition')} value={<PeopleLink preset="active30d"><Count value={today.people.active30d} compact /></PeopleLink>} note={t('home.ofCustomers', { percent: format.percent(today.people.active30d / numbers.customers) })} />}
          {today && <Figure label={t('home.lapsed')} definition={t('home.lapsedDefinition')} value={<PeopleLink preset="lapsed"><Count value={today.people.lapsed} compact /></PeopleLink>} note={<PeopleLink preset="lapsedIn30d">{t('home.lapsedFresh', { formatted: format.compactCount(today.people.lapsedIn30d) })}</PeopleLink>} />}
          <Figure label={t('home.sent')} definition={t('home.sentDefinition')} value={<Count value={numbers.messages.sent30d} compact />}
            note={t('home.capped', { formatted: format.compactCount(numbers.messages.capped30d) })} />
        </Figures>
      </div>
    </>
  );
}

import type { HomeNumbers } from '@homefield/contract';
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
import { useHomeNumbers } from './queries.ts';
import { LiveSops, Waiting } from './waiting.tsx';

export function HomePage() {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const { data, error, refetch } = useHomeNumbers();
  return (
    <Page title={t('home.title')} heading={workspace.name} lead={data && data.customers > 0 ? <AsOf ms={data.asOfMs} /> : undefined} loop={loopStages} actions={data && data.customers > 0 ? <ImportOrders /> : undefined}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading rows={8} />}
      {data && (data.customers === 0 ? <FirstSteps /> : <Numbers numbers={data} />)}
    </Page>
  );
}

function Numbers({ numbers }: { numbers: HomeNumbers }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <BrandFigures numbers={numbers} />
      <div className={styles.columns}>
        <Section plain title={t('home.monthsTitle')}>{numbers.months.some((month) => month.orders > 0) ? <MonthsChart months={numbers.months} /> : <EmptyState compact picture="search" title={t('home.noOrders')} />}</Section>
        <div>
          <Section plain title={t('home.waitingTitle')}><Waiting numbers={numbers} /></Section>
          {may('sops.read') && <Section plain title={t('home.liveSopsTitle')}><LiveSops count={numbers.liveSops} /></Section>}
        </div>
      </div>
    </>
  );
}

function BrandFigures({ numbers }: { numbers: HomeNumbers }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = (now: number, before: number) => {
    const text = format.change(now, before);
    return text === null ? {} : { change: { text, good: now >= before }, note: t('home.againstPrevious') };
  };
  return (
    <>
      <Figures>
        <Figure label={t('home.sales30d')} definition={t('home.sales30dDefinition')} value={<Money minor={numbers.salesMinor30d} compact />}
          {...change(numbers.salesMinor30d, numbers.salesMinorPrevious30d)} />
        <Figure label={t('home.netSales30d')} definition={t('home.netSales30dDefinition')} value={<Money minor={numbers.netSalesMinor30d} compact />}
          note={t('home.refunded', { amount: format.compactMoney(numbers.salesMinor30d - numbers.netSalesMinor30d) })} />
        <Figure label={t('home.orders30d')} definition={t('home.orders30dDefinition')} value={<Count value={numbers.orders30d} compact />}
          {...change(numbers.orders30d, numbers.ordersPrevious30d)} />
        <Figure label={t('home.repurchase')} definition={t('home.repurchaseDefinition')} value={format.percent(numbers.repurchaseRate365d)}
          note={t('home.ofBuyers', { count: numbers.activeBuyers365d, formatted: format.compactCount(numbers.activeBuyers365d) })} />
      </Figures>
      <div className={styles.secondRow}>
        <Figures>
          <Figure label={t('home.customers')} definition={t('home.customersDefinition')} value={<Count value={numbers.customers} compact />} note={t('home.newCustomers', { formatted: format.compactCount(numbers.newCustomers30d) })} />
          <Figure label={t('home.contacts')} definition={t('home.contactsDefinition')} value={<Count value={numbers.contacts} compact />}
            note={t('home.ofCustomers', { percent: format.percent(numbers.contacts / numbers.customers) })} />
          <Figure label={t('home.buyers')} definition={t('home.buyersDefinition')} value={<Count value={numbers.activeBuyers365d} compact />}
            note={t('home.ofCustomers', { percent: format.percent(numbers.activeBuyers365d / numbers.customers) })} />
          <Figure label={t('home.sent')} definition={t('home.sentDefinition')} value={<Count value={numbers.messages.sent30d} compact />}
            note={t('home.capped', { formatted: format.compactCount(numbers.messages.capped30d) })} />
        </Figures>
      </div>
    </>
  );
}

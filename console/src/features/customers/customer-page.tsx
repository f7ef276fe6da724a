import type { Customer } from '@homefield/contract';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useFormat } from '../../app/session.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day, Money, Relative } from '../../design/values.tsx';
import styles from './customers.module.css';
import { Profile } from './profile.tsx';
import { useCustomer } from './queries.ts';
import { useRfmName } from './rfm-name.ts';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/customers/$customerId');

export function CustomerPage() {
  const { t } = useTranslation();
  const { customerId } = route.useParams();
  const { data, error, refetch } = useCustomer(customerId);
  // Removed, of another brand, or outside of what this person sees: nothing is broken.
  if (isApiProblem(error) && error.status === 404) return <EmptyState alone picture="search" title={t('customers.goneTitle')} text={t('customers.goneText')} actions={<Link to="/customers">{t('customers.title')}</Link>} />;
  return (
    <Page title={data?.name || t('customers.one')} heading={data ? <Heading customer={data} /> : t('customers.one')} back={{ to: '/customers', label: t('customers.title') }} loop={['keep', 'engage', 'repurchase']}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading rows={8} />}
      {data && (
        <>
          <Totals customer={data} />
          <div className={styles.columns}>
            <aside className={styles.profile}><Profile customer={data} /></aside>
            <Section plain title={t('customers.timeline')}><Timeline customerId={data.id} /></Section>
          </div>
        </>
      )}
    </Page>
  );
}

function Heading({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const rfmName = useRfmName();
  return (
    <span className={styles.name}>
      {customer.name || t('customers.noName')}
      <Tag tone={customer.rfmClass?.startsWith('key') ? 'accent' : 'plain'}>{rfmName(customer.rfmClass)}</Tag>
      {customer.isContact && <Tag>{t('customers.isContact')}</Tag>}
      {customer.excluded && <Tag tone="amber">{t('customers.excluded')}</Tag>}
    </span>
  );
}

function Totals({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Figures>
      <Figure label={t('customers.netSales')} definition={t('customers.netSalesDefinition')} value={<Money minor={customer.netSalesMinor} compact />} />
      <Figure label={t('customers.orders')} definition={t('customers.ordersDefinition')} value={format.count(customer.orders)} />
      <Figure label={t('customers.perOrder')} definition={t('customers.perOrderDefinition')} value={customer.orders > 0 ? format.money(Math.round(customer.netSalesMinor / customer.orders)) : '–'} />
      <Figure label={t('customers.lastOrder')} definition={t('customers.lastOrderDefinition')} value={<Relative ms={customer.lastOrderAtMs} />} note={<Day ms={customer.lastOrderAtMs} />} />
    </Figures>
  );
}

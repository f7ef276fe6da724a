import type { HomeNumbers, TodayNumbers } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { Figure, Figures } from '../../design/figure.tsx';
import { Count, Money } from '../../design/values.tsx';
import { PeopleLink } from './people-link.tsx';

/** How the brand does: a row of what was sold, and one of who is there. As many in each as today has, so that all of home stands on one grid. */
export function BrandFigures({ numbers, today }: { numbers: HomeNumbers; today: TodayNumbers | undefined }) {
  return <Figures columns={6}>{useSold(numbers)}{usePeople(numbers, today)}</Figures>;
}

function useSold(numbers: HomeNumbers) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = (now: number, before: number) => {
    const text = format.change(now, before);
    return text === null ? {} : { change: { text, good: now >= before }, note: t('home.againstPrevious') };
  };
  const perOrder = (sales: number, orders: number) => (orders > 0 ? Math.round(sales / orders) : 0);
  const [each, eachBefore] = [perOrder(numbers.salesMinor30d, numbers.orders30d), perOrder(numbers.salesMinorPrevious30d, numbers.ordersPrevious30d)];
  return [
    <Figure key="sales" label={t('home.sales30d')} definition={t('home.sales30dDefinition')} value={<PeopleLink preset="buyers30d"><Money minor={numbers.salesMinor30d} compact /></PeopleLink>} {...change(numbers.salesMinor30d, numbers.salesMinorPrevious30d)} />,
    <Figure key="net" label={t('home.netSales30d')} definition={t('home.netSales30dDefinition')} value={<Money minor={numbers.netSalesMinor30d} compact />} note={t('home.refunded', { amount: format.compactMoney(numbers.salesMinor30d - numbers.netSalesMinor30d) })} />,
    <Figure key="orders" label={t('home.orders30d')} definition={t('home.orders30dDefinition')} value={<PeopleLink preset="buyers30d"><Count value={numbers.orders30d} compact /></PeopleLink>} {...change(numbers.orders30d, numbers.ordersPrevious30d)} />,
    <Figure key="perOrder" label={t('home.perOrder30d')} definition={t('home.perOrder30dDefinition')} value={numbers.orders30d > 0 ? <Money minor={each} compact /> : '–'} {...change(each, eachBefore)} />,
    <Figure key="repurchase" label={t('home.repurchase')} definition={t('home.repurchaseDefinition')} value={<PeopleLink preset="repeat365d">{format.percent(numbers.repurchaseRate365d)}</PeopleLink>} note={t('home.ofBuyers', { formatted: format.compactCount(numbers.activeBuyers365d) })} />,
    <Figure key="sent" label={t('home.sent')} definition={t('home.sentDefinition')} value={<Count value={numbers.messages.sent30d} compact />} note={t('home.capped', { formatted: format.compactCount(numbers.messages.capped30d) })} />,
  ];
}

function usePeople(numbers: HomeNumbers, today: TodayNumbers | undefined) {
  const { t } = useTranslation();
  const format = useFormat();
  const ofCustomers = (part: number) => t('home.ofCustomers', { percent: format.percent(part / numbers.customers) });
  return [
    <Figure key="customers" label={t('home.customers')} definition={t('home.customersDefinition')} value={<Count value={numbers.customers} compact />} note={<PeopleLink preset="new30d">{t('home.newCustomers', { formatted: format.compactCount(numbers.newCustomers30d) })}</PeopleLink>} />,
    <Figure key="contacts" label={t('home.contacts')} definition={t('home.contactsDefinition')} value={<PeopleLink preset="contacts"><Count value={numbers.contacts} compact /></PeopleLink>} note={ofCustomers(numbers.contacts)} />,
    <Figure key="buyers" label={t('home.buyers')} definition={t('home.buyersDefinition')} value={<PeopleLink preset="buyers365d"><Count value={numbers.activeBuyers365d} compact /></PeopleLink>} note={ofCustomers(numbers.activeBuyers365d)} />,
    ...(today ? [
      <Figure key="active" label={t('home.active')} definition={t('home.activeDefinition')} value={<PeopleLink preset="active30d"><Count value={today.people.active30d} compact /></PeopleLink>} note={ofCustomers(today.people.active30d)} />,
      <Figure key="lapsed" label={t('home.lapsed')} definition={t('home.lapsedDefinition')} value={<PeopleLink preset="lapsed"><Count value={today.people.lapsed} compact /></PeopleLink>} note={ofCustomers(today.people.lapsed)} />,
      <Figure key="fresh" label={t('home.lapsedIn30d')} definition={t('home.lapsedIn30dDefinition')} value={<PeopleLink preset="lapsedIn30d"><Count value={today.people.lapsedIn30d} compact /></PeopleLink>} note={t('home.ofLapsed', { percent: format.percent(today.people.lapsed > 0 ? today.people.lapsedIn30d / today.people.lapsed : null) })} />,
    ] : []),
  ];
}
